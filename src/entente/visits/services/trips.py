"""Official trips: applied for, approved, passports out and back, settled; and what the rules say.

How long ahead a trip is applied for grows with its countries and with a visa: the rule names three
spans, the shortest for one country without a visa, the longest for several countries with one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office import services as office
from entente.office.enums import Direction
from entente.office.models import RuleValue, User
from entente.office.reckoning import reckon
from entente.office.rules import rule, rule_value
from entente.visits.enums import TRIP_FLOW, TripState, VisitState, Way
from entente.visits.models import Delegate, PassportLoan, Trip, Visit
from entente.visits.models.trips import SENT_ONLY

PASSPORTS, REPORT = "trip.passports", "trip.report"


# --- What the rules say ---------------------------------------------------------------------------


@dataclass
class Standing:
    """A trip beside the rules that hold on a day."""

    trip: Trip
    on: datetime.date

    @cached_property
    def countries(self) -> int:
        """To how many countries and regions it leads."""
        stops = self.trip.visit.stops.exclude(country="")
        return len(set(stops.values_list("country", flat=True)))

    @cached_property
    def ahead(self) -> RuleValue:
        """The rule that says how long ahead it is applied for."""
        return rule_value("trip.apply_ahead", on=self.on, unit=self.trip.visit.unit)

    @property
    def apply_by(self) -> datetime.date:
        """The last day on which it is applied for in time."""
        spans = list(reversed(self.ahead.typed))
        harder = (self.countries > 1) + self.trip.needs_visa
        span = spans[min(harder, len(spans) - 1)]
        return reckon(self.trip.visit.first_day, span, Direction.BEFORE)

    @property
    def late_days(self) -> int:
        """How many days late it was applied for, or is by now; 0 in time."""
        return max(((self.trip.applied_on or self.on) - self.apply_by).days, 0)

    @cached_property
    def longest(self) -> RuleValue:
        """The rule that says how long such trips last, by the number of countries."""
        return rule_value("trip.days", on=self.on, unit=self.trip.visit.unit)

    @property
    def days(self) -> int | None:
        """How many days it lasts, the first and the last included; None where not exact."""
        visit = self.trip.visit
        first, last = visit.starts_on, visit.ends_on or visit.starts_on
        if first.earliest != first.latest or last.earliest != last.latest:
            return None
        return (last.latest - first.earliest).days + 1

    @property
    def days_allowed(self) -> int:
        """How many days the rule allows for so many countries."""
        spans = list(reversed(self.longest.typed))
        return int(spans[min(max(self.countries, 1), len(spans)) - 1].number)

    @property
    def is_too_long(self) -> bool:
        """Whether it lasts longer than the rule allows."""
        return self.days is not None and self.days > self.days_allowed


def standing_of(trip: Trip, *, on: datetime.date) -> Standing:
    """Hold a trip against the rules of the day on which it was applied for, or of `on`."""
    return Standing(trip, trip.applied_on or on)


def passports_out(trip: Trip) -> list[PassportLoan]:
    """List the passports that were handed out for a trip and are not back."""
    return list(trip.passports.out().select_related("delegate__person"))


# --- From the plan to the approval ----------------------------------------------------------------


def prepare_trip(visit: Visit, *, by: User, **values: Any) -> Trip:
    """Say that a delegation we send is an official trip; whoever enters it looks after it."""
    if visit.way != Way.OUT:
        raise DomainError(SENT_ONLY, code="received")
    values.setdefault("owner", by)
    with locking(visit):
        if Trip.objects.filter(visit=visit).exists():
            raise DomainError(_("It is entered as an official trip already."), code="twice")
        return creating(Trip(visit=visit, **values), by=by, verb="trip.prepared")


def change_trip(trip: Trip, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a trip that is not settled."""
    with changing(trip, by=by, verb="trip.changed", seen=seen):
        _refuse_settled(trip)
        for name, value in values.items():
            setattr(trip, name, value)


def apply_trip(trip: Trip, *, by: User, on: datetime.date) -> None:
    """Note that it was applied for; who goes and where to must be known. Late is shown."""
    visit = trip.visit
    _refuse_cancelled(visit)
    if not visit.delegates.exists() or not visit.stops.exists():
        raise DomainError(_("Enter the delegates and the stops of the visit first."), code="bare")
    with changing(trip, by=by, verb="trip.applied"):
        trip.state = TRIP_FLOW.move(trip.state, "apply_trip")
        trip.applied_on = on


def approve_trip(trip: Trip, *, by: User, on: datetime.date, approval_number: str) -> None:
    """Note the approval that has come; from now on passports and the report are due."""
    _refuse_cancelled(trip.visit)
    with transaction.atomic():
        with changing(trip, by=by, verb="trip.approved"):
            trip.state = TRIP_FLOW.move(trip.state, "approve_trip")
            trip.approved_on, trip.approval_number = on, approval_number
        _keep_report(trip, by=by)


def _keep_report(trip: Trip, *, by: User) -> None:
    """Remind of the report, so long after the last day as the rule says."""
    office.set_deadline(
        trip,
        REPORT,
        day=trip.visit.last_day,
        rule=REPORT,
        owner=trip.owner,
        unit=trip.unit,
        task_zh="请提交出访报告并办理结项",
        task_en="Hand in the report of the trip and settle it",
        by=by,
    )


