"""Pages of experts, as an officer fills them in."""

import datetime

import pytest
from django.urls import reverse

from entente.experts import services
from entente.experts.models import Cost, Engagement
from entente.experts.parts import occasions, to_end, written_about
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_experts import make_engagement
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def send(client, name, record, **values):
    return client.post(reverse(f"experts:{name}", args=[record.pk]), values)


def test_from_the_plan_to_the_summary(client, officer):
    person, home = make_person(officer.unit), make_organisation()
    values = {
        "kind": "short_project",
        "person": person.pk,
        "organisation": home.pk,
        "topic_en": "Rock mechanics",
        "starts_on": "2026-03",
        "grant_name": "Project fund",
        "grant_amount": "10000",
        "unit": officer.unit_id,
    }
    answer = client.post(reverse("experts:plan"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    engagement = Engagement.objects.get()
    for step in ("invite", "contract", "arrive"):
        assert send(client, step, engagement).status_code == 302
    send(client, "add_stay", engagement, starts_on="2026-03-01", ends_on="2026-03-10")
    send(client, "add_lecture", engagement, title_en="Faults", held_on="2026-03-02", audience=60)
    money = {"amount": "1500", "currency": "USD", "rate": "7.2", "rate_on": "2026-03-01"}
    send(client, "add_cost", engagement, what="Flight", **money)
    assert send(client, "end", engagement, last_day="2026-03-10").status_code == 302
    send(client, "sum_up", engagement, summary_en="One lecture was given.")

    page = client.get(engagement.get_absolute_url())

    words = page.content.decode()
    assert page.context["years"] == [(2026, 10, 30)]
    assert "10,800.00 of 10,000.00 yuan: more than was granted." in words
    assert "Faults" in words
    assert "One lecture was given." in words
    for record in (person, home):
        assert "Rock mechanics" in client.get(record.get_absolute_url()).content.decode()


def test_bad_input_is_said_at_its_field_and_nothing_is_half_saved(client, officer):
    engagement = make_engagement(officer.unit, state="contracted")

    beyond = send(client, "add_stay", engagement, starts_on="2026-01-01", ends_on="2026-01-31")
    turned = send(client, "add_stay", engagement, starts_on="2026-01-09", ends_on="2026-01-01")
    money = {"what": "Flight", "amount": "10", "currency": "USD", "rate": "7"}
    undated = send(client, "add_cost", engagement, **money)
    untitled = send(client, "add_lecture", engagement, held_on="2026-01-02")

    assert list(beyond.context["form"].errors) == ["ends_on"]
    assert list(turned.context["form"].errors) == ["ends_on"]
    assert list(undated.context["form"].errors) == ["rate_on"]
    assert untitled.status_code == 422
    parts = (engagement.stays, engagement.lectures, engagement.costs)
    assert [part.count() for part in parts] == [0, 0, 0]


def test_parts_are_changed_and_taken_off(client, officer):
    engagement, by = make_engagement(officer.unit), system_user()
    cost = services.add_cost(engagement, by=by, what="Hotel", amount=100)
    stay = services.add_stay(engagement, by=by, starts_on=DAY(2026, 1, 1), ends_on=DAY(2026, 1, 2))

    values = {"what": "Two nights", "amount": "90", "currency": "CNY", "rate": "1", "version": 1}
    assert send(client, "change_cost", cost, **values).status_code == 302
    assert send(client, "remove_stay", stay).status_code == 302

    assert Cost.objects.get().what == "Two nights"
    assert engagement.stays.count() == 0


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_engagement(officer.unit, organisation=make_organisation())
    client.get(reverse("experts:engagements"))

    with django_assert_num_queries(8):
        page = client.get(reverse("experts:engagements"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 2])
def test_the_page_costs_the_same_however_much_belongs_to_it(
    client, officer, count, django_assert_num_queries
):
    engagement, by = make_engagement(officer.unit, organisation=make_organisation()), system_user()
    for number in range(1, count + 1):
        day = DAY(2026, 1, number)
        services.add_stay(engagement, by=by, starts_on=day, ends_on=day)
        services.add_lecture(engagement, by=by, title_en="One", held_on=day)
        services.add_cost(engagement, by=by, what="Hotel", amount=100)
    client.get(engagement.get_absolute_url())

    with django_assert_num_queries(22):
        client.get(engagement.get_absolute_url())


def test_another_units_engagement_is_not_found(client, officer):
    theirs = make_engagement()

    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_engagements_are_found_by_kind_home_and_day(client, officer):
    home = make_organisation()
    make_engagement(officer.unit, topic_en="One", organisation=home)
    make_engagement(officer.unit, topic_en="Two", kind="lecturer", state="contracted")

    def listed(query):
        page = client.get(f"{reverse('experts:engagements')}?{query}")
        return [row.title for row in page.context["rows"]]

    assert listed(f"partner={home.pk}") == ["One"]
    assert listed("kind=lecturer") == ["Two"]
    assert listed("now=overdue") == ["Two"]


def test_work_list_calendar_and_letters_know_the_engagement(officer):
    engagement = make_engagement(officer.unit, state="contracted", organisation=make_organisation())
    services.add_stay(
        engagement, by=system_user(), starts_on=DAY(2026, 1, 5), ends_on=DAY(2026, 1, 9)
    )

    assert [item.url for item in to_end(officer, DAY(2026, 7, 1)).items] == [
        engagement.get_absolute_url()
    ]
    assert [it.on for it in occasions(officer, DAY(2026, 1, 1), DAY(2026, 1, 31))] == [
        DAY(2026, 1, 5)
    ]
    subject = written_about()
    told = {field.name: field.value(engagement) for field in subject.fields}
    assert told["expert_en"] == engagement.person.name_en
    assert told["topic_zh"] == engagement.topic_zh
    [addressee] = subject.addressees(engagement, officer)
    assert addressee.record == engagement.person
