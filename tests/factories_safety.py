"""Ordinary safety checks, with people who are abroad today."""

import datetime

from django.utils import timezone

from entente.office import roles
from entente.safety import services
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_stay
from tests.factories_people import make_person


def abroad(unit, country="JP", *, email="", phone="", language="", **names):
    """Put somebody of a unit into a country today; with a language they have a login."""
    today = timezone.localdate()
    person = make_person(unit, email=email, phone=phone, **names)
    if language:
        person.user = make_staff(roles.COORDINATOR, unit=make_unit(), language=language)
        person.save(update_fields=["user"])
    days = {
        "starts_on": str(today - datetime.timedelta(days=9)),
        "ends_on": str(today + datetime.timedelta(days=9)),
    }
    make_stay(person=person, country=country, state="under_way", **days)
    return person


def make_check(unit=None, *, by=None, **values):
    """Draw up a check of everybody in Japan."""
    unit = unit or make_unit()
    words = {
        "title_zh": "地震后请报平安",
        "title_en": "Earthquake: are you safe?",
        "text_zh": "东京附近发生地震。",
        "text_en": "There was an earthquake near Tokyo.",
        "country": "JP",
    }
    return services.draw_up(
        by=by or make_staff(roles.OFFICER, unit=unit), unit=unit, **(words | values)
    )


def make_sent(unit=None, *, people=1, by=None, **values):
    """Send a check to some people who are in Japan."""
    unit = unit or make_unit()
    by = by or make_staff(roles.OFFICER, unit=unit)
    for number in range(people):
        name = f"Traveller{number}"
        abroad(unit, email=f"{name.lower()}@example.org", name_zh="", family_name=name)
    check = make_check(unit, by=by, **values)
    services.send_check(check, by=by, on=timezone.localdate())
    return check