def follow_visit(visit: Visit, *, by: User, on: datetime.date) -> None:
    """Bring what is due for an official trip in step with its journey, moved or cancelled."""
    trip = Trip.objects.filter(visit=visit, state=TripState.APPROVED).first()
    if trip is None:
        return
    trip.visit = visit
    if visit.state == VisitState.CANCELLED:
        office.drop_deadlines(trip, REPORT, on=on, by=by)
    else:
        _keep_report(trip, by=by)
    if passports_out(trip):
        _keep_passports(trip, on=on, by=by)


# --- Passports ------------------------------------------------------------------------------------


def hand_out_passport(delegate: Delegate, *, by: User, on: datetime.date) -> PassportLoan:
    """Note that a delegate received the official passport; when it is due back follows."""
    trip = _trip_of(delegate)
    _refuse_settled(trip)
    if trip.state != TripState.APPROVED:
        message = _("Passports are handed out once the trip is approved.")
        raise DomainError(message, code="not_approved")
    with locking(trip):
        if PassportLoan.objects.filter(delegate=delegate).exists():
            raise DomainError(_("This passport was handed out already."), code="twice")
        loan = PassportLoan(trip=trip, delegate=delegate, handed_out_on=on)
        creating(loan, by=by, verb="passport.handed_out")
        _keep_passports(trip, on=on, by=by)
    return loan


def return_passport(loan: PassportLoan, *, by: User, on: datetime.date) -> None:
    """Note that a passport came back."""
    trip = loan.trip
    with locking(trip):
        with changing(loan, by=by, verb="passport.returned"):
            if loan.returned_on is not None:
                raise DomainError(_("This passport is back already."), code="back")
            loan.returned_on = on
        _keep_passports(trip, on=on, by=by)


def take_back_passport(loan: PassportLoan, *, by: User, on: datetime.date) -> None:
    """Take off a passport that was entered by mistake."""
    trip = loan.trip
    with locking(trip):
        _refuse_settled(trip)
        removing(loan, by=by, verb="passport.removed")
        _keep_passports(trip, on=on, by=by)


def _keep_passports(trip: Trip, *, on: datetime.date, by: User) -> None:
    """Remind of the passports that are out; the rule's longest span is the last day."""
    if not passports_out(trip):
        office.finish_deadlines(trip, PASSPORTS, on=on, by=by)
        return
    last_day = trip.visit.last_day
    span = rule("trip.passport_back", on=last_day, unit=trip.visit.unit)[0]
    office.set_deadline(
        trip,
        PASSPORTS,
        day=reckon(last_day, span, Direction.AFTER),
        owner=trip.owner,
        unit=trip.unit,
        task_zh="请收回因公护照",
        task_en="Take back the official passports",
        by=by,
        again=True,
    )


# --- Settling -------------------------------------------------------------------------------------


def what_hinders(trip: Trip) -> list[str]:
    """Say what is missing before a trip is settled and money is reimbursed."""
    visit, hindered = trip.visit, []
    out = passports_out(trip)
    if out:
        names = _(", ").join(str(loan) for loan in out)
        hindered.append(_("Not returned: the passport of %(names)s.") % {"names": names})
    if visit.state == VisitState.CANCELLED:
        return hindered
    if trip.state != TripState.APPROVED:
        hindered.append(_("The trip is not approved."))
    if visit.state == VisitState.PLANNED:
        hindered.append(_("Nobody has confirmed that the journey took place."))
    if not (visit.report_zh or visit.report_en):
        hindered.append(_("The report of the journey is missing."))
    return hindered


def settle_trip(
    trip: Trip, *, by: User, on: datetime.date, spent: Decimal, deviations: str = ""
) -> None:
    """Settle a trip: the money is free. One that was cancelled is settled without expense.

    A journey that cost more than its budget, or that was cancelled and cost something, says why.
    """
    with transaction.atomic():
        with changing(trip, by=by, verb="trip.settled"):
            target = TRIP_FLOW.move(trip.state, "settle_trip")
            if hindered := what_hinders(trip):
                raise DomainError(hindered, code="hindered")
            trip.state = target
            trip.deviations = deviations or trip.deviations
            _check_money(trip, spent)
            trip.spent, trip.settled_on = spent, on
        office.finish_deadlines(trip, REPORT, on=on, by=by)
        office.drop_deadlines(trip, on=on, by=by)


def _check_money(trip: Trip, spent: Decimal) -> None:
    if trip.deviations.strip():
        return
    if trip.visit.state == VisitState.CANCELLED and spent:
        message = _("It was cancelled: say why money was spent all the same.")
        raise DomainError({"deviations": message}, code="why")
    if trip.budget is not None and spent > trip.budget:
        message = _("The budget was %(budget)s yuan: say why more was spent.")
        raise DomainError({"deviations": message % {"budget": trip.budget}}, code="why")


def _trip_of(delegate: Delegate) -> Trip:
    rows = Trip.objects.filter(visit=delegate.visit_id).select_related("visit__unit")
    trip: Trip | None = rows.first()
    if trip is None:
        raise DomainError(_("This visit is not entered as an official trip."), code="no_trip")
    if delegate.organisation_id is not None:
        raise DomainError(_("Only members of ours have an official passport."), code="theirs")
    return trip


def _refuse_settled(trip: Trip) -> None:
    if trip.state == TripState.SETTLED:
        raise DomainError(_("The trip is settled; it does not change any more."), code="settled")


def _refuse_cancelled(visit: Visit) -> None:
    if visit.state == VisitState.CANCELLED:
        message = _("The journey was cancelled; settle the trip without expense.")
        raise DomainError(message, code="cancelled")
