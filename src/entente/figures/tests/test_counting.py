"""What a figure comes to: records and tallies, nothing twice, nothing guessed."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from entente.figures import services
from entente.figures.counting import Question, count_figure
from entente.kit.errors import DomainError
from entente.kit.measures import Falls, Kind, measure_named, measures
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.office import services as office
from entente.partnerships import services as partnerships
from tests.factories import make_unit
from tests.factories_consortia import make_consortium, make_member
from tests.factories_figures import DAY, make_figure, make_tally
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_research import make_centre

pytestmark = pytest.mark.django_db


def count(measure, unit, period, **filters):
    return Question(measure_named(measure), unit, filters).count(period).number


def signed(unit, signed_on, **values):
    return make_agreement(unit, state="in_force", signed_on=signed_on, on=DAY, **values)


# --- Measures -------------------------------------------------------------------------------------


def test_every_measure_is_complete():
    for measure in measures():
        assert measure.label
        assert measure.definition
        if measure.rows is not None:
            assert measure.when is not None
            assert measure.watches
            assert measure.permission


@pytest.mark.parametrize("measure", [it for it in measures() if it.rows], ids=lambda it: it.name)
def test_every_measure_with_records_can_be_counted_and_split(measure):
    unit = make_unit()
    period = Period.as_of(DAY) if measure.kind is Kind.STOCK else Period.year(2026)

    assert count(measure.name, unit, period) == Quantity(0, 0)
    for dimension in measure.dimensions:
        rows = measure.counted().order_by().values(by=dimension.value()).distinct()
        assert list(rows) == []
        value = "2026" if dimension.is_year else "1" if dimension.record else "CA"
        assert list(measure.counted().filter(dimension.keep(value))) == []


def test_agreements_in_force_are_counted_for_the_unit_and_what_lies_below():
    home = make_unit()
    school = make_unit(home)
    signed(home, "2020-05-01")
    signed(school, "2021")
    signed(make_unit(), "2020-05-01")

    assert count("agreements_in_force", home, Period.as_of(DAY)) == Quantity(2, 2)
    assert count("agreements_in_force", school, Period.as_of(DAY)) == Quantity(1, 1)


def test_a_date_known_as_a_year_gives_bounds_and_no_guess():
    unit = make_unit()
    signed(unit, "2020")
    signed(unit, "2020-03-01")
    half = Period(datetime.date(2020, 1, 1), datetime.date(2020, 6, 30))

    assert count("agreement_signed", unit, half) == Quantity(1, 2)
    assert count("agreement_signed", unit, Period.year(2020)) == Quantity(2, 2)


def test_partners_are_counted_once_each_and_narrowed_by_country():
    unit = make_unit()
    waterloo = make_organisation(country="CA")
    for partner in (waterloo, waterloo, make_organisation(country="GB")):
        signed(unit, "2020-05-01", partner=partner)

    assert count("partners", unit, Period.as_of(DAY)) == Quantity(2, 2)
    assert count("partner_countries", unit, Period.as_of(DAY)) == Quantity(2, 2)
    assert count("partners", unit, Period.as_of(DAY), country="CA") == Quantity(1, 1)


def test_agreements_within_one_country_do_not_count():
    unit = make_unit()
    signed(unit, "2020-05-01", domestic=True)

    assert count("agreements_in_force", unit, Period.as_of(DAY)) == Quantity(0, 0)


def test_a_member_of_whom_only_the_year_is_known_counts_surely_from_the_next():
    consortium = make_consortium()
    make_member(consortium, joined_on="2012")

    def on(day):
        return count("consortium_members", consortium.unit, Period.as_of(day))

    assert on(datetime.date(2011, 12, 31)) == Quantity(0, 0)
    assert on(datetime.date(2012, 6, 1)) == Quantity(0, 1)
    assert on(datetime.date(2013, 1, 1)) == Quantity(1, 1)


def test_without_a_date_a_record_can_fall_into_any_period():
    rule = Falls("signed_on")

    assert "isnull" in str(rule.possibly(Period.year(2020)))
    assert "isnull" not in str(rule.surely(Period.year(2020)))


# --- Tallies --------------------------------------------------------------------------------------


def test_a_tally_and_later_records_are_added_and_stay_open():
    unit = make_unit()
    make_tally(unit, measure="agreement_signed", counted_in="agreements")
    signed(unit, "2021-03-04")

    found = count("agreement_signed", unit, Period(datetime.date(2016, 1, 1), DAY))

    assert found == Quantity(802, None)


def test_a_record_in_the_time_of_a_tally_is_not_counted_again():
    unit = make_unit()
    make_tally(unit, measure="agreement_signed", counted_in="agreements", comparator="=", low=5)
    signed(unit, "2018-03-04")
    signed(unit, "2021-03-04")
    question = Question(measure_named("agreement_signed"), unit, {})

    counted = question.count(Period(datetime.date(2016, 1, 1), DAY))

    assert (counted.number, counted.records, counted.spoken_for) == (
        Quantity(6, 6),
        Quantity(1, 1),
        1,
    )
    assert question.counted_rows(counted.period).count() == 1


def test_a_tally_over_records_is_refused_and_says_where_to_part_it():
    unit = make_unit()
    signed(unit, "2019-03-04")

    with pytest.raises(DomainError) as refusal:
        make_tally(unit, measure="agreement_signed", counted_in="agreements")

    assert "2019-03-03" in refusal.value.message_dict["ends_on"][0]


def test_two_tallies_of_one_time_are_refused_unless_they_are_of_different_partners():
    unit = make_unit()
    make_tally(unit, filters={"country": "DE"})
    make_tally(unit, filters={"country": "FR"})
    make_tally(make_unit())

    with pytest.raises(DomainError) as refusal:
        make_tally(unit)
    assert list(refusal.value.message_dict) == ["starts_on"]


@pytest.mark.parametrize(
    ("period", "number"),
    [
        (Period(datetime.date(2010, 1, 1), DAY), Quantity(801, None)),
        (Period.year(2018), Quantity(0, None)),
        (Period.year(2022), Quantity(0, 0)),
        (Period.in_all(on=DAY), Quantity(801, None)),
    ],
)
def test_a_tally_counts_where_its_time_lies_in_the_period(period, number):
    unit = make_unit()
    make_tally(unit)

    assert count("visitors_received", unit, period) == number


def test_an_undated_tally_enters_no_figure_with_a_period():
    unit = make_unit()
    make_tally(unit, starts_on=None, ends_on=None)

    assert count("visitors_received", unit, Period.year(2018)) == Quantity(0, 0)
    assert count("visitors_received", unit, Period.in_all(on=DAY)) == Quantity(801, None)


def test_a_rest_of_which_nothing_is_a_record_is_added_to_the_records():
    unit = make_unit()
    for name in ("One", "Two"):
        make_centre(unit, name_en=name, kind="centre", founded="2018")
    values = {"measure": "joint_research_centres", "counted_in": "centres", "comparator": "="}
    tally = make_tally(unit, low=9, starts_on=None, ends_on=None, **values)
    in_all = Period.in_all(on=DAY)
    assert count("joint_research_centres", unit, in_all) == Quantity(9, 11)

    services.change_tally(tally, by=office.system_user(), beside_records=True)

    assert count("joint_research_centres", unit, in_all) == Quantity(11, 11)
    assert count("joint_research_centres", unit, Period.as_of(DAY)) == Quantity(2, 2)


def test_persons_of_two_times_are_not_added_for_they_can_be_the_same():
    unit = make_unit()
    for year, low in (("2018", 250), ("2019", 251)):
        make_tally(
            unit,
            measure="students_outbound",
            counted_in="persons",
            comparator="=",
            low=low,
            starts_on=year,
            ends_on=year,
        )

    both = Period(datetime.date(2018, 1, 1), datetime.date(2019, 12, 31))

    assert count("students_outbound", unit, both) == Quantity(251, 501)


def test_a_total_of_all_says_nothing_more_where_one_of_just_these_is_known():
    unit = make_unit()
    undated = {"starts_on": None, "ends_on": None}
    experts = undated | {"measure": "expert_appointments", "counted_in": "persons"}
    make_tally(unit, low=50, **experts)
    in_all = Period.in_all(on=DAY)
    supervisors = {"role": "adjunct_supervisor"}
    assert count("expert_appointments", unit, in_all, **supervisors) == Quantity(0, None)

    make_tally(unit, comparator="=", low=11, filters=supervisors, **experts)

    assert count("expert_appointments", unit, in_all, **supervisors) == Quantity(11, 11)
    assert count("expert_appointments", unit, in_all) == Quantity(51, None)


def test_a_tally_of_groups_is_not_one_of_person_times():
    with pytest.raises(ValidationError) as refusal:
        make_tally(counted_in="groups")

    assert list(refusal.value.message_dict) == ["counted_in"]


def test_of_every_year_a_figure_gives_the_lowest_to_the_highest():
    unit = make_unit()
    make_tally(
        unit,
        measure="students_outbound",
        counted_in="persons",
        comparator="range",
        low=20,
        high=40,
        starts_on=None,
        ends_on=None,
        per_year=True,
    )
    figure = make_figure(
        unit,
        measure="students_outbound",
        period_kind="in_all",
        per_year=True,
        sentence_zh="每年派出{number}名研究生。",
        sentence_en="Every year {number} graduate students go abroad.",
    )

    assert count_figure(figure, DAY).number == Quantity(20, 40)


def test_years_are_compared_from_records_too():
    unit = make_unit()
    for day in ("2023-05-01", "2024-05-01", "2024-06-01"):
        signed(unit, day)
    figure = make_figure(
        unit,
        measure="agreement_signed",
        period_kind="between",
        period_from="2023",
        period_to="2024",
        per_year=True,
        sentence_zh="每年签署{number}份协议。",
        sentence_en="Every year {number} agreements are signed.",
    )

    assert count_figure(figure, DAY).number == Quantity(1, 2)


def test_removing_a_tally_takes_it_out_of_its_figures():
    unit = make_unit()
    tally = make_tally(unit)
    figure = make_figure(
        unit,
        measure="visitors_received",
        period_kind="in_all",
        sentence_zh="接待来访团组{number}人次。",
        sentence_en="Delegations brought {number} visitors.",
    )

    services.remove_tally(tally, by=office.system_user(), reason="Wrong")

    figure.refresh_from_db()
    assert figure.current == Quantity(0, 0)


def test_a_change_of_an_agreement_counts_its_figures_anew(django_capture_on_commit_callbacks):
    unit = make_unit()
    figure = make_figure(unit, on=DAY)
    assert figure.current == Quantity(0, 0)

    with django_capture_on_commit_callbacks(execute=True):
        agreement = signed(unit, "2020-05-01")
    figure.refresh_from_db()
    assert figure.current == Quantity(1, 1)

    with django_capture_on_commit_callbacks(execute=True):
        partnerships.end_agreement(
            agreement, on=DAY, ended_on=DAY, reason="Over", by=office.system_user()
        )
    figure.refresh_from_db()
    assert figure.current == Quantity(0, 0)
