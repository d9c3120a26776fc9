"""Ordinary persons, made through the services that people use."""

import datetime
import itertools

from entente.office import services as office
from entente.people import services as people
from tests.factories import make_unit

_count = itertools.count(1)


def make_person(unit=None, **values):
    number = next(_count)
    values = {
        "name_zh": f"人员{number}",
        "family_name": "Zhang",
        "given_name": f"San {number}",
        "family_first": True,
        "email": f"person{number}@example.org",
    } | values
    return people.add_person(by=office.system_user(), unit=unit or make_unit(), **values)


def make_consent(person=None, **values):
    values = {
        "purpose": "exchange",
        "on": datetime.date(2026, 5, 5),
        "source": "Signed form",
    } | values
    return people.give_consent(person or make_person(), by=office.system_user(), **values)


def make_transfer(unit=None, *, on=datetime.date(2026, 5, 4), **values):
    """Enter that names were sent to an embassy."""
    values = {
        "sent_on": datetime.date(2026, 5, 4),
        "received_by": "Embassy of Spain",
        "country": "ES",
        "what": "Names and passport numbers",
        "purpose": "Visa",
        "ground": "contract",
        "persons": 3,
    } | values
    return people.enter_transfer(by=office.system_user(), unit=unit or make_unit(), on=on, **values)
