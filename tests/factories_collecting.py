"""Ordinary rounds, made through the services that people use."""

import datetime

from entente.collecting import services
from entente.office import services as office
from tests.factories import make_unit

ASKED, CUT_OFF = datetime.date(2026, 1, 5), datetime.date(2025, 12, 31)
DUE = datetime.date(2099, 1, 31)


def make_round(unit=None, *, units=None, sent=False, **values):
    """Begin a round about 2025: the stays of students abroad, the agreements in force."""
    by, unit = office.system_user(), unit or make_unit()
    values = {
        "name_zh": "2025年度国际交流数据采集",
        "name_en": "Numbers of 2025",
        "starts_on": datetime.date(2025, 1, 1),
        "cut_off_on": CUT_OFF,
        "due_on": DUE,
        "measures": ["students_outbound_times", "agreements_in_force"],
    } | values
    asked = [unit] if units is None else units
    round = services.begin_round(by=by, unit=unit, units=asked, **values)
    if sent:
        services.open_round(round, on=ASKED, by=by)
    return round


def sign(part, *, on=ASKED, by=None):
    """Hand a sheet in and sign it."""
    services.hand_in_part(part, by=by or office.system_user())
    services.sign_part(part, on=on, by=by or office.system_user())
