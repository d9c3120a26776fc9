"""Ordinary engagements of experts, made through the services that people use."""

import datetime
import itertools

from entente.experts import services
from entente.office.services import system_user
from tests.factories import make_unit
from tests.factories_people import make_person

_count = itertools.count(1)


def make_engagement(unit=None, *, state="planned", **values):
    """Make an engagement of the first half of 2026, as far as a state."""
    number, by = next(_count), system_user()
    unit = unit or make_unit()
    values = {
        "kind": "short_project",
        "topic_zh": f"短期引智{number}",
        "topic_en": f"Short project {number}",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
    } | values
    values.setdefault("person", None)
    values["person"] = values["person"] or make_person(unit)
    engagement = services.plan_engagement(by=by, unit=unit, **values)
    order = ["planned", "invited", "contracted", "here"]
    far = order.index(state)
    steps = (services.note_invitation, services.note_contract)
    for step in steps[:far]:
        step(engagement, by=by)
    if far == 3:
        services.note_arrival(engagement, by=by, on=datetime.date(2026, 2, 1))
    return engagement
