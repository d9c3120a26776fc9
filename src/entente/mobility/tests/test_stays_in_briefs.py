"""What a brief tells of the people who went and came."""

import datetime

import pytest

from entente.mobility.parts.briefs import people
from entente.office import roles
from entente.organisations.views.briefs import on_organisation, on_place
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 10, 1)


def test_a_brief_counts_who_went_and_came_year_by_year():
    unit = make_unit()
    officer = make_staff(roles.OFFICER, unit=unit)
    waterloo = make_organisation(country="CA")
    faculty = make_organisation(parent=waterloo, kind="faculty")
    make_stay(unit, organisation=waterloo)
    make_stay(
        unit, organisation=faculty, starts_on="2026-09-01", ends_on="2027-01-31", state="under_way"
    )
    make_stay(unit, organisation=waterloo, direction="inbound")
    make_stay(unit, organisation=waterloo, state="planned")
    make_stay(unit, country="CA", kind="conference")
    make_stay(make_unit(), organisation=waterloo)

    [of_partner] = people(on_organisation(waterloo), officer, ON)
    [of_country] = people(on_place("CA"), officer, ON)

    assert [value for _name, value in of_partner.facts] == ["2", "1", "1"]
    assert [value for _name, value in of_country.facts] == ["3", "1", "1"]
    assert of_partner.rows == (("2026—2027学年", "1", "–"), ("2025—2026学年", "1", "1"))


def test_a_brief_says_that_no_stay_is_recorded_and_nothing_to_whom_stays_are_closed():
    officer, lawyer = (make_staff(role, unit=make_unit()) for role in (roles.OFFICER, roles.LEGAL))
    subject = on_organisation(make_organisation())

    [section] = people(subject, officer, ON)

    assert (section.facts, section.rows) == ((), ())
    assert people(subject, lawyer, ON) == []
