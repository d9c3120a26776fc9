"""Pages of visits, as an officer fills them in."""

import pytest
from django.urls import reverse

from entente.office import roles
from entente.visits.models import Outcome, Visit
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def send(client, name, record, **values):
    return client.post(reverse(f"visits:{name}", args=[record.pk]), values)


def test_from_the_plan_to_what_it_led_to(client, officer):
    partner = make_organisation(country="KR")
    values = {
        "way": "in",
        "title_en": "From Pohang",
        "starts_on": "2026-03",
        "unit": officer.unit_id,
    }
    assert client.post(reverse("visits:plan"), values).status_code == 302
    visit = Visit.objects.get()
    names = "Ann Smith, Dean\nBob Lee，Professor"
    answer = send(client, "add_delegates", visit, organisation=partner.pk, names=names, number=14)
    assert answer.status_code == 302, answer.context["form"].errors
    assert send(client, "confirm_visit", visit).status_code == 302
    send(client, "add_outcome", visit, kind="memorandum", text_en="A memorandum")
    agreement = make_agreement(officer.unit, partner=partner)
    assert (
        send(client, "keep_outcome", Outcome.objects.get(), agreement=agreement.pk).status_code
        == 302
    )

    page = client.get(visit.get_absolute_url())

    words = page.content.decode()
    assert "Bob Lee" in words
    assert "Professor" in words
    assert page.context["institutions"] == 1
    assert len(page.context["delegates"]) == 14
    assert str(agreement.title) in words
    assert "From Pohang" in client.get(partner.get_absolute_url()).content.decode()


def test_bad_input_is_said_at_its_field_and_nothing_is_half_saved(client, officer):
    visit = make_visit(officer.unit, way="in", delegates=())

    nobody = send(client, "add_delegates", visit)
    days = {"starts_on": "2026-03", "ends_on": "2026-02", "unit": officer.unit_id}
    turned = send(client, "change", visit, way="in", title_en="A", **days)
    outside = send(client, "add_stop", visit, country="JP", starts_on="2026-04-01")
    nothing = send(client, "add_outcome", visit, kind="intent")

    assert list(nobody.context["form"].errors) == ["number"]
    assert "ends_on" in turned.context["form"].errors
    assert list(outside.context["form"].errors) == ["starts_on"]
    assert nothing.status_code == 422
    assert (visit.delegates.count(), visit.stops.count(), visit.outcomes.count()) == (0, 0, 0)


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_visit(officer.unit, way="in", delegates=[(make_organisation(), 2)])
    client.get(reverse("visits:visits"))

    with django_assert_num_queries(8):
        page = client.get(reverse("visits:visits"))

    assert len(page.context["rows"]) == count
    assert '<td class="n" data-label="Person-times">2</td>' in page.context["rows"][0].cells


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_however_many_belong_to_it(
    client, officer, count, django_assert_num_queries
):
    visit = make_visit(
        officer.unit, way="in", delegates=[(make_organisation(), 1) for _ in range(count)]
    )
    client.get(visit.get_absolute_url())

    with django_assert_num_queries(15):
        client.get(visit.get_absolute_url())


def test_visits_are_found_by_partner_state_and_day(client, officer):
    partner = make_organisation()
    make_visit(officer.unit, title_en="One", way="in", delegates=[(partner, 1)])
    make_visit(officer.unit, title_en="Two", done=True)

    def listed(query):
        page = client.get(f"{reverse('visits:visits')}?{query}")
        return [row.title for row in page.context["rows"]]

    assert listed(f"partner={partner.pk}") == ["One"]
    assert listed("way=out") == ["Two"]
    assert listed("state=done") == ["Two"]
    assert listed("now=overdue") == ["One"]
    assert listed("now=today") == []
