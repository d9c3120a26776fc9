"""Ordinary visits, made through the services that people use."""

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
