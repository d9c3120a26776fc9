"""Ordinary visits, made through the services that people use."""

import datetime
import itertools

from entente.office.services import system_user
from entente.visits import services
from tests.factories import make_unit

_count = itertools.count(1)


def make_visit(unit=None, *, delegates=((None, 1),), done=False, **values):
    """Make a visit with delegates (institution, how many)."""
    number = next(_count)
    values = {
        "way": "out",
        "title_zh": f"出访团组{number}",
        "title_en": f"Delegation {number}",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-08",
    } | values
    by = system_user()
    visit = services.plan_visit(by=by, unit=unit or make_unit(), **values)
    for organisation, many in delegates:
        services.add_delegates(visit, by=by, organisation=organisation, number=many)
    if done:
        services.confirm_visit(visit, by=by, on=visit.last_day)
    return visit


def make_trip(unit=None, *, state="prepared", countries=("JP",), names=("Li Lei",), **values):
    """Make an official trip of 2 to 8 March 2026, and take it to a state."""
    by = system_user()
    journey = {
        name: values.pop(name) for name in ("title_en", "starts_on", "ends_on") if name in values
    }
    visit = make_visit(unit, delegates=(), **journey)
    services.add_delegates(visit, by=by, names=[(name, "Dean") for name in names])
    for country in countries:
        services.add_stop(visit, by=by, country=country)
    trip = services.prepare_trip(visit, by=by, **values)
    if state in ("applied", "approved"):
        services.apply_trip(trip, by=by, on=datetime.date(2025, 11, 1))
    if state == "approved":
        day = datetime.date(2025, 12, 1)
        services.approve_trip(trip, by=by, on=day, approval_number="2025-101")
    return trip
