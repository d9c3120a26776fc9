"""Ordinary organisations, made through the services that people use."""

import itertools

from entente.office.services import system_user
from entente.organisations import services

_count = itertools.count(1)


def make_organisation(name_en="", name_zh="", *, identifiers=(), names=(), **values):
    number = next(_count)
    if not (name_en or name_zh or names):
        name_en, name_zh = f"Partner University {number}", f"合作大学{number}"
    given = [*names]
    given += [{"text": name_zh, "language": "zh"}] if name_zh else []
    given += [{"text": name_en, "language": "en"}] if name_en else []
    values = {"kind": "university"} | values
    return services.add_organisation(
        by=system_user(), names=given, identifiers=identifiers, **values
    )
