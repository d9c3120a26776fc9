"""Pages of what follows a placement: answers to offers, struck wishes, fixed places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage
from entente.mobility import services
from entente.mobility.enums import CHANGE_CALL, PLACE_CALL
from entente.mobility.forms.rounds import FixPlaceForm, StrikeWishForm
from entente.mobility.models import Application, FixedPlace, Offer, Wish
from entente.office.acting import signed_in


class AnswerPage(ActionPage):
    """Enter what somebody answers to an offer."""

    model = Offer
    permission_required = CHANGE_CALL
    done = _("The answer is entered.")


class AcceptOfferPage(AnswerPage):
    """Accept for good."""

    title = _("Accept the place for good")
    explanation = _("The place is fixed in every further run; dearer wishes are given up.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.accept_offer(self.object, by=signed_in(self), on=timezone.localdate())


class KeepWaitingPage(AnswerPage):
    """Accept and keep waiting."""

    title = _("Accept the place and keep waiting")
    explanation = _("The place is safe. In the next run a dearer wish takes its place if it can.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.keep_waiting(self.object, by=signed_in(self), on=timezone.localdate())


class DeclineOfferPage(AnswerPage):
    """Decline."""

    title = _("Decline the place")
    explanation = _("The applicant takes part no more; the next run gives the place to others.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.decline_offer(self.object, by=signed_in(self), on=timezone.localdate())


class StrikeWishPage(ActionPage):
    """Strike a wish that the host rejects."""

    model = Wish
    form_class = StrikeWishForm
    title = _("The host rejects the nomination")
    permission_required = PLACE_CALL
    explanation = _("The wish is struck, and the next run places the applicant anew.")
    done = _("The wish is struck. Run the placement again.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Strike it."""
        by, on = signed_in(self), timezone.localdate()
        services.strike_wish(self.object, by=by, on=on, reason=values["reason"])


class FixPlacePage(ActionPage):
    """Give somebody a place by a decision."""

    model = Application
    title = _("Fix a place")
    permission_required = PLACE_CALL
    explanation = _(
        "Results are not edited by hand. A place that is given by a decision counts against every"
        " quota, and the placement is run again around it."
    )
    done = _("The place is fixed. Run the placement again.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for the call."""
        return FixPlaceForm(
            data, files, initial=self.initial(), officer=self.officer, call=self.object.call
        )

    def act(self, values: Mapping[str, Any]) -> None:
        """Fix it."""
        services.fix_place(self.object, by=signed_in(self), **values)


class ReleasePlacePage(ActionPage):
    """Take a decision about a place back."""

    model = FixedPlace
    title = _("Release the fixed place")
    permission_required = PLACE_CALL
    explanation = _("The applicant competes like the others in the next run.")
    done = _("Removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before it is gone."""
        target: str = self.object.get_absolute_url()
        self.act(values)
        return target

    def act(self, values: Mapping[str, Any]) -> None:
        """Release it."""
        services.release_place(self.object, by=signed_in(self))
