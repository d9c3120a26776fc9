"""A measure split: each cell says what a count of its records says, persons told apart."""

import pytest

from entente.figures.exploring import split
from entente.kit.measures import measure_named
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from tests.factories import make_unit
from tests.factories_mobility import make_stay
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db

DATES = ("2019", "2020", "2020-03", "2020-09-01", "2021", "2021-12-31", "2022-01", "2022")
KINDS, COUNTRIES = ("exchange", "visiting"), ("DE", "JP", "")
PERIODS = (
    Period.year(2020),
    Period.academic_year(2020),
    Period.in_all(on=Period.year(2026).last),
)


def explored(name, period, *by):
    measure = measure_named(name)
    return split(measure, measure.counted(), period, [measure.dimension(it) for it in by])


@pytest.fixture
def stays():
    home = make_unit()
    people = [make_person(home) for _person in range(5)]
    for at in range(24):
        make_stay(
            home,
            person=people[at * 7 % 5],
            kind=KINDS[at % 2],
            country=COUNTRIES[at % 3] or "FR",
            starts_on=DATES[at % 8],
            ends_on="2023",
            sure=True,
        )


@pytest.mark.usefixtures("stays")
@pytest.mark.parametrize("period", PERIODS, ids=lambda it: it.kind)
@pytest.mark.parametrize("name", ["students_outbound", "students_outbound_times"])
def test_a_cell_says_what_a_count_of_its_records_says(name, period):
    measure = measure_named(name)

    found = explored(name, period, "kind", "country")

    counted = {}
    for kind in KINDS:
        for country in ("DE", "JP", "FR"):
            rows = measure.counted().filter(measure.filtered({"kind": kind, "country": country}))
            if (number := measure.count(rows, period)) != Quantity(0, 0):
                counted[kind, country] = number
    assert found.cells == counted
    assert found.whole == measure.count(measure.counted(), period)


def test_who_went_to_two_countries_is_one_person_in_all():
    person = make_person(make_unit())
    for country, year in (("DE", "2021"), ("JP", "2022"), ("JP", "2020")):
        make_stay(person=person, country=country, starts_on=year, ends_on="2023", sure=True)

    found = explored("students_outbound", Period.in_all(on=Period.year(2026).last), "country")

    assert found.cells == {("DE", ""): Quantity(1, 1), ("JP", ""): Quantity(1, 1)}
    assert found.whole == Quantity(1, 1)


def test_more_cells_than_a_page_bears_are_cut_and_the_whole_is_not(monkeypatch):
    monkeypatch.setattr("entente.figures.exploring.MOST_GROUPS", 2)
    home = make_unit()
    for country in ("DE", "DE", "FR", "JP"):
        make_stay(home, country=country)

    for name in ("students_outbound", "students_outbound_times"):
        found = explored(name, Period.in_all(on=Period.year(2026).last), "country")

        assert found.cells == {("DE", ""): Quantity(2, 2), ("FR", ""): Quantity(1, 1)}
        assert (found.cut, found.whole) == (True, Quantity(4, 4))
