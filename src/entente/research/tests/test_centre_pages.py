"""Pages of joint laboratories and centres, as an officer fills them in."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from entente.kit.parts import BriefSubject
from entente.office import roles
from entente.office.services import system_user
from entente.organisations.models import Organisation
from entente.research import services
from entente.research.models import JointCentre
from entente.research.parts import kept_together, of_agreement, told_of_person
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person
from tests.factories_research import DAY, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def send(client, name, record, **values):
    return client.post(reverse(f"research:{name}", args=[record.pk]), values)


def test_from_the_plan_to_the_evaluation_and_the_pages_of_all_it_touches(client, officer):
    partner, person = make_organisation(), make_person(officer.unit)
    agreement = make_agreement(officer.unit, partner=partner)
    values = {
        "kind": "laboratory",
        "level": "national",
        "name_en": "Laboratory for Slow Metals",
        "agreement": agreement.pk,
        "unit": officer.unit_id,
    }
    answer = client.post(reverse("research:plan_centre"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    centre = JointCentre.objects.get()
    send(client, "add_partner", centre, organisation=partner.pk, role="founder", since="2024")
    send(client, "add_director", centre, person=person.pk, organisation=partner.pk)
    assert send(client, "found", centre, founded_on="2024-09").status_code == 302
    send(client, "add_evaluation", centre, held_on="2025-10", result="good", evaluated_by="MOST")

    page = client.get(centre.get_absolute_url())

    words = page.content.decode()
    assert page.context["due"].due_on == datetime.date(2028, 10, 31)
    for said in ("MOST", "good", "2024-09", str(partner.name_en), "founded it with us"):
        assert said in words
    for record in (partner, person):
        page = client.get(record.get_absolute_url()).content.decode()
        assert "Laboratory for Slow Metals" in page
    assert of_agreement(agreement, officer).context["centres"] == [centre]


def test_bad_input_is_said_at_its_field_and_nothing_is_half_saved(client, officer):
    centre = make_centre(officer.unit, partner=make_organisation(), founded="2020")
    partner = centre.partners.get()

    nameless = client.post(
        reverse("research:plan_centre"), {"kind": "laboratory", "unit": officer.unit_id}
    )
    again = send(client, "add_partner", centre, organisation=partner.organisation_id, role="member")
    other, role = make_organisation().pk, "member"
    turned = send(
        client, "add_partner", centre, organisation=other, role=role, since="2021", until="2020"
    )
    stranger = send(
        client, "add_director", centre, person=make_person(officer.unit).pk, organisation=other
    )
    early = send(client, "add_evaluation", centre, held_on="2019", result="good")
    later = timezone.localdate().year + 1
    closed = send(client, "close", centre, closed_on=str(later), reason="Ends")

    assert list(nameless.context["form"].errors) == ["name_zh"]
    assert again.status_code == 422
    assert "It is a partner already." in again.content.decode()
    assert list(turned.context["form"].errors) == ["until"]
    assert list(stranger.context["form"].errors) == ["organisation"]
    assert list(early.context["form"].errors) == ["held_on"]
    assert list(closed.context["form"].errors) == ["closed_on"]
    assert JointCentre.objects.get().state == "running"
    parts = (centre.partners, centre.directors, centre.evaluations)
    assert [part.count() for part in parts] == [1, 0, 0]


def test_parts_are_changed_and_taken_off(client, officer):
    by, centre = system_user(), make_centre(officer.unit, partner=make_organisation())
    partner = centre.partners.get()
    director = services.add_director(centre, by=by, person=make_person(officer.unit))
    services.found_centre(centre, by=by, on=DAY)
    evaluation = services.add_evaluation(centre, by=by, on=DAY, held_on="2025", result="good")

    values = {"organisation": partner.organisation_id, "role": "funder", "version": 1}
    assert send(client, "change_partner", partner, **values).status_code == 302
    values = {"person": director.person_id, "since": "2021", "version": 1}
    assert send(client, "change_director", director, **values).status_code == 302
    values = {"held_on": "2025-03", "result": "rectify", "version": 1}
    assert send(client, "change_evaluation", evaluation, **values).status_code == 302
    said = client.get(centre.get_absolute_url()).content.decode()
    assert all(words in said for words in ("pays for it", "2021", "to be put right"))

    for name, part in (
        ("remove_evaluation", evaluation),
        ("remove_director", director),
        ("remove_partner", partner),
    ):
        assert send(client, name, part).status_code == 302
    parts = (centre.partners, centre.directors, centre.evaluations)
    assert [part.count() for part in parts] == [0, 0, 0]


def test_it_is_edited_and_closed_or_given_up(client, officer):
    running = make_centre(officer.unit, founded="2020")
    planned = make_centre(officer.unit)

    form = client.get(reverse("research:change_centre", args=[running.pk])).context["form"]
    assert form.initial["unit"] == officer.unit_id
    values = {"kind": "centre", "name_en": "Renamed", "founded_on": "2020", "version": 2}
    send(client, "change_centre", running, unit=officer.unit_id, **values)
    send(client, "close", running, closed_on="2025-12", reason="The money ran out")
    send(client, "drop", planned, reason="No partner came")

    rows = JointCentre.objects.order_by("pk").values_list("name_en", "kind", "state", "reason")
    assert rows[0] == ("Renamed", "centre", "closed", "The money ran out")
    assert rows[1][2:] == ("dropped", "No partner came")


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_centre(officer.unit, partner=make_organisation(), founded="2020")
    client.get(reverse("research:centres"))

    with django_assert_num_queries(9):
        page = client.get(reverse("research:centres"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 2])
def test_the_page_costs_the_same_however_much_belongs_to_it(
    client, officer, count, django_assert_num_queries
):
    centre, by = make_centre(officer.unit, founded="2020"), system_user()
    for number in range(count):
        services.add_partner(centre, by=by, organisation=make_organisation())
        services.add_director(centre, by=by, person=make_person(officer.unit))
        services.add_evaluation(centre, by=by, on=DAY, held_on=f"202{number + 1}", result="good")
    client.get(centre.get_absolute_url())

    with django_assert_num_queries(21):
        client.get(centre.get_absolute_url())


def test_another_units_laboratory_is_not_found(client, officer):
    theirs = make_centre(partner=make_organisation())

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert send(client, "change_partner", theirs.partners.get()).status_code == 404
    assert theirs.name_en not in client.get(reverse("research:centres")).content.decode()


def test_they_are_found_by_kind_level_partner_and_what_is_missing(client, officer):
    faculty = make_organisation(parent=make_organisation())
    make_centre(officer.unit, name_en="One", partner=faculty)
    make_centre(officer.unit, name_en="Two", kind="centre", level="national", founded="2020")

    def listed(query):
        page = client.get(f"{reverse('research:centres')}?{query}")
        return [row.title for row in page.context["rows"]]

    assert listed(f"partner={faculty.parent_id}") == ["One"]
    assert listed("kind=centre") == listed("level=national") == listed("state=running") == ["Two"]
    assert listed("missing=partner") == ["Two"]


def test_a_brief_and_the_data_of_a_person_tell_of_it(officer):
    partner, person = make_organisation(), make_person(officer.unit)
    centre = make_centre(officer.unit, partner=partner, founded="2020")
    services.add_director(centre, by=system_user(), person=person, since="2021")

    subject = BriefSubject(
        partner.name_zh, partner.name_en, Organisation.objects.filter(pk=partner.pk)
    )
    [section] = kept_together(subject, officer, DAY)
    assert section.rows[0][0] == str(centre.name)
    [told] = told_of_person(person).plain()
    assert (told["centre"], told["since"]) == (str(centre.name), "2021")
    assert told_of_person(make_person()) is None
