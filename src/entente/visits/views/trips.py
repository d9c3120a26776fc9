"""Pages about official trips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage, StepPage, View
from entente.office.acting import signed_in
from entente.visits import services
from entente.visits.enums import CHANGE_VISIT, TRIP_FLOW, VIEW_VISIT, TripState
from entente.visits.forms import ApplyForm, ApprovalForm, DayForm, SettleForm, TripForm
from entente.visits.models import Delegate, PassportLoan, Trip, Visit
from entente.visits.tables import TripColumns, TripFilter
from entente.visits.views.visits import RemovePartPage


class TripListPage(ListPage):
    """The official trips in one's scope, the newest first."""

    model = Trip
    title = _("Official trips")
    columns = TripColumns
    filterset_class = TripFilter
    permission_required = VIEW_VISIT
    default_sort = "-visit__first_day"
    views = (
        View(_("A passport is out"), {"open": "passports"}),
        View(_("Over and not settled"), {"open": "settle"}),
    )
    empty_text = _("No official trip is entered yet. A visit that we send can be made one.")


class TripPage(RecordPage):
    """One official trip: what the rules say, passports, what hinders the settlement."""

    model = Trip
    template_name = "visits/trip.html"
    permission_required = VIEW_VISIT
    flow = TRIP_FLOW

    def context(self) -> dict[str, Any]:
        """Add the journey's members with their passports, and what is missing."""
        trip = self.object
        may = self.officer.may(CHANGE_VISIT, trip)
        rows = trip.visit.delegates.filter(organisation=None).select_related("person", "passport")
        settled = trip.state == TripState.SETTLED
        return super().context() | {
            "standing": services.standing_of(trip, on=timezone.localdate()),
            "members": [(it, getattr(it, "passport", None)) for it in rows],
            "hindered": [] if settled else services.what_hinders(trip),
            "may_hand_out": may and trip.state == TripState.APPROVED,
            "may_take_back": may and not settled,
        }

    def change_address(self) -> str:
        """Offer to change what is not settled."""
        trip = self.object
        if trip.state == TripState.SETTLED or not self.officer.may(CHANGE_VISIT, trip):
            return ""
        return reverse("visits:change_trip", args=[trip.pk])


class PrepareTripPage(ActionPage):
    """Make a delegation that we send an official trip."""

    model = Visit
    form_class = TripForm
    title = _("Enter as an official trip")
    submit_label = _("Enter")
    explanation = _("The journey stays where it is; here follow plan, approval, passports, money.")
    permission_required = CHANGE_VISIT

    def perform(self, values: Mapping[str, Any]) -> str:
        """Enter it, and go to its page."""
        trip = services.prepare_trip(self.object, by=signed_in(self), **values)
        return trip.get_absolute_url()


class ChangeTripPage(ChangePage):
    """Change what is said of an official trip."""

    model = Trip
    form_class = TripForm
    title = _("Edit official trip")
    permission_required = CHANGE_VISIT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_trip(self.object, by=signed_in(self), seen=seen, **values)


class TripStep(StepPage):
    """A step of an official trip, with the words of the flow."""

    model = Trip


class ApplyTripPage(TripStep):
    """Note that it was applied for."""

    step = "apply_trip"
    form_class = ApplyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.apply_trip(self.object, by=signed_in(self), **values)


class ApproveTripPage(TripStep):
    """Note the approval."""

    step = "approve_trip"
    form_class = ApprovalForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.approve_trip(self.object, by=signed_in(self), **values)


class SettleTripPage(TripStep):
    """Settle the trip."""

    step = "settle_trip"
    form_class = SettleForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Settle it."""
        services.settle_trip(self.object, by=signed_in(self), on=timezone.localdate(), **values)


# --- Passports ------------------------------------------------------------------------------------


class PassportStep(ActionPage):
    """Something that happens to a passport; afterwards the trip is shown."""

    permission_required = CHANGE_VISIT
    form_class = DayForm


class HandOutPage(PassportStep):
    """Hand out the passport of a delegate."""

    model = Delegate
    title = _("Hand out the passport")
    submit_label = _("Hand out")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Note it, and go to the trip."""
        loan = services.hand_out_passport(self.object, by=signed_in(self), **values)
        return loan.get_absolute_url()


class ReturnPassportPage(PassportStep):
    """Take a passport back."""

    model = PassportLoan
    title = _("The passport is back")
    submit_label = _("It is back")

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.return_passport(self.object, by=signed_in(self), **values)


class RemovePassportPage(RemovePartPage):
    """Take off a passport that was entered by mistake."""

    model = PassportLoan
    title = _("Remove this entry")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        today = timezone.localdate()
        services.take_back_passport(self.object, by=signed_in(self), on=today)
