"""Delegates, stops and outcomes of a visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, erase_personal_values, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.visits.enums import OUTCOME_FLOW, VisitState, Way
from entente.visits.models import Delegate, Outcome, PassportLoan, Stop, Visit
from entente.visits.services.visits import lies_outside

MOST = 500  # more in one delegation is a slip of the keyboard


def _refuse_cancelled(visit: Visit) -> None:
    if visit.state == VisitState.CANCELLED:
        raise DomainError(_("This visit was cancelled; nothing is added to it."), code="cancelled")


def _set(record: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


# --- Who belongs to it ----------------------------------------------------------------------------


def add_delegates(
    visit: Visit,
    *,
    by: User,
    organisation: Organisation | None = None,
    names: Sequence[tuple[str, str]] = (),
    number: int | None = None,
    person: Person | None = None,
) -> list[Delegate]:
    """Enter delegates of one institution: by name and function, or only how many.

    `number` counts all of them, those with a name too. A name that stands there already for the
    same institution is refused, so that nobody is counted twice.
    """
    if person and not names:
        names = [(str(person.name), "")]
    total = len(names) if number is None else number
    with locking(visit):
        _refuse_cancelled(visit)
        _check_delegates(visit, organisation, names, total)
        people = [*names, *[("", "")] * (total - len(names))]
        return [
            creating(
                Delegate(
                    visit=visit,
                    organisation=organisation,
                    name=name,
                    function=function,
                    person=person,
                ),
                by=by,
                verb="delegate.entered",
            )
            for name, function in people
        ]


def _check_delegates(
    visit: Visit, organisation: Organisation | None, names: Sequence[tuple[str, str]], total: int
) -> None:
    if visit.way == Way.IN and organisation is None:
        raise DomainError(
            {"organisation": _("Name the institution that they come from.")}, code="whose"
        )
    if not 1 <= total <= MOST:
        raise DomainError(
            {"number": _("Write how many came: 1 to %(most)s.") % {"most": MOST}}, code="number"
        )
    if total < len(names):
        message = _("You name %(named)s, more than this number.") % {"named": len(names)}
        raise DomainError({"number": message}, code="number")
    here = visit.delegates.filter(organisation=organisation).exclude(name="")
    held = {name.casefold() for name in here.values_list("name", flat=True)}
    for name, _function in names:
        if name.casefold() in held:
            raise DomainError(
                {"names": _("%(name)s stands here twice.") % {"name": name}}, code="twice"
            )
        held.add(name.casefold())


def change_delegate(
    delegate: Delegate, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a delegate; who now leads takes it over from whoever did."""
    with locking(delegate.visit):
        if values.get("leads"):
            for leader in delegate.visit.delegates.filter(leads=True).exclude(pk=delegate.pk):
                with changing(leader, by=by, verb="delegate.changed"):
                    leader.leads = False
        with changing(delegate, by=by, verb="delegate.changed", seen=seen):
            _set(delegate, values)


def remove_delegate(delegate: Delegate, *, by: User) -> None:
    """Take off a delegate who does not belong to it."""
    if PassportLoan.objects.filter(delegate=delegate).exists():
        message = _("A passport was handed out to this delegate; they cannot be removed.")
        raise DomainError(message, code="passport")
    removing(delegate, by=by, verb="delegate.removed")


def erase_delegate(delegate: Delegate, *, by: User) -> None:
    """Erase who a delegate was; the person-time stays."""
    with changing(delegate, by=by, verb="delegate.erased"):
        delegate.name = delegate.function = ""
    erase_personal_values(delegate.own_key)


# --- Where it stops -------------------------------------------------------------------------------


def add_stop(visit: Visit, *, by: User, **values: Any) -> Stop:
    """Enter a stop; it lies within the visit and shares no day with another."""
    with locking(visit):
        _refuse_cancelled(visit)
        stop = Stop(visit=visit, **values)
        stop.clean_fields()
        _check_stop(stop)
        return creating(stop, by=by, verb="stop.entered")


def change_stop(stop: Stop, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a stop."""
    with locking(stop.visit), changing(stop, by=by, verb="stop.changed", seen=seen):
        _set(stop, values)
        stop.clean_fields()
        _check_stop(stop)


def _check_stop(stop: Stop) -> None:
    if lies_outside(stop, stop.visit):
        message = _("The visit is from %(first)s to %(last)s; this stop lies outside.")
        words = {"first": stop.visit.first_day, "last": stop.visit.last_day}
        raise DomainError({"starts_on": message % words}, code="outside")
    for other in stop.visit.stops.exclude(pk=stop.pk):
        if _share_a_day(stop, other):
            message = _("On these days the delegation is at %(place)s.") % {"place": other}
            raise DomainError({"starts_on": message}, code="overlap")


def _share_a_day(one: Stop, other: Stop) -> bool:
    """Say whether two stops surely overlap; leaving one and reaching the next on a day is usual."""
    if not (one.starts_on and other.starts_on):
        return False
    first = max(one.starts_on.latest, other.starts_on.latest)
    last = min((one.ends_on or one.starts_on).earliest, (other.ends_on or other.starts_on).earliest)
    return first < last


def remove_stop(stop: Stop, *, by: User) -> None:
    """Take off a stop that was not made."""
    removing(stop, by=by, verb="stop.removed")


# --- What it brought ------------------------------------------------------------------------------


def add_outcome(visit: Visit, *, by: User, **values: Any) -> Outcome:
    """Enter what a visit brought; it is a task until it came about or is not pursued."""
    with locking(visit):
        _refuse_cancelled(visit)
        return creating(Outcome(visit=visit, **values), by=by, verb="outcome.entered")


def change_outcome(outcome: Outcome, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of it."""
    with changing(outcome, by=by, verb="outcome.changed", seen=seen):
        _set(outcome, values)


def keep_outcome(outcome: Outcome, *, by: User, agreement: Any = None, link: str = "") -> None:
    """Say that it came about, and to what it led: an agreement, a news item, or both."""
    if not (agreement or link):
        raise DomainError(
            {"agreement": _("Name the agreement, or the page that tells of it.")}, code="to_what"
        )
    with changing(outcome, by=by, verb="outcome.kept"):
        outcome.state = OUTCOME_FLOW.move(outcome.state, "keep_outcome")
        outcome.agreement, outcome.link = agreement, link


def drop_outcome(outcome: Outcome, *, by: User, reason: str) -> None:
    """Say that it is not pursued, and why."""
    with changing(outcome, by=by, verb="outcome.dropped"):
        outcome.state = OUTCOME_FLOW.move(outcome.state, "drop_outcome")
        outcome.reason = reason


def remove_outcome(outcome: Outcome, *, by: User) -> None:
    """Take off what was entered by mistake."""
    removing(outcome, by=by, verb="outcome.removed")
