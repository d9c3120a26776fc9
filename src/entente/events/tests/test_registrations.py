"""Registration for events: places, the waiting list in order, fees, who was there."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entente.events import services
from entente.events.enums import REGISTRATION_FLOW, RegistrationState
from entente.events.models import Registration
from entente.kit.audit import readable_changes
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_events import TODAY, make_event, open_event, register

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def coming(unit, *, capacity=None):
    """Make an event that begins tomorrow and is open for registration."""
    day = timezone.localdate() + DAYS(days=1)
    return open_event(unit, capacity=capacity, starts_on=day.isoformat(), ends_on=day.isoformat())


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def refused(code, act):
    """Expect a refusal by its code, or at the field that has it."""
    with pytest.raises(ValidationError) as caught:
        act()
    error = caught.value
    assert code in (error.error_dict if hasattr(error, "error_dict") else {error.code})


def state(registration):
    registration.refresh_from_db()
    return registration.state


def test_above_the_places_people_wait_in_order_and_a_withdrawal_moves_the_first_up(
    django_capture_on_commit_callbacks,
):
    event = open_event(capacity=1)
    first, second, third = (register(event) for _ in range(3))
    assert [state(one) for one in (first, second, third)] == ["registered", "waiting", "waiting"]

    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(first, by=system_user())

    assert [state(one) for one in (first, second, third)] == ["cancelled", "registered", "waiting"]
    assert [sent.to for sent in mail.outbox] == [[first.email], [second.email]]
    assert "is withdrawn" in mail.outbox[0].body
    assert "You have a place" in mail.outbox[1].body
    assert not second.mails.get().address

    services.withdraw(third, by=system_user())
    assert state(second) == "registered"


def test_more_places_go_to_those_who_wait():
    event = open_event(capacity=1)
    waiting = [register(event) for _ in range(4)][1:]

    services.open_registration(event, by=system_user(), registers_until=event.first_day, capacity=3)

    assert [state(one) for one in waiting] == ["registered", "registered", "waiting"]
    refused(
        "capacity",
        lambda: services.open_registration(
            event, by=system_user(), registers_until=event.first_day, capacity=2
        ),
    )


def test_what_is_refused_is_said():
    event = open_event()
    late = event.registers_until + DAYS(days=1)
    one = register(event, email="Li@Example.org")

    refused("closed", lambda: register(event, on=late))
    refused("not_open", lambda: register(make_event()))
    refused("email", lambda: register(event, email="li@example.org"))
    refused("too_early", lambda: services.check_in(one, by=system_user(), at=noon(TODAY)))
    refused(
        "not_approved",
        lambda: services.open_registration(make_event(), by=system_user(), registers_until=TODAY),
    )
    refused(
        "registers_until",
        lambda: services.open_registration(
            event, by=system_user(), registers_until=event.last_day + DAYS(days=1)
        ),
    )
    refused("fee_reference", lambda: services.change_registration(one, by=system_user(), fee=300))


def test_whoever_withdrew_can_register_again():
    event = open_event()
    one = register(event)
    services.withdraw(one, by=system_user())
    again = register(event, email=one.email)
    assert again.state == RegistrationState.REGISTERED
    refused("email", lambda: register(event, email=one.email))


def test_each_is_counted_once_however_often_it_is_said():
    event = open_event()
    one, other = register(event), register(event, country="DE")
    day = event.first_day
    assert services.check_in(one, by=system_user(), at=noon(day))
    assert not services.check_in(one, by=system_user(), at=noon(day))

    numbers = services.numbers_of(event)
    assert (numbers.placed, numbers.there, numbers.waiting) == (2, 1, 0)
    assert {row.country: (row.placed, row.there) for row in numbers.countries} == {
        "JP": (1, 1),
        "DE": (1, 0),
    }
    services.withdraw(other, by=system_user())
    refused("wrong_state", lambda: services.check_in(other, by=system_user(), at=noon(day)))


@pytest.mark.parametrize("start", RegistrationState.values)
@pytest.mark.parametrize("name", list(REGISTRATION_FLOW))
def test_every_step_from_every_state(start, name):
    step = REGISTRATION_FLOW[name]
    if start in step.sources:
        assert REGISTRATION_FLOW.move(start, name) == step.target
    else:
        with pytest.raises(DomainError):
            REGISTRATION_FLOW.move(start, name)


def test_who_it_was_can_be_erased_from_the_trail_as_well():
    one = register(open_event(), name="Sakura Endo")
    services.erase_registration(one, by=system_user())
    one.refresh_from_db()
    assert (one.name, one.email, one.country) == ("", "", "JP")
    told = str([readable_changes(entry) for entry in AuditEntry.objects.all()])
    assert "Sakura" not in told


def test_from_opening_to_the_sheet(client, officer):
    event = coming(officer.unit)
    place = reverse("events:open_registration", args=[event.pk])
    until = timezone.localdate().isoformat()
    seen = event.version
    event.refresh_from_db()
    answer = client.post(
        place, {"registers_until": until, "capacity": 1, "version": event.version or seen}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    add = reverse("events:register", args=[event.pk])
    who = {"name": "Anna Roth", "email": "anna@example.org", "country": "DE"}
    assert client.post(add, who).status_code == 302
    client.post(add, {"name": "Kenji Mori", "country": "JP"})
    twice = client.post(add, who)
    assert "registered for the event already" in twice.content.decode()
    assert "Anna Roth" in twice.content.decode()

    words = client.get(event.get_absolute_url()).content.decode()
    assert "Germany" in words
    listed = client.get(reverse("events:registrations"), {"event": event.pk})
    assert "Kenji Mori" in listed.content.decode()
    sheet = client.get(reverse("events:registrations"), {"event": event.pk, "download": "xlsx"})
    assert sheet.status_code == 200
    assert sheet.headers["Content-Type"].endswith("sheet")
    assert b"".join(sheet)

    waiting = Registration.objects.get(name="Kenji Mori")
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert "Number 1 on the waiting list" in page
    anna = Registration.objects.get(name="Anna Roth")
    assert client.post(reverse("events:withdraw", args=[anna.pk])).status_code == 302
    assert state(waiting) == "registered"


def test_the_list_and_the_event_ask_as_often_for_one_as_for_many(client, officer):
    event = coming(officer.unit)
    today = timezone.localdate()
    pages = (reverse("events:registrations"), event.get_absolute_url())
    register(event, on=today)
    counts = []
    for more in (0, 12):
        for _number in range(more):
            register(event, on=today)
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts[2] <= counts[0]
    assert counts[3] <= counts[1]


# --- What anybody opens ---------------------------------------------------------------------------

WHO = {"name": "Anna Roth", "email": "Anna@example.org", "country": "DE"}


def place(address):
    """Give the path of a whole address."""
    return "/" + address.split("/", 3)[3]


def test_anybody_registers_is_mailed_a_link_and_withdraws(
    client, django_capture_on_commit_callbacks
):
    event = coming(make_unit(), capacity=1)
    page = place(event.public_address)
    client.cookies["django_language"] = "en"
    assert "Register for this event" in client.get(page).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(page, WHO)
        client.post(page, WHO | {"name": "Kenji Mori", "email": "mori@example.org"})
        again = client.post(page, WHO | {"name": "Somebody else"})
    assert sent.status_code == 302, sent.context["form"].errors
    assert again.headers["Location"] == sent.headers["Location"]
    assert [one.name for one in event.registrations.all()] == ["Anna Roth", "Kenji Mori"]
    assert len(mail.outbox) == 3
    assert "You have a place" in mail.outbox[0].body
    assert "on the waiting list" in mail.outbox[1].body
    assert "Every place is taken" in client.get(page).content.decode()

    anna, mori = event.registrations.all()
    assert anna.private_address in mail.outbox[0].body
    own = place(anna.private_address)
    assert "Anna Roth" in client.get(own).content.decode()
    waiting = client.get(place(mori.private_address)).content.decode()
    assert "Number 1 on the waiting list" in waiting
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(own).status_code == 302
    assert (state(anna), state(mori)) == ("cancelled", "registered")
    assert mail.outbox[-1].to == ["mori@example.org"]
    assert client.post(own).status_code == 409


def test_the_public_page_says_what_is_wrong_and_keeps_what_was_typed(client):
    event = coming(make_unit())
    client.cookies["django_language"] = "en"
    page = place(event.public_address)

    answer = client.post(page, {"name": "Anna Roth", "email": "no address", "country": ""})
    assert answer.status_code == 422
    assert "Anna Roth" in answer.content.decode()
    assert {"email", "country"} <= answer.context["form"].errors.keys()

    services.cancel_event(event, by=system_user(), on=TODAY, reason="Typhoon")
    closed = client.post(page, WHO)
    assert closed.status_code == 409
    assert "does not take place" in closed.content.decode()
    assert not event.registrations.exists()


def test_codes_of_others_and_events_that_were_never_opened_lead_nowhere(client):
    event = make_event()
    one = register(open_event())
    private = place(one.private_address)
    assert client.get(place(event.public_address)).status_code == 404
    assert client.get(private.replace("/registered/", "/register/")).status_code == 404
    assert client.get("/registered/1:made-up/").status_code == 404
    services.erase_registration(one, by=system_user())
    assert client.get(private).status_code == 404


def test_one_mail_address_is_not_written_to_without_end(client, settings):
    settings.EVENT_RATES = {"event": "60/m/ip", "event_mail": "2/h/key"}
    page = place(coming(make_unit()).public_address)
    codes = [client.post(page, WHO).status_code for _number in range(3)]
    assert codes == [302, 302, 422]
