"""Decisions about stays."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import Change, changing, creating, removing
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.mobility.enums import STAY_FLOW, TOOK_PLACE, Kind, StayState
from entente.mobility.lengths import surely_outside, surely_overlap
from entente.mobility.models import Programme, Stay
from entente.mobility.services.places_used import count_places_used
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person


class DoubtError(DomainError):
    """What was typed is possible but rarely meant; once confirmed (`sure`), it is saved."""


def enter_stay(*, by: User, unit: Unit, person: Person, sure: bool = False, **values: Any) -> Stay:
    """Enter a stay, planned or past.

    An overlap with another stay of the person, or a day outside the agreement, is a `DoubtError`.
    """
    stay = Stay(unit=unit, person=person, **values)
    with transaction.atomic():
        _hold(person)
        _check(stay, sure=sure)
        creating(stay, by=by, verb="stay.entered")
        _keep_places_used(stay, by=by)
    return stay


def change_stay(
    stay: Stay, *, by: User, seen: int | None = None, sure: bool = False, **values: Any
) -> None:
    """Correct what is said of a stay; its person stays who they are."""
    before = copy(stay)
    with transaction.atomic():
        _hold(stay.person)
        with changing(stay, by=by, verb="stay.changed", seen=seen):
            for name, value in values.items():
                setattr(stay, name, value)
            _check(stay, sure=sure)
        _keep_places_used(before, stay, by=by)


def remove_stay(stay: Stay, *, by: User) -> None:
    """Take away a stay that was entered by mistake."""
    with transaction.atomic():
        before = copy(stay)
        removing(stay, by=by, verb="stay.removed")
        _keep_places_used(before, by=by)


# --- How it goes ----------------------------------------------------------------------------------


def begin_stay(stay: Stay, *, by: User, on: PartialDate) -> None:
    """Say that the person has arrived, on which day."""
    with _step(stay, "begin_stay", by=by, verb="stay.begun"):
        stay.starts_on = on


def complete_stay(stay: Stay, *, by: User, on: PartialDate) -> None:
    """Say that the person has left as planned, on which day."""
    with _step(stay, "complete_stay", by=by, verb="stay.completed"):
        stay.ends_on = on


def break_off_stay(stay: Stay, *, by: User, on: PartialDate, reason: str) -> None:
    """Say that the person left early: on which day, and why."""
    with _step(stay, "break_off_stay", by=by, verb="stay.broken_off"):
        stay.ends_on, stay.reason = on, reason


def give_up_stay(stay: Stay, *, by: User, reason: str) -> None:
    """Say that a planned stay does not take place, and why."""
    with _step(stay, "give_up_stay", by=by, verb="stay.not_taken"):
        stay.reason = reason


@contextmanager
def _step(stay: Stay, step: str, *, by: User, verb: str) -> Iterator[Change]:
    with transaction.atomic():
        before = copy(stay)
        with changing(stay, by=by, verb=verb) as change:
            stay.state = STAY_FLOW.move(stay.state, step)
            yield change
        _keep_places_used(before, stay, by=by)


def _keep_places_used(*stays: Stay, by: User) -> None:
    """Count the places of the agreements anew that a stay lies under, or lay under before."""
    years: dict[Agreement, set[int]] = {}
    for stay in stays:
        if stay.agreement and stay.academic_year:
            years.setdefault(stay.agreement, set()).add(stay.academic_year)
    for agreement in sorted(years, key=lambda it: it.pk):
        count_places_used(agreement, years[agreement], by=by)


# --- A person's own rights ------------------------------------------------------------------------


def erase_stays(person: Person, *, by: User) -> None:
    """Erase the free words of a person's stays; the stays are counted on, without a name."""
    for stay in Stay.objects.filter(person=person).order_by("pk"):
        with changing(stay, by=by, verb="stay.erased"):
            stay.notes = stay.reason = stay.source = ""


