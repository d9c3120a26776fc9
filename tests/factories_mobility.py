"""Ordinary programmes and stays, made through the services that people use."""

import datetime
import itertools

from entente.mobility import services
from entente.office import services as office
from tests.factories import make_unit
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person

_count = itertools.count(1)


def make_programme(unit=None, **values):
    number = next(_count)
    values = {
        "title_zh": f"交换项目{number}",
        "title_en": f"Exchange {number}",
        "kind": "exchange",
        "direction": "both",
    } | values
    return services.add_programme(by=office.system_user(), unit=unit or make_unit(), **values)


def make_stay(unit=None, *, person=None, **values):
    unit = unit or (person.unit if person else make_unit())
    values = {
        "direction": "outbound",
        "kind": "exchange",
        "level": "bachelor",
        "starts_on": "2025-09-01",
        "ends_on": "2026-01-31",
        "state": "done",
    } | values
    if "organisation" not in values and "country" not in values:
        values["organisation"] = make_organisation(country="DE")
    person = person or make_person(unit)
    return services.enter_stay(by=office.system_user(), unit=unit, person=person, **values)


def make_call(unit=None, *, quotas=(("Places", 1, None),), state="draft", **values):
    """Make a call with quotas (name, cap, name of the one above), and take it to a state."""
    number = next(_count)
    values = {
        "title_zh": f"项目通知{number}",
        "title_en": f"Call {number}",
        "academic_year": 2026,
        "opens_on": datetime.date(2026, 1, 1),
        "closes_on": datetime.date(2026, 3, 1),
    } | values
    by = office.system_user()
    call = services.make_call(by=by, unit=unit or make_unit(), **values)
    made = {}
    for name, cap, above in quotas:
        made[name] = services.add_quota(call, by=by, name=name, cap=cap, parent=made.get(above))
    if state != "draft":
        services.open_call(call, by=by)
    if state == "closed":
        close(call)
    return call


def close(call):
    services.close_call(call, by=office.system_user(), on=datetime.date(2026, 3, 2))


def make_application(call, wishes=("Places",), *, person=None, score="80", **values):
    """Enter an application with wishes by the names of quotas."""
    quotas = {quota.name: quota for quota in call.quotas.all()}
    return services.enter_application(
        call,
        by=office.system_user(),
        person=person or make_person(call.unit),
        wishes=[quotas[name] for name in wishes],
        score=score,
        **values,
    )
