"""Patents and prizes: with whom, where they came from, what is counted."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.figures.counting import Question
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.office import roles
from entente.office.services import system_user
from entente.people import services as people
from entente.research import services
from entente.research.models import Achievement
from entente.research.parts import achievements_of_record, achievements_told_of_person
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person
from tests.factories_research import DAY, make_achievement, make_centre, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def counted(measure, unit, year, **filters):
    return Question(measure_named(measure), unit, filters).count(Period.year(year)).number


def test_what_cannot_be_is_refused_at_its_field():
    unit = make_unit()
    make_achievement(unit, number="ZL 2019 1 0000001.2")
    for values, field in (
        ({"title_zh": "", "title_en": ""}, "title_zh"),
        ({"applied_on": "2025-06", "granted_on": "2025-05"}, "granted_on"),
        ({"number": "zl201910000001.2"}, "number"),
    ):
        with pytest.raises(ValidationError) as refusal:
            make_achievement(unit, **values)
        assert field in refusal.value.error_dict
    with pytest.raises(DomainError, match="has not come yet"):
        make_achievement(unit, granted_on="2027")
    make_achievement(unit, kind="prize", number="ZL201910000001.2")


def test_a_partner_stands_once():
    partner = make_organisation()
    patent = make_achievement(partner=partner)

    with pytest.raises(ValidationError, match="a partner already"):
        services.add_achievement_partner(patent, by=system_user(), organisation=partner)


def test_granted_patents_and_prizes_with_a_partner_are_counted_in_their_year():
    unit, partner = make_unit(), make_organisation(country="DE")
    make_achievement(unit, partner=partner, granted_on="2024-05-01")
    make_achievement(unit, partner=partner, kind="utility", granted_on="2025-01")
    make_achievement(unit, partner=partner, granted_on=None, applied_on="2024")
    make_achievement(unit, partner=partner, kind="software", granted_on="2024")
    make_achievement(unit, granted_on="2024")
    make_achievement(unit, partner=partner, kind="prize", granted_on="2024")

    assert counted("joint_patents", unit, 2024, country="DE") == Quantity(1, 1)
    assert counted("joint_patents", unit, 2025) == Quantity(1, 1)
    assert counted("joint_prizes", unit, 2024) == Quantity(1, 1)
    assert counted("joint_prizes", unit, 2025) == Quantity(0, 0)


def test_it_stands_beside_the_project_and_laboratory_it_came_from(officer):
    centre, project = make_centre(officer.unit), make_project(officer.unit)
    patent = make_achievement(officer.unit, centre=centre, project=project)

    for record in (centre, project):
        part = achievements_of_record(record, officer)
        assert part.context["achievements"] == [patent]
    assert achievements_of_record(patent, officer) is None


def test_a_person_is_told_of_it_and_erased_from_it():
    person = make_person()
    patent = make_achievement(person.unit, person=person, holders="Li Wei\nAnna Roth")
    assert achievements_told_of_person(person).rows

    people.erase_person(person, by=system_user(), reason="asked")

    patent.refresh_from_db()
    assert patent.holders == ""
    assert patent.title_en


def test_an_officer_enters_changes_and_removes_a_patent(client, officer):
    partner = make_organisation("Delft University of Technology")
    values = {
        "kind": "invention",
        "title_zh": "一种方法",
        "number": "ZL 2020 1",
        "holders": "李伟\nAnna Roth",
        "granted_on": "2024-05",
        "unit": officer.unit.pk,
    }
    made = client.post(reverse("research:enter_achievement"), values)
    assert made.status_code == 302, made.context["form"].errors
    patent = Achievement.objects.get()
    assert patent.number == "ZL20201"
    add = reverse("research:add_achievement_partner", args=[patent.pk])
    assert client.post(add, {"organisation": partner.pk}).status_code == 302
    page = client.get(patent.get_absolute_url()).content.decode()
    assert "Delft University of Technology" in page
    assert "Anna Roth" in page
    change = reverse("research:change_achievement", args=[patent.pk])
    late = client.post(change, values | {"granted_on": "2999", "version": patent.version})
    assert late.status_code == 422
    fine = client.post(change, values | {"grade": "A", "version": patent.version})
    assert fine.status_code == 302, fine.context["form"].errors
    listed = client.get(reverse("research:achievements"), {"partner": partner.pk})
    assert "一种方法" in listed.content.decode()
    off = reverse("research:remove_achievement_partner", args=[patent.partners.get().pk])
    assert client.post(off).status_code == 302
    gone = client.post(reverse("research:remove_achievement", args=[patent.pk]))
    assert gone.headers["Location"] == reverse("research:achievements")
    assert not Achievement.objects.exists()


def test_the_list_asks_as_often_for_one_as_for_many(client, officer):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("research:achievements")).status_code == 200
        return len(asked)

    make_achievement(officer.unit, partner=make_organisation(), on=DAY)
    queries()
    one = queries()
    for _number in range(9):
        make_achievement(officer.unit, partner=make_organisation())
    assert queries() == one
