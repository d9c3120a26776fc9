"""At the door of an event: by a code or by name, each once, nobody of another event."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entente.events import services
from entente.events.models import Registration
from entente.events.models.registrations import DOOR_CODES, PRIVATE_CODES
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_events import open_event, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def today(unit, **values):
    """Make an event that takes place today and is open for registration."""
    day = timezone.localdate().isoformat()
    return open_event(unit, starts_on=day, ends_on=day, **values)


def code_of(registration):
    return reverse("events:at_door", args=[DOOR_CODES.sign(str(registration.pk))])


def said(answer):
    return [str(it) for it in answer.context["messages"]]


def came():
    return AuditEntry.objects.filter(verb="registration.checked_in").count()


def test_a_code_sent_twice_counts_once_and_says_so(client, officer):
    one = register(today(officer.unit))

    first = client.post(code_of(one), follow=True)
    again = client.post(code_of(one), follow=True)

    assert said(first) == [f"{one.name} is here."]
    assert said(again) == [f"{one.name} was noted already and counts once."]
    assert came() == 1
    assert services.numbers_of(one.event).there == 1
    assert "Here since" in again.content.decode()


def test_looking_at_a_code_notes_nobody(client, officer):
    one = register(today(officer.unit))

    page = client.get(code_of(one))

    assert page.context["may_enter"]
    assert (came(), Registration.objects.get().checked_in_at) == (0, None)


def test_a_code_of_another_event_is_refused_at_this_door(client, officer):
    here, there = today(officer.unit), today(officer.unit)
    other = register(there)
    client.get(reverse("events:door", args=[here.pk]))

    looked, sent = client.get(code_of(other)), client.post(code_of(other))

    assert "This code is of another event" in looked.content.decode()
    assert sent.status_code == 409
    assert came() == 0
    client.get(reverse("events:door", args=[there.pk]))
    assert client.post(code_of(other)).status_code == 302
    assert came() == 1


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("wait", "there is no place yet"),
        ("withdraw", "This registration was withdrawn."),
    ],
)
def test_who_has_no_place_is_not_let_in(client, officer, act, words):
    event = today(officer.unit, capacity=1)
    one = register(event)
    if act == "wait":
        one = register(event)
    else:
        services.withdraw(one, by=system_user())

    page, sent = client.get(code_of(one)), client.post(code_of(one), follow=True)

    assert words in page.content.decode()
    assert not page.context["may_enter"]
    assert len(said(sent)) == 1
    assert came() == 0


def test_who_comes_before_the_first_day_is_told_when_it_begins(client, officer):
    day = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
    one = register(open_event(officer.unit, starts_on=day, ends_on=day))

    answer = client.post(code_of(one), follow=True)

    assert said(answer) == [f"It begins on {day}."]
    assert came() == 0


def test_a_code_that_is_forged_or_a_private_link_opens_no_door(client, officer):
    one = register(today(officer.unit))
    private = PRIVATE_CODES.sign(str(one.pk))

    for code in (f"{one.pk}:forged", private):
        assert client.get(reverse("events:at_door", args=[code])).status_code == 404
    shown = DOOR_CODES.sign(str(one.pk))
    assert client.get(reverse("registered", args=[shown])).status_code == 404


def test_a_code_is_nothing_to_the_staff_of_another_institution(client, officer):
    one = register(today(make_unit()))

    assert client.get(code_of(one)).status_code == 404
    assert client.post(code_of(one)).status_code == 404
    assert client.get(reverse("events:door", args=[one.event_id])).status_code == 404


def test_who_has_no_code_is_found_by_name_and_noted(client, officer):
    event = today(officer.unit)
    one = register(event, name="Ōta Haruka", institution="Tohoku University")
    register(event, name="Li Wei")
    door = reverse("events:door", args=[event.pk])

    for words in ("Haruka", "tohoku", one.email):
        assert client.get(door, {"q": words}).context["found"] == [one]
    answer = client.post(door, {"registration": one.pk}, follow=True)

    assert said(answer) == ["Ōta Haruka is here."]
    assert answer.context["found"] == [one]
    assert answer.context["numbers"].there == 1


def test_nobody_chosen_or_somebody_of_another_event_is_refused(client, officer):
    event, other = today(officer.unit), register(today(officer.unit))
    door = reverse("events:door", args=[event.pk])

    nobody = client.post(door, follow=True)
    foreign = client.post(door, {"registration": other.pk})

    assert said(nobody) == ["Choose who is here."]
    assert foreign.status_code == 404
    assert came() == 0


def test_a_door_asks_the_same_of_one_and_of_many(client, officer):
    event = today(officer.unit)
    door = reverse("events:door", args=[event.pk])
    counts = []
    for many in (1, 12):
        while event.registrations.count() < many:
            services.check_in(register(event), by=system_user(), at=timezone.now())
        client.get(door)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(door)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_their_own_page_shows_the_code_while_they_have_a_place(client, officer):
    one = register(today(officer.unit))
    own = reverse("registered", args=[PRIVATE_CODES.sign(str(one.pk))])

    assert 'class="e-code"' in client.get(own).content.decode()
    services.withdraw(one, by=system_user())
    assert 'class="e-code"' not in client.get(own).content.decode()
