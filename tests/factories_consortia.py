"""Ordinary consortia, made through the services that people use."""

import itertools

from entente.consortia import services
from entente.office.services import system_user
from tests.factories import make_unit
from tests.factories_organisations import make_organisation

_count = itertools.count(1)


def make_consortium(unit=None, **values):
    number = next(_count)
    values = {"name_zh": f"第{number}大学联盟", "name_en": f"Consortium {number}"} | values
    return services.found_consortium(by=system_user(), unit=unit or make_unit(), **values)


def make_member(consortium=None, organisation=None, **values):
    return services.admit_member(
        consortium or make_consortium(),
        organisation or make_organisation(),
        by=system_user(),
        **values,
    )


def make_mandate(consortium=None, organisation=None, *, person=None, **values):
    holder = {"person": person} if person else {"organisation": organisation or make_organisation()}
    return services.give_mandate(
        consortium or make_consortium(), by=system_user(), **({"office": "chair"} | holder | values)
    )


def make_series(consortium=None, **values):
    return services.begin_series(
        consortium or make_consortium(),
        by=system_user(),
        **({"kind": "summer_school", "name_zh": "暑期学校", "name_en": "Summer school"} | values),
    )


def make_edition(series=None, **values):
    return services.plan_edition(series or make_series(), by=system_user(), **values)
