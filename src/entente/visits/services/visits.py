"""Visits: planned, confirmed, cancelled."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, removing
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.visits.enums import VISIT_FLOW
from entente.visits.models import Stop, Trip, Visit
from entente.visits.services.trips import follow_visit


def plan_visit(*, by: User, unit: Unit, **values: Any) -> Visit:
    """Enter a visit, planned or past; `values` are columns of `Visit`."""
    return creating(Visit(unit=unit, **values), by=by, verb="visit.entered")


def change_visit(
    visit: Visit, *, by: User, on: datetime.date, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a visit; its stops must still lie within it."""
    with transaction.atomic():
        with changing(visit, by=by, verb="visit.changed", seen=seen):
            for name, value in values.items():
                setattr(visit, name, value)
        for stop in visit.stops.all():
            if lies_outside(stop, visit):
                message = _("The stop at %(place)s, from %(day)s, lies outside these days.")
                words = {"place": stop, "day": stop.starts_on}
                raise DomainError({"ends_on": message % words}, code="stop_outside")
        follow_visit(visit, by=by, on=on)


def confirm_visit(visit: Visit, *, by: User, on: datetime.date) -> None:
    """Say that it took place; one that has not begun cannot have."""
    if visit.first_day > on:
        raise DomainError(_("It begins on %(day)s.") % {"day": visit.starts_on}, code="too_early")
    if not visit.delegates.exists():
        raise DomainError(_("Enter the delegates first, at least how many."), code="nobody")
    with changing(visit, by=by, verb="visit.confirmed"):
        visit.state = VISIT_FLOW.move(visit.state, "confirm_visit")


def cancel_visit(visit: Visit, *, by: User, on: datetime.date, reason: str) -> None:
    """Say that it does not take place, and why."""
    with transaction.atomic():
        with changing(visit, by=by, verb="visit.cancelled"):
            visit.state = VISIT_FLOW.move(visit.state, "cancel_visit")
            visit.reason = reason
        follow_visit(visit, by=by, on=on)


def remove_visit(visit: Visit, *, by: User) -> None:
    """Take away a visit that was entered by mistake, with its parts."""
    if visit.outcomes.exclude(agreement=None, link="").exists():
        raise DomainError(_("It led to something; it cannot be removed."), code="has_led")
    if Trip.objects.filter(visit=visit).exists():
        raise DomainError(_("It is an official trip; it cannot be removed."), code="trip")
    with transaction.atomic():
        for parts in (visit.outcomes, visit.stops, visit.delegates):
            for part in parts.all():
                removing(part, by=by, verb=f"{part._meta.model_name}.removed")
        removing(visit, by=by, verb="visit.removed")


def lies_outside(stop: Stop, visit: Visit) -> bool:
    """Say whether a stop surely begins before, or ends after, its visit."""
    begins, ends = stop.starts_on, stop.ends_on or stop.starts_on
    return bool(
        (begins and begins.latest < visit.first_day) or (ends and ends.earliest > visit.last_day)
    )
