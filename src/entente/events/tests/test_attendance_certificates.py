"""Certificates of attendance: one for each who was there, and for nobody else."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from entente.certificates.models import Certificate
from entente.events import services
from entente.events.models import Event, Registration
from entente.kit.errors import DomainError
from entente.kit.models import Work
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_certificates import make_certificate_series, make_certificate_template
from tests.factories_events import open_event, register

pytestmark = pytest.mark.django_db
TEXT = "{name} took part in {subject}, {starts_on} to {ends_on}."


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def event(unit):
    """An event that took place today: two were there, one stayed away."""
    today = timezone.localdate()
    event = open_event(
        unit, title_zh="气象论坛", title_en="Forum", starts_on=f"{today}", ends_on=""
    )
    for name in ("欧阳明", "Anna Meyer"):
        services.check_in(register(event, name=name), by=system_user(), at=noon(today))
    register(event, name="Away")
    services.hold_event(event, by=system_user(), on=today, came_total=2, came_foreign=1)
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def paper(unit):
    """The open series of this year and a template for it."""
    year = timezone.localdate().year
    return {
        "series": make_certificate_series(unit, kind="EVT", year=year, code="E1"),
        "template": make_certificate_template(unit, kind="EVT", text_zh=TEXT, text_en=TEXT),
    }


def certify(event, keys, paper):
    on, by = timezone.localdate(), system_user()
    return services.certify_all(event, keys, on=on, by=by, **paper)


def test_everybody_who_was_there_receives_one_in_the_letters_of_their_name(event, paper):
    keys = list(event.registrations.to_certify().values_list("pk", flat=True))

    issued = certify(event, keys, paper)

    assert [(it.name_zh, it.name_en) for it in issued] == [("欧阳明", ""), ("", "Anna Meyer")]
    day = event.first_day
    assert {(it.subject_zh, it.subject_en, it.starts_on, it.ends_on) for it in issued} == {
        ("气象论坛", "Forum", day, day)
    }
    assert not event.registrations.to_certify().exists()
    assert list(event.registrations.order_by("pk").values_list("certificate", flat=True)) == [
        *(it.pk for it in issued),
        None,
    ]


def test_two_namesakes_at_one_event_receive_one_each(unit, paper):
    today = timezone.localdate()
    event = open_event(unit, starts_on=f"{today}", ends_on="")
    same = [register(event, name="Li Na") for _time in range(2)]
    for one in same:
        services.check_in(one, by=system_user(), at=noon(today))
    services.hold_event(event, by=system_user(), on=today, came_total=2, came_foreign=0)

    assert len(certify(event, [one.pk for one in same], paper)) == 2


@pytest.mark.parametrize(
    ("code", "prepare"),
    [
        ("not_held", lambda event: Event.objects.filter(pk=event.pk).update(state="approved")),
        ("not_there", lambda event: event.registrations.filter(name="Away")),
    ],
)
def test_before_the_event_took_place_or_for_the_absent_nothing_is_issued(
    event, paper, code, prepare
):
    found = prepare(event)
    event.refresh_from_db()
    keys = [one.pk for one in found] if code == "not_there" else []
    keys = keys or list(event.registrations.to_certify().values_list("pk", flat=True))

    with pytest.raises(DomainError) as refusal:
        certify(event, keys, paper)

    assert refusal.value.code == code
    assert not Certificate.objects.exists()


def test_nobody_receives_two(event, paper):
    first = event.registrations.to_certify().first()
    certify(event, [first.pk], paper)

    with pytest.raises(DomainError) as refusal:
        certify(event, [first.pk], paper)

    assert refusal.value.code == "certified"
    assert Certificate.objects.count() == 1


def test_an_officer_issues_them_on_the_page_of_the_event(
    client, unit, event, paper, django_capture_on_commit_callbacks
):
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    client.cookies["django_language"] = "en"
    address = reverse("events:certify", args=[event.pk])
    assert address in client.get(event.get_absolute_url()).content.decode()
    values = {name: it.pk for name, it in paper.items()}

    with django_capture_on_commit_callbacks(execute=True):
        begun = client.post(address, values)

    assert begun.status_code == 302, begun.context["form"].errors
    assert (Work.objects.get().done, Work.objects.get().refused) == (2, 0)
    assert address not in client.get(event.get_absolute_url()).content.decode()
    one = Registration.objects.get(name="Anna Meyer")
    page = client.get(one.get_absolute_url()).content.decode()
    assert one.certificate.get_absolute_url() in page
    again = client.post(address, values)
    assert again.status_code == 422
    assert "Nobody is left who was there" in again.content.decode()
