"""Mails to those who registered: by staff, on cancellation, a reminder once, with a calendar."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from entente.events import services
from entente.events.jobs import remind_of_events
from entente.events.models import Event
from entente.kit import nightly
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_events import open_event, register

pytestmark = pytest.mark.django_db
BEGINS = datetime.date(2026, 10, 12)


def remind(days_before):
    return services.remind(on=BEGINS - datetime.timedelta(days=days_before))


@pytest.fixture
def event():
    return open_event(make_unit(), capacity=1, title_zh="气象论坛", title_en="Forum")


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_whoever_has_a_place_is_reminded_once_with_a_file_for_the_calendar(event, sending):
    placed, _waiting = register(event), register(event)
    register(open_event(make_unit()), email="")

    with sending():
        assert [remind(4), remind(3), remind(2), remind(1)] == [0, 1, 0, 0]

    [sent] = mail.outbox
    assert sent.to == [placed.email]
    assert "Soon: Forum" in sent.subject
    assert "即将举办" in sent.subject
    assert placed.private_address in sent.body
    [(name, content, kind)] = sent.attachments
    assert (name, kind) == ("event.ics", "text/calendar")
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (BEGINS, datetime.date(2026, 10, 15))


def test_a_night_that_was_missed_is_made_up_for_until_the_event_begins(event):
    register(event)

    assert remind(1) == 1
    assert remind(0) == 0


def test_whoever_registers_on_the_day_or_for_a_cancelled_event_is_not_reminded(event):
    register(event, on=BEGINS - datetime.timedelta(days=2))
    assert remind(2) == 0
    Event.objects.filter(pk=event.pk).update(state="cancelled")
    assert remind(1) == 0


def test_the_night_reminds(event, sending):
    register(event)
    on = BEGINS - datetime.timedelta(days=2)

    with sending():
        assert remind_of_events(on=on, by=system_user()) == 1

    assert "events.remind_of_events" in nightly.jobs


def test_everybody_who_registered_learns_that_it_does_not_take_place(event, sending):
    placed, waiting, gone = register(event), register(event), register(event)
    services.withdraw(gone, by=system_user())

    with sending():
        services.cancel_event(event, by=system_user(), on=BEGINS, reason="Typhoon")

    assert [sent.to for sent in mail.outbox] == [[placed.email], [waiting.email]]
    for sent in mail.outbox:
        assert "“Forum” does not take place: Typhoon" in sent.body
        assert not sent.attachments


@pytest.mark.parametrize("told", [True, False])
def test_staff_choose_whether_somebody_is_mailed(client, sending, told):
    unit = make_unit()
    user = make_staff(roles.OFFICER, unit=unit, language="en")
    client.force_login(user)
    day = timezone.localdate() + datetime.timedelta(days=9)
    event = open_event(unit, starts_on=f"{day}", ends_on="")
    address = reverse("events:register", args=[event.pk])
    values = {"name": "Anna Roth", "email": "anna@example.org", "country": "DE"}

    with sending():
        sent = client.post(address, values | ({"told": "on"} if told else {}))

    assert sent.status_code == 302, sent.context["form"].errors
    assert [one.to for one in mail.outbox] == ([["anna@example.org"]] if told else [])
