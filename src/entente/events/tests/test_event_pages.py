"""Pages of events, as an officer and a head fill them in."""

import datetime

import pytest
from django.urls import reverse

from entente.events import services
from entente.events.models import Event
from entente.events.parts import occasions, to_confirm, to_decide
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_events import DOSSIER, TODAY, make_event
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def send(client, name, record, **values):
    return client.post(reverse(f"events:{name}", args=[record.pk]), values)


def test_from_the_draft_to_the_report(client, officer):
    partner = make_organisation()
    values = DOSSIER | {
        "kind": "conference",
        "title_zh": "大气科学国际会议",
        "title_en": "Atmospheres",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-04",
        "unit": officer.unit_id,
    }
    answer = client.post(reverse("events:draft"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    event = Event.objects.get()
    send(client, "add_host", event, organisation=partner.pk, role="host")
    for country in ("JP", "DE"):
        send(client, "add_country", event, country=country, expected=4)
    assert send(client, "file", event).status_code == 302
    words = client.get(event.get_absolute_url()).content.decode()
    assert "International" in words
    assert "days late" in words

    head = make_staff(roles.HEAD, unit=officer.unit, language="en")
    client.force_login(head)
    assert send(client, "approve", event, approval_number="2026-12").status_code == 302
    client.force_login(officer)
    held = send(client, "hold", event, came_total=80, came_foreign=9, report_en="It went well.")
    assert held.status_code == 302

    words = client.get(event.get_absolute_url()).content.decode()
    assert "It went well." in words
    assert "2026-12" in words
    assert "Atmospheres" in client.get(partner.get_absolute_url()).content.decode()


def test_bad_input_is_said_and_nothing_is_half_saved(client, officer):
    event = make_event(officer.unit)

    nobody = send(client, "add_host", event, role="host")
    nowhere = send(client, "add_country", event, country="XX")
    turned = send(
        client,
        "change",
        event,
        kind="conference",
        title_en="A",
        starts_on="2026-03-04",
        ends_on="2026-03-01",
        unit=officer.unit_id,
        version=event.version,
    )
    unfiled = send(client, "file", event)

    assert list(nobody.context["form"].errors) == ["organisation"]
    assert list(nowhere.context["form"].errors) == ["country"]
    assert list(turned.context["form"].errors) == ["ends_on"]
    assert unfiled.status_code == 422
    assert "The dossier states: Place." in unfiled.content.decode()
    event.refresh_from_db()
    assert (event.state, event.hosts.count(), event.countries.count()) == ("draft", 0, 0)


def test_an_officer_does_not_decide_and_a_filed_dossier_is_not_edited(client, officer):
    event = make_event(officer.unit, state="filed")

    assert client.get(reverse("events:approve", args=[event.pk])).status_code == 403
    page = client.get(event.get_absolute_url())

    assert reverse("events:change", args=[event.pk]) not in page.content.decode()
    assert reverse("events:revise", args=[event.pk]) in page.content.decode()


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_event(officer.unit)
    client.get(reverse("events:events"))

    with django_assert_num_queries(8):
        page = client.get(reverse("events:events"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_much_belongs_to_it(
    client, officer, count, django_assert_num_queries
):
    hosts = [{"organisation": make_organisation(), "role": "host"} for _ in range(count)]
    countries = ("JP", "DE", "FR")[:count]
    event = make_event(officer.unit, full=True, hosts=hosts, countries=countries, kind="contest")
    client.get(event.get_absolute_url())

    with django_assert_num_queries(16):
        client.get(event.get_absolute_url())


def test_another_units_event_is_not_found(client, officer):
    assert client.get(make_event().get_absolute_url()).status_code == 404


def test_events_are_found_by_kind_scope_host_and_day(client, officer):
    partner = make_organisation()
    host = {"organisation": partner, "role": "host"}
    make_event(officer.unit, title_en="One", hosts=(host,), countries=("JP", "DE"))
    make_event(
        officer.unit,
        title_en="Two",
        kind="contest",
        state="approved",
        starts_on="2025-03",
        ends_on=None,
    )

    def listed(query):
        page = client.get(f"{reverse('events:events')}?{query}")
        return [row.title for row in page.context["rows"]]

    assert listed(f"partner={partner.pk}") == ["One"]
    assert listed("scope=yes") == ["One"]
    assert listed("kind=contest") == ["Two"]
    assert listed("now=overdue") == ["Two"]


def test_work_lists_and_the_calendar_know_the_event(officer):
    filed = make_event(officer.unit, state="filed")
    approved = make_event(officer.unit, state="approved")
    head = make_staff(roles.HEAD, unit=officer.unit)

    assert to_decide(officer, TODAY) is None
    assert [it.url for it in to_decide(head, TODAY).items] == [filed.get_absolute_url()]
    own = make_event(officer.unit, full=True)
    services.file_event(own, by=head, on=TODAY)
    assert [it.url for it in to_decide(head, TODAY).items] == [filed.get_absolute_url()]
    assert [it.url for it in to_confirm(officer, DAY(2026, 10, 15)).items] == [
        approved.get_absolute_url()
    ]
    services.cancel_event(approved, by=system_user(), on=TODAY, reason="Typhoon")
    found = occasions(officer, DAY(2026, 10, 1), DAY(2026, 10, 31))
    assert {it.url for it in found} == {filed.get_absolute_url(), own.get_absolute_url()}
