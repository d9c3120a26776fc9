"""Who of ours is abroad on a day: from stays and delegations, with what is not certain."""

import datetime

import pytest
from django.utils import timezone

from entente.office import roles
from entente.office.services import system_user
from entente.visits import services
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db

today = timezone.localdate


def around(before=10, after=10):
    return {
        "starts_on": str(today() - datetime.timedelta(days=before)),
        "ends_on": str(today() + datetime.timedelta(days=after)),
        "state": "under_way",
    }


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(client, unit):
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    client.cookies["django_language"] = "en"
    return client


def doubts(client, country, **asked):
    context = client.get("/abroad/", {"country": country} | asked).context
    return [(str(one.name), str(one.doubt)) for one in context["people"]]


def test_two_clicks_lead_to_everybody_in_a_country_with_how_to_reach_them(officer, unit):
    person = make_person(
        unit, name_zh="王小明", email="wang@example.org", phone="+86 138 0000 0000"
    )
    make_stay(person=person, country="JP", **around())
    make_stay(unit, country="KR", **around())

    overview = officer.get("/abroad/").context["countries"]
    assert [(code, number) for _name, code, number, _doubt in overview] == [("JP", 1), ("KR", 1)]
    page = officer.get("/abroad/?country=JP")
    assert "mailto:wang@example.org" in page.text
    assert 'href="tel:+8613800000000"' in page.text
    assert page.context["mail_all"] == "mailto:?bcc=wang@example.org"


def test_what_is_not_certain_says_why(officer, unit):
    middle, here = today().replace(day=15), around(before=40, after=40)
    for name, values in {
        "Jia": here,
        "Yi": here | {"state": "planned"},
        "Bing": around(before=80, after=-35),
        "Ding": here | {"starts_on": str(today())[:7]},
        "Wu": around(before=80, after=-35) | {"state": "done"},
        "Ji": here | {"direction": "inbound"},
        "Geng": here | {"state": "not_taken", "reason": "ill"},
    }.items():
        person = make_person(unit, name_zh="", family_name=name, given_name="")
        make_stay(person=person, country="JP", **values)

    assert sorted(doubts(officer, "JP", on=str(middle))) == [
        ("Bing", "return not confirmed"),
        ("Ding", "days not exact"),
        ("Jia", ""),
        ("Yi", "departure not confirmed"),
    ]


def test_who_is_to_be_back_by_a_day_to_come_is_not_listed_for_it(officer, unit):
    make_stay(unit, country="JP", **around(after=5))
    later = str(today() + datetime.timedelta(days=20))
    assert doubts(officer, "JP", on=later) == []
    assert len(doubts(officer, "JP", on="nonsense")) == 1


def test_a_delegation_is_where_its_stop_of_the_day_is(officer, unit):
    days = around()
    visit = make_visit(unit, starts_on=days["starts_on"], ends_on=days["ends_on"])
    for country, first in (("KR", -10), ("JP", -2)):
        begins = today() + datetime.timedelta(days=first)
        services.add_stop(
            visit,
            by=system_user(),
            organisation=make_organisation(country=country),
            starts_on=str(begins),
            ends_on=str(begins + datetime.timedelta(days=5)),
        )

    assert [doubt for _name, doubt in doubts(officer, "JP")] == [""]
    assert doubts(officer, "KR") == []


def test_others_see_nobody_of_this_institution(client, unit):
    make_stay(unit, country="JP", **around())
    client.force_login(make_staff(roles.OFFICER, unit=make_unit()))
    assert client.get("/abroad/").context["number"] == 0


def test_the_list_is_handed_out_as_a_workbook(officer, unit):
    make_stay(unit, country="JP", **around())
    answer = officer.get("/abroad/?country=JP&form=xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.getvalue()[:2] == b"PK"


def test_the_number_of_questions_does_not_grow_with_the_number_of_people(
    officer, unit, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(60) as asked:
            officer.get("/abroad/?country=JP")
        return len(asked)

    make_stay(unit, country="JP", **around())
    asked()
    few = asked()
    for _time in range(4):
        make_stay(unit, country="JP", **around())
    assert asked() == few
