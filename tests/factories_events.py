"""Ordinary events, made through the services that people use."""

import datetime
import itertools

from entente.events import services
from entente.office.services import system_user
from tests.factories import make_unit, make_user

_count = itertools.count(1)
TODAY = datetime.date(2026, 1, 5)
DOSSIER = {
    "background": "Ten years of joint work",
    "topics_zh": "极端天气",
    "topics_en": "Extreme weather",
    "place_en": "Chengdu",
    "expected_total": 120,
    "expected_foreign": 20,
    "budget": "200,000 yuan of the school",
}


def make_event(unit=None, *, countries=(), hosts=(), full=False, state="draft", **values):
    """Make a conference of October 2026; `full` states the whole dossier; then go to a state."""
    number, by = next(_count), system_user()
    values = {
        "kind": "conference",
        "title_zh": f"气象学术会议{number}",
        "title_en": f"Conference on weather {number}",
        "starts_on": "2026-10-12",
        "ends_on": "2026-10-14",
    } | values
    if full or state not in ("draft", "cancelled"):
        values = DOSSIER | values
    event = services.draft_event(by=by, unit=unit or make_unit(), on=TODAY, **values)
    for country in countries:
        services.add_country(event, by=by, on=TODAY, country=country, expected=5)
    for host in hosts:
        services.add_host(event, by=by, on=TODAY, **host)
    go_to(event, state, by=by)
    return event


def go_to(event, state, *, by):
    """Take an event with its whole dossier as far as a state."""
    on, somebody = TODAY, make_user()
    came = {"on": datetime.date(2026, 10, 15), "came_total": 100, "came_foreign": 15}
    steps = {
        "filed": lambda: services.file_event(event, by=by, on=on),
        "returned": lambda: services.return_event(event, by=somebody, on=on, reason="Say more"),
        "approved": lambda: services.approve_event(
            event, by=somebody, on=on, approval_number="2026-1"
        ),
        "held": lambda: services.hold_event(event, by=by, **came),
        "cancelled": lambda: services.cancel_event(event, by=by, on=on, reason="Typhoon"),
    }
    ways = {"returned": ("filed",), "approved": ("filed",), "held": ("filed", "approved")}
    for step in (*ways.get(state, ()), *([state] if state != "draft" else [])):
        steps[step]()


def open_event(unit=None, *, capacity=None, **values):
    """Make an approved event of October 2026 that takes registrations until its first day."""
    event = make_event(unit, full=True, state="approved", **values)
    until = event.first_day
    services.open_registration(event, by=system_user(), registers_until=until, capacity=capacity)
    return event


def register(event, *, on=TODAY, **values):
    """Register somebody of their own name for an event."""
    number = next(_count)
    values = {
        "name": f"Visitor {number}",
        "email": f"visitor{number}@example.org",
        "institution": "University of Tokyo",
        "country": "JP",
    } | values
    return services.register(event, by=system_user(), on=on, **values)
