"""Decisions about events: what makes a conference international, when it is filed, who decides."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from entente.events import services
from entente.events.enums import EVENT_FLOW, EventState
from entente.events.measures import events
from entente.events.models import Event, EventCountry
from entente.events.services.dossier import CHINA, Dossier
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.periods import PartialDate
from entente.office.models import Deadline
from entente.office.services import system_user
from tests.factories import make_unit, make_user
from tests.factories_events import TODAY, make_event
from tests.factories_office import set_rule

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


LEADS_TO = {
    ("draft", "file"): "filed",
    ("returned", "file"): "filed",
    ("filed", "approve"): "approved",
    ("filed", "send_back"): "returned",
    ("filed", "revise"): "draft",
    ("approved", "revise"): "draft",
    ("approved", "hold"): "held",
    ("draft", "cancel"): "cancelled",
    ("filed", "cancel"): "cancelled",
    ("returned", "cancel"): "cancelled",
    ("approved", "cancel"): "cancelled",
}


@pytest.mark.parametrize("step", EVENT_FLOW.steps)
@pytest.mark.parametrize("state", EventState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert EVENT_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            EVENT_FLOW.move(state, step)


def dossier(event, on=TODAY):
    return services.dossier_of(event, on=on)


def remarks(event, on=TODAY):
    return {one.label: one.advice for one in dossier(event, on).remarks if not one.met}


# --- International, and when to file --------------------------------------------------------------


@pytest.mark.parametrize(
    ("countries", "number", "international"),
    [
        ((), 1, False),
        (("JP",), 2, False),
        (("JP", "DE"), 3, True),
        (("JP", "HK", "TW", "MO"), 2, False),
        (("CN", "JP", "DE"), 3, True),
    ],
)
def test_two_countries_and_china_make_a_conference_international(countries, number, international):
    event = make_event(countries=countries)

    found = dossier(event)

    assert (found.country_count, found.is_international) == (number, international)
    assert event.international is international


@given(st.sets(st.sampled_from(["CN", "HK", "MO", "TW", "JP", "DE", "FR", "US"])))
def test_china_counts_once_whichever_of_its_regions_come(codes):
    countries = [EventCountry(country=code, expected=1) for code in codes]

    counted = Dossier(Event(), TODAY, [], countries).country_count

    assert counted == len((codes - CHINA) | {"CN"})


def test_a_summer_school_is_not_held_against_the_rules_on_conferences():
    event = make_event(kind="summer_school", countries=("JP", "DE"))

    assert dossier(event).remarks == []
    assert dossier(event).file_by is None
    assert not event.international


def test_it_is_filed_four_months_ahead_and_eight_with_a_foreign_ngo():
    event = make_event(countries=("JP", "DE"))
    assert dossier(event).file_by == DAY(2026, 6, 12)

    host = services.add_host(
        event, by=system_user(), on=TODAY, name="Science Aid", role="host", foreign_ngo=True
    )
    assert dossier(event).file_by == DAY(2026, 2, 12)
    assert Deadline.objects.about(event).open().get().due_on == DAY(2026, 2, 12)

    services.change_host(host, by=system_user(), on=TODAY, name="Science Aid", role="supporter")
    services.remove_part(host, by=system_user(), on=TODAY)
    assert Deadline.objects.about(event).open().get().due_on == DAY(2026, 6, 12)


def test_the_rule_of_the_house_moves_the_deadline():
    unit = make_unit()
    set_rule("conference.file_ahead", "6", measure="months", unit=unit)

    assert dossier(make_event(unit, countries=("JP", "DE"))).file_by == DAY(2026, 4, 12)


def test_a_late_filing_is_noted_with_its_days_and_not_refused():
    event = make_event(full=True, countries=("JP", "DE"))

    services.file_event(event, by=system_user(), on=DAY(2026, 6, 22))

    found = dossier(event, DAY(2026, 12, 31))
    assert (event.state, event.filed_on, found.late_days) == ("filed", DAY(2026, 6, 22), 10)
    late = "It was to be filed by 2026-06-12 and was filed 10 days late."
    assert late in remarks(event).values()
    assert not Deadline.objects.about(event).open().exists()


@pytest.mark.parametrize(("on", "late"), [(DAY(2026, 6, 12), 0), (DAY(2026, 6, 13), 1)])
def test_the_last_day_is_in_time_and_the_next_is_late(on, late):
    event = make_event(full=True, countries=("JP", "DE"))

    assert dossier(event, on).late_days == late


def test_a_conference_that_is_no_longer_international_has_no_day_to_file():
    event = make_event(countries=("JP", "DE"))
    row = event.countries.get(country="DE")

    services.remove_part(row, by=system_user(), on=TODAY)

    assert not Event.objects.get().international
    assert not Deadline.objects.about(event).open().exists()


# --- What the rules say beside --------------------------------------------------------------------


@pytest.mark.parametrize("word", ["峰会", "高峰论坛", "世界大会", "首届"])
def test_a_name_with_a_word_to_avoid_is_warned_of_with_the_rule_and_can_be_filed(word):
    event = make_event(full=True, title_zh=f"国际气象{word}")

    [remark] = [one for one in dossier(event).remarks if not one.met]

    assert remark.advice == f"The name uses: {word}."
    assert "Beijing Normal University" in remark.cited.source
    services.file_event(event, by=system_user(), on=TODAY)
    assert event.state == "filed"


@pytest.mark.parametrize(("last", "kept"), [("2026-10-16", True), ("2026-10-17", False)])
def test_five_days_are_allowed_and_six_are_remarked(last, kept):
    event = make_event(ends_on=last)

    assert ("It is not too long" not in remarks(event)) is kept


@pytest.mark.parametrize(
    ("discipline", "total", "foreign", "labels"),
    [
        ("social", 400, 100, []),
        ("social", 401, 101, ["Participants from abroad", "Participants in all"]),
        ("natural", 800, 300, []),
        ("natural", 801, 300, ["Participants in all"]),
        ("", 5000, 2000, []),
    ],
)
def test_above_a_size_the_state_council_decides(discipline, total, foreign, labels):
    event = make_event(discipline=discipline, expected_total=total, expected_foreign=foreign)

    assert [label for label in remarks(event) if "Participants" in label] == labels


@pytest.mark.parametrize(
    ("planned", "kept"), [(DAY(2025, 11, 30), True), (DAY(2025, 12, 1), False), (None, False)]
)
def test_the_yearly_plan_closes_at_the_end_of_november(planned, kept):
    event = make_event(countries=("JP", "DE"), planned_on=planned)

    assert ("It stands in the yearly plan" not in remarks(event)) is kept


# --- Filing and deciding --------------------------------------------------------------------------


def test_what_the_dossier_lacks_is_named_at_its_field_with_the_rule():
    event = make_event(starts_on="2026-10", ends_on=None, title_en="")

    with pytest.raises(DomainError) as refusal:
        services.file_event(event, by=system_user(), on=TODAY)

    said = refusal.value.message_dict
    assert set(said) == {
        *("background", "topics_zh", "title_zh", "starts_on", "place_zh"),
        *("expected_total", "budget"),
    }
    assert said["budget"][0].startswith(
        "The dossier states: Budget and where the money comes from. Rule: "
    )
    event.refresh_from_db()
    assert (event.state, event.filed_on) == ("draft", None)


def test_whoever_filed_a_dossier_does_not_decide_about_it():
    event, by = make_event(full=True), make_user()
    services.file_event(event, by=by, on=TODAY)

    for decide in (
        lambda: services.approve_event(event, by=by, on=TODAY),
        lambda: services.return_event(event, by=by, on=TODAY, reason="No"),
    ):
        with pytest.raises(DomainError, match="does not decide about it"):
            decide()
    other = make_user()
    services.approve_event(event, by=other, on=TODAY, approval_number="2026-7")

    assert (event.state, event.decided_by, event.approval_number) == ("approved", other, "2026-7")


def test_what_is_filed_does_not_change_until_it_is_taken_back():
    event, by = make_event(state="filed", countries=("JP", "DE")), system_user()

    for change in (
        lambda: services.change_event(event, by=by, on=TODAY, title_en="Else"),
        lambda: services.add_host(event, by=by, on=TODAY, name="Late host", role="host"),
        lambda: services.add_country(event, by=by, on=TODAY, country="FR", expected=3),
        lambda: services.remove_part(event.countries.first(), by=by, on=TODAY),
    ):
        with pytest.raises(DomainError):
            change()
    services.revise_event(event, by=by, on=TODAY)
    services.change_event(event, by=by, on=TODAY, title_en="Else")

    event.refresh_from_db()
    assert (event.state, event.filed_on, event.title_en) == ("draft", None, "Else")
    assert Deadline.objects.about(event).open().get().due_on == DAY(2026, 6, 12)


def test_a_returned_dossier_says_why_and_is_filed_again():
    event = make_event(state="returned")
    assert (event.returned_because, event.filed_on) == ("Say more", None)

    services.file_event(event, by=system_user(), on=DAY(2026, 2, 1))

    assert (event.state, event.filed_on) == ("filed", DAY(2026, 2, 1))
    assert (event.returned_because, event.decided_by) == ("", None)


def test_an_event_takes_place_when_its_day_has_come():
    event, by = make_event(state="approved"), system_user()

    with pytest.raises(DomainError, match="It begins on 2026-10-12"):
        services.hold_event(event, by=by, on=TODAY, came_total=9, came_foreign=1)
    with pytest.raises(ValidationError) as refusal:
        services.hold_event(event, by=by, on=DAY(2026, 10, 15), came_total=9, came_foreign=10)

    assert refusal.value.message_dict == {"came_foreign": ["More from abroad than in all."]}
    event.refresh_from_db()
    assert event.state == "approved"


def test_countries_from_which_people_came_decide_once_they_are_entered():
    event, by = make_event(state="held", countries=("JP", "DE")), system_user()
    assert event.international

    japan = event.countries.get(country="JP")
    services.change_country(
        japan, by=by, on=DAY(2026, 10, 20), country="JP", expected=japan.expected, came=4
    )

    assert not Event.objects.get().international
    with pytest.raises(DomainError, match="is filed and stays"):
        services.change_country(japan, by=by, on=TODAY, country="JP", expected=99, came=4)


def test_a_country_stands_once_and_an_institution_is_a_host_once():
    event, by = make_event(countries=("JP",)), system_user()

    with pytest.raises(ValidationError, match="This country stands here already"):
        services.add_country(event, by=by, on=TODAY, country="JP")
    with pytest.raises(ValidationError, match="Choose an institution, or write its name"):
        services.add_host(event, by=by, on=TODAY, role="host")


def test_nothing_is_added_to_an_event_that_was_cancelled():
    event = make_event(state="cancelled")

    with pytest.raises(DomainError, match="was cancelled"):
        services.add_country(event, by=system_user(), on=TODAY, country="JP")


# --- Counting -------------------------------------------------------------------------------------


def test_international_conferences_that_took_place_are_counted_each_once():
    unit = make_unit()
    make_event(unit, state="held", countries=("JP", "DE"))
    make_event(unit, state="held", countries=("JP",))
    make_event(unit, state="held", kind="contest", countries=("JP", "DE"))
    make_event(unit, state="approved", countries=("JP", "DE"))

    counted = {
        name: events().filter(measure_named(name).among).count()
        for name in ("conferences_hosted", "events_held")
    }

    assert counted == {"conferences_hosted": 1, "events_held": 3}


def test_days_are_counted_only_where_they_are_exact():
    event = make_event()

    assert event.days == 3
    event.ends_on = PartialDate.parse("2026-10")
    assert event.days is None