def _hold(person: Person) -> None:
    """Keep a person's row, so that two stays entered at once see each other."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.erased_at:
        raise DomainError(
            {"person": _("This person's data were erased; nothing can be added.")}, code="erased"
        )


# --- What is refused, and what is asked about -----------------------------------------------------


def _check(stay: Stay, *, sure: bool) -> None:
    stay.clean_fields()
    stay.clean()
    _refuse_days_ahead(stay)
    _refuse_stranger(stay)
    _refuse_wrong_programme(stay.programme, stay)
    if sure or stay.state == StayState.NOT_TAKEN:
        return
    doubts = {"starts_on": _overlap(stay), "agreement": _outside(stay)}
    found = {name: words for name, words in doubts.items() if words}
    if found:
        raise DoubtError(found, code="doubt")


def _refuse_days_ahead(stay: Stay) -> None:
    """Refuse that something took place on a day that has not come."""
    if stay.state not in TOOK_PLACE:
        return
    over = (StayState.DONE, StayState.BROKEN_OFF)
    days = {"starts_on": stay.starts_on, "ends_on": stay.ends_on if stay.state in over else None}
    today = timezone.localdate()
    message = _("This day has not come yet. A stay that lies ahead is “planned”.")
    found = {name: message for name, day in days.items() if day and day.earliest > today}
    if found:
        raise DomainError(found, code="ahead")


def _refuse_stranger(stay: Stay) -> None:
    """Refuse an agreement to which neither the institution nor what it belongs to is a party."""
    agreement: Agreement | None = stay.agreement
    if agreement is None or stay.organisation is None:
        return
    partners = [party.organisation_id for party in agreement.theirs if party.organisation_id]
    near = Organisation.objects.filter(pk__in=partners).with_units_below()
    # An agreement of a faculty is used by the university that it belongs to, too.
    above = Organisation.objects.filter(pk=stay.organisation.pk).with_units_below()
    if near.filter(pk=stay.organisation.pk).exists() or above.filter(pk__in=partners).exists():
        return
    message = _("%(institution)s is not a party to this agreement. Choose another, or none.")
    words = {"institution": stay.organisation.name}
    raise DomainError({"agreement": message % words}, code="no_party")


def _refuse_wrong_programme(programme: Programme | None, stay: Stay) -> None:
    if programme is None or programme.direction in ("both", stay.direction):
        return
    message = _("This programme is %(direction)s only.")
    words = {"direction": programme.get_direction_display()}
    raise DomainError({"programme": message % words}, code="other_direction")


def _overlap(stay: Stay) -> str:
    """Say with which other stay this one surely shares days; a conference lies within others."""
    if stay.kind == Kind.CONFERENCE:
        return ""
    others = Stay.objects.filter(person=stay.person).exclude(pk=stay.pk)
    others = others.exclude(state=StayState.NOT_TAKEN).exclude(kind=Kind.CONFERENCE)
    for other in others.for_list().order_by("first_day", "pk"):
        if surely_overlap((stay.starts_on, stay.ends_on), (other.starts_on, other.ends_on)):
            return _(
                "At this time the person is at %(place)s, from %(start)s to %(end)s. If both are"
                " right, save it nevertheless."
            ) % {
                "place": other.place,
                "start": other.starts_on,
                "end": other.ends_on or _("an unknown day"),
            }
    return ""


def _outside(stay: Stay) -> str:
    """Say that a stay begins before its agreement binds or after it has ended."""
    agreement: Agreement | None = stay.agreement
    if agreement is None or not surely_outside(
        stay.starts_on, agreement.first_day, agreement.last_day
    ):
        return ""
    if stay.starts_on and stay.starts_on.latest < agreement.first_day:
        return _(
            "The stay begins before the agreement binds, on %(day)s. If that is right, save it"
            " nevertheless."
        ) % {"day": agreement.first_day}
    if agreement.last_day == datetime.date.max:
        return ""
    return _(
        "The stay begins after the agreement has ended, on %(day)s. If that is right, save it"
        " nevertheless."
    ) % {"day": agreement.last_day}
