"""Ordinary records, made through the services that people use."""

import itertools

from entente.office import services as office

_count = itertools.count(1)


def make_unit(parent=None, **values):
    number = next(_count)
    values = {
        "kind": "school" if parent else "university",
        "name_zh": f"第{number}大学",
        "name_en": f"University {number}",
        "code": f"U{number}",
    } | values
    return office.add_unit(by=office.system_user(), parent=parent, **values)


def make_user(unit=None, **values):
    number = next(_count)
    values = {
        "username": f"user{number}",
        "name_zh": f"经办人{number}",
        "name_en": f"Officer {number}",
    } | values
    return office.add_user(by=office.system_user(), unit=unit, **values)


def make_staff(*roles, unit=None, everywhere=False, **values):
    """Make a user who holds the roles on the unit (a new university without one)."""
    unit = unit or make_unit()
    user = make_user(unit=unit, **values)
    for role in roles:
        office.grant_role(user, role, by=office.system_user(), unit=None if everywhere else unit)
    return user
