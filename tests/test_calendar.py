"""The calendar of everything: a month, a day, one unit and those below it."""

import pytest
from django.utils import timezone

from entente.kit import occasions
from entente.office import roles
from tests.factories import make_staff, make_unit
from tests.factories_partnerships import make_agreement
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db

DAY = "2027-05-04"


@pytest.fixture
def home():
    return make_unit(name_en="Home University")


@pytest.fixture
def reader(client, home):
    client.force_login(make_staff(roles.OFFICER, unit=home, language="en"))
    client.cookies["django_language"] = "en"
    return client


def ending(unit, number):
    for at in range(number):
        make_agreement(
            unit, state="in_force", ends_on=DAY, starts_on="2020", title_en=f"Agreement {at}"
        )


def test_a_day_of_the_month_shows_six_and_leads_to_all(reader, home):
    ending(home, 8)

    month = reader.get("/calendar/?month=2027-05").content.decode()
    day = reader.get(f"/calendar/?day={DAY}").content.decode()

    assert month.count("Agreement ends") == 6
    assert f'href="?day={DAY}"' in month
    assert "2 more" in month
    assert day.count("Agreement ends") == 8


def test_of_very_many_each_day_shows_a_few_and_counts_the_others(reader, home, monkeypatch):
    monkeypatch.setattr(occasions, "AT_ONCE", 5)
    monkeypatch.setattr(occasions, "A_DAY", 3)
    for day, number in (("2027-05-04", 5), ("2027-05-20", 2)):
        for at in range(number):
            make_visit(home, starts_on=day, ends_on=day, title_en=f"Guests {at}")
    make_visit(home, starts_on="2027-07-20", ends_on=None, title_en="Guests of summer")

    month = reader.get("/calendar/?month=2027-05").content.decode()
    day = reader.get("/calendar/?day=2027-05-04").content.decode()

    assert [month.count(f"Guests {at}<") for at in range(5)] == [2, 2, 1, 0, 0]
    assert "2 more" in month
    assert "Guests of summer" not in month
    assert [day.count(f"Guests {at}<") for at in range(5)] == [1] * 5


def test_the_calendar_of_a_unit_has_that_unit_and_those_below(reader, home):
    school = make_unit(home, name_en="School of Mines")
    below = make_unit(school, name_en="Institute of Rocks")
    ending(home, 1)
    ending(school, 2)
    ending(below, 3)

    def counted(unit):
        page = reader.get(f"/calendar/?day={DAY}&unit={unit}").content.decode()
        return page.count("Agreement ends")

    assert [counted(it.pk) for it in (home, school, below)] == [6, 5, 3]
    assert counted("nonsense") == 6


def test_a_unit_of_another_institution_is_no_choice(reader, home):
    other = make_unit(name_en="Other University")
    ending(other, 1)

    page = reader.get(f"/calendar/?day={DAY}&unit={other.pk}").content.decode()

    assert "Agreement ends" not in page
    assert "Nothing falls on this day." in page


def test_a_coordinator_who_narrows_sees_no_more_than_before(client, home):
    school = make_unit(home)
    ending(home, 1)
    ending(school, 1)
    client.force_login(make_staff(roles.COORDINATOR, unit=school, language="en"))
    client.cookies["django_language"] = "en"

    for unit in ("", home.pk, school.pk):
        page = client.get(f"/calendar/?day={DAY}&unit={unit}").content.decode()
        assert page.count("Agreement ends") == 1


@pytest.mark.parametrize("day", ["2027-02-30", "tomorrow", ""])
def test_a_day_that_is_none_has_no_page(reader, day):
    assert reader.get(f"/calendar/?day={day}").status_code == 404


@pytest.mark.parametrize("month", ["", "2027-13", "0-0", "May"])
def test_a_month_that_is_none_is_this_one(reader, month):
    today = timezone.localdate()

    page = reader.get(f"/calendar/?month={month}").content.decode()

    assert f'<time datetime="{today:%Y-%m}-01"' in page
