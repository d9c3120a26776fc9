"""Places of agreements that stays take."""

import datetime

import pytest

from entente.mobility import services
from entente.office.services import system_user
from entente.partnerships import services as partnerships
from entente.partnerships.models import Places
from entente.partnerships.services.places import NewPlaces
from tests.factories import make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def agreement():
    partner = make_organisation()
    made = make_agreement(make_unit(), partner=partner, state="in_force", starts_on="2020-01-01")
    made.partner = partner
    return made


def places(agreement, **values):
    values = {"academic_year": 2025, "direction": "outbound", "number": 10} | values
    return partnerships.set_places(NewPlaces(agreement, **values), by=system_user())


def stay(agreement, **values):
    return make_stay(agreement.unit, organisation=agreement.partner, agreement=agreement, **values)


def used(*lines):
    return [
        (it.used, it.used_semesters, it.used_from)
        for it in (Places.objects.get(pk=line.pk) for line in lines)
    ]


def test_a_stay_takes_the_places_that_cover_it(agreement):
    top = places(agreement)
    master = places(agreement, level="master", number=4, parent=top)
    doctor = places(agreement, level="doctor", number=2, parent=top)
    back = places(agreement, direction="inbound")

    stay(agreement, level="master")
    stay(agreement, level="bachelor", ends_on="2026-07-15")
    stay(agreement, level="master", state="planned")
    stay(agreement, kind="conference")

    assert used(top, master, doctor, back) == [
        (2, 3, "records"),
        (1, 1, "records"),
        (None, None, ""),
        (None, None, ""),
    ]


def test_what_an_office_said_itself_is_not_written_over(agreement):
    line = places(agreement, used=7)

    stay(agreement)

    assert used(line) == [(7, None, "entered")]


def test_lines_beside_each_other_share_no_stay(agreement):
    german = places(agreement, language="de")
    english = places(agreement, language="en")

    stay(agreement)

    assert used(german, english) == [(None, None, ""), (None, None, "")]


def test_a_stay_that_is_moved_or_taken_away_gives_its_place_back(agreement):
    this, next_one = places(agreement), places(agreement, academic_year=2026)
    went = stay(agreement)
    by = system_user()

    services.change_stay(
        went, by=by, starts_on="2026-09-01", ends_on="2027-01-31", state="under_way"
    )
    assert used(this, next_one) == [(0, 0, "records"), (1, 1, "records")]
    services.remove_stay(went, by=by)

    assert used(this, next_one) == [(0, 0, "records"), (0, 0, "records")]


def test_semesters_are_not_said_where_a_date_leaves_them_open(agreement):
    line = places(agreement)

    stay(agreement, starts_on="2025", ends_on="2026")
    stay(agreement, starts_on="2025-09", ends_on=None, state="under_way")

    # The first is of no certain academic year; the second has no end yet.
    assert used(line) == [(1, None, "records")]


def test_by_night_places_entered_after_the_stays_are_counted_once(agreement):
    stay(agreement)
    stay(agreement)
    line = places(agreement)
    by = system_user()

    assert services.count_all_places_used(by=by, on=TODAY) == 1
    assert used(line) == [(2, 2, "records")]
    assert services.count_all_places_used(by=by, on=TODAY) == 0


@pytest.mark.parametrize("count", [1, 4])
def test_the_night_asks_the_same_however_many_agreements_are_in_step(
    count, django_assert_num_queries
):
    for _ in range(count):
        partner = make_organisation()
        made = make_agreement(make_unit(), partner=partner, state="in_force", starts_on="2020")
        made.partner = partner
        places(made)
        stay(made)

    with django_assert_num_queries(4):
        services.count_all_places_used(by=system_user(), on=TODAY)
