"""Pages about motions, votes and resolutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.enums import CHANGE_MEETING, Effect
from entente.consortia.forms.meetings import MotionForm, TotalsForm, VotesForm
from entente.consortia.models import Meeting, Motion, Resolution
from entente.consortia.voting import Tally
from entente.kit.forms import DeskForm, PlainForm, ReasonForm
from entente.kit.pages import ActionPage, ChangePage
from entente.office.acting import signed_in


class TableMotionPage(ActionPage):
    """Put a motion before a meeting; `effect` in the address says which fields it has."""

    model = Meeting
    form_class = MotionForm
    template_name = "consortia/motion_form.html"
    title = _("Add a motion")
    permission_required = CHANGE_MEETING

    @property
    def effect(self) -> str:
        """The kind of effect that was chosen."""
        asked = self.request.GET.get("effect", "")
        return asked if asked in Effect.values else Effect.NONE

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for the chosen effect."""
        return MotionForm(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            meeting=self.object,
            effect=self.effect,
        )

    def context(self, form: Any) -> dict[str, Any]:
        """Offer the other effects."""
        return super().context(form) | {"effects": Effect, "effect": self.effect}

    def act(self, values: Mapping[str, Any]) -> None:
        """Table it."""
        given = {name: value for name, value in values.items() if name != "version"}
        services.table_motion(self.object, by=signed_in(self), effect=self.effect, **given)


class MotionPage(ActionPage):
    """A step of a motion."""

    model = Motion
    permission_required = CHANGE_MEETING

    def context(self, form: Any) -> dict[str, Any]:
        """Name the motion in the title of the step."""
        return super().context(form) | {"title": f"{self.title}: {self.object}"}

    def back(self) -> str:
        """Go back to the motion."""
        return str(self.object.get_absolute_url())


class ChangeMotionPage(ChangePage):
    """Change a motion on which no vote has been opened."""

    model = Motion
    form_class = MotionForm
    title = _("Edit motion")
    permission_required = CHANGE_MEETING
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the motion holds."""
        keys = ("organisation", "person", "statute", "series", "agenda_item")
        return super().initial() | {name: getattr(self.object, f"{name}_id") for name in keys}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for its effect."""
        return MotionForm(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            meeting=self.object.meeting,
            effect=self.object.effect,
        )

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_motion(self.object, by=signed_in(self), seen=seen, **values)


class OpenVotePage(MotionPage):
    """Open the vote."""

    title = _("Open the vote")
    explanation = _("The wording stands from now on.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.open_vote(self.object, by=signed_in(self))


class VotesPage(MotionPage):
    """Record what members vote."""

    form_class = VotesForm
    title = _("Record votes")
    submit_label = _("Save")
    explanation = _(
        "Those who have a vote on the day of the meeting and are present, or represented by"
        " somebody who is. Votes can be changed until the vote is closed."
    )
    done = _("Saved.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form with those who can vote."""
        self.bound = VotesForm(
            data,
            files,
            officer=self.officer,
            room=self.object.meeting.room(),
            motion=self.object,
        )
        return self.bound

    def act(self, values: Mapping[str, Any]) -> None:
        """Record them."""
        choices = self.bound.by_key("choice")
        services.record_votes(self.object, choices, by=signed_in(self))


class CloseVotePage(MotionPage):
    """Close the vote and count; a secret ballot asks for its totals."""

    title = _("Close the vote")
    submit_label = _("Close the vote and count")
    explanation = _(
        "The quorum and the majority are worked out from the register and the attendance of this"
        " moment, and kept with the motion."
    )

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Ask for totals where the ballot is secret."""
        kind = TotalsForm if self.object.is_secret else PlainForm
        return kind(data, files, officer=self.officer)

    def act(self, values: Mapping[str, Any]) -> None:
        """Count."""
        totals = Tally(**values) if self.object.is_secret else None
        services.close_vote(self.object, by=signed_in(self), totals=totals)


class RecommendPage(MotionPage):
    """Record a vote without quorum as a recommendation."""

    title = _("Record as a recommendation")
    explanation = _(
        "The chair decides that the vote, short of a quorum, is recorded as a recommendation. It"
        " changes no record."
    )

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.recommend(self.object, by=signed_in(self))


class RecountPage(MotionPage):
    """Open a counted vote again."""

    form_class = ReasonForm
    title = _("Recount")
    explanation = _("The vote is opened again; the history keeps the former count.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it again."""
        services.recount(self.object, by=signed_in(self), **values)


class WithdrawMotionPage(MotionPage):
    """Withdraw a motion."""

    form_class = ReasonForm
    title = _("Withdraw the motion")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_motion(self.object, by=signed_in(self), **values)


class CarryOutPage(ActionPage):
    """Carry out a resolution that could not be when the meeting closed."""

    model = Resolution
    title = _("Carry out the resolution")
    explanation = _("The records change from the day on which it takes effect; once only.")
    permission_required = CHANGE_MEETING
    done = _("The resolution is carried out.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Carry it out."""
        services.carry_out(cast("Resolution", self.object), by=signed_in(self))
