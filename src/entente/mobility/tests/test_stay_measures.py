"""What is counted of stays: the web's definition, QS, the ministry, persons and person-times."""

import datetime

import pytest

from entente.kit.measures import measure_named
from entente.kit.periods import Period
from tests.factories import make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
YEAR = Period.academic_year(2025)


def number(name, period=YEAR):
    measure = measure_named(name)
    found = measure.count(measure.counted(), period)
    return (found.low, found.high) if hasattr(found, "low") else found


def test_a_short_stay_counts_on_the_web_and_not_for_qs():
    partner = make_organisation(country="DE", kind="university")
    agreement = make_agreement(partner=partner, state="in_force")
    ground = {"organisation": partner, "agreement": agreement, "sure": True}
    make_stay(agreement.unit, **ground)
    make_stay(agreement.unit, **ground, starts_on="2025-10-01", ends_on="2025-10-20")

    assert number("students_outbound") == number("students_outbound_times") == (2, 2)
    assert number("students_outbound_qs") == (1, 1)


def test_a_length_that_the_dates_leave_open_counts_between_bounds():
    partner = make_organisation(country="DE", kind="university")
    agreement = make_agreement(partner=partner, state="in_force")
    make_stay(
        agreement.unit,
        organisation=partner,
        agreement=agreement,
        sure=True,
        starts_on="2025-10",
        ends_on="2025-12",
    )

    assert number("students_outbound_qs") == (0, 1)


def test_a_person_who_goes_twice_is_one_person_and_two_person_times():
    first = make_stay()
    make_stay(person=first.person, starts_on="2026-02-15", ends_on="2026-07-15")

    assert number("students_outbound") == (1, 1)
    assert number("students_outbound_times") == (2, 2)


def test_planned_stays_staff_and_conferences_are_no_students_abroad():
    unit = make_unit()
    make_stay(unit, state="planned")
    make_stay(unit, state="not_taken")
    make_stay(unit, level="staff")
    make_stay(unit, kind="conference", country="JP", ends_on="2025-09-05")

    assert number("students_outbound") == (0, 0)
    assert number("staff_outbound") == number("conference_attendance") == (1, 1)


def test_the_ministry_does_not_count_students_from_our_own_regions():
    unit = make_unit()
    for nationality in ("KZ", "HK", ""):
        make_stay(unit, person=make_person(unit, nationality=nationality), direction="inbound")

    assert number("students_inbound") == (3, 3)
    assert number("students_inbound_ministry") == (1, 1)


def test_destinations_are_countries_and_regions_each_once():
    unit = make_unit()
    for country in ("DE", "DE", "JP"):
        make_stay(unit, organisation=make_organisation(country=country))

    assert number("destination_countries") == (2, 2)
    assert number("destination_countries", Period.in_all(on=datetime.date(2026, 1, 1))) == (2, 2)
