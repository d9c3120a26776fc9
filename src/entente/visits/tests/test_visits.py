"""Visits: what is counted apart, what is refused, to what they led, erasure."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.kit.measures import measure_named
from entente.kit.models import AuditEntry
from entente.kit.parts import brief_matters
from entente.kit.periods import Period
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services as organisations
from entente.organisations.views.briefs import on_organisation
from entente.people.services import erase_person
from entente.visits import parts, services
from entente.visits.enums import OUTCOME_FLOW, VISIT_FLOW, OutcomeState, VisitState
from entente.visits.models import Delegate, Outcome, Visit
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)
YEAR = Period(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def counted(name, period=YEAR):
    measure = measure_named(name)
    number = measure.count(measure.counted(), period)
    return number.low, number.high


# --- Groups, person-times, institutions -----------------------------------------------------------


def test_fourteen_from_three_institutions_are_one_group_fourteen_person_times_three_partners():
    partners = [make_organisation() for _ in range(3)]
    came = list(zip(partners, (6, 5, 3), strict=True))
    make_visit(way="in", delegates=came, done=True)
    make_visit(way="in", delegates=[(partners[0], 4)])
    make_visit(delegates=[(None, 9)], done=True)

    assert counted("visiting_groups_received") == (1, 1)
    assert counted("visitors_received") == (14, 14)
    assert counted("visiting_institutions") == (3, 3)
    assert counted("delegations_sent") == (1, 1)
    assert counted("delegates_sent") == (9, 9)


def test_a_delegation_of_which_not_all_are_known_leaves_the_number_open():
    partner = make_organisation()
    make_visit(way="in", delegates=[(partner, 3)], incomplete=True, done=True)
    make_visit(way="in", delegates=[(partner, 4)], starts_on="2025-03-02", ends_on=None, done=True)

    assert counted("visitors_received") == (3, None)
    assert counted("visiting_groups_received") == (1, 1)
    whole = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    assert counted("visitors_received", whole) == (4, 4)


def test_who_comes_twice_is_one_institution_and_two_person_times():
    partner = make_organisation()
    for month in ("03", "05"):
        make_visit(way="in", starts_on=f"2026-{month}", ends_on=None, delegates=[(partner, 1)])
    for visit in Visit.objects.all():
        services.confirm_visit(visit, by=system_user(), on=DAY)

    assert counted("visitors_received") == (2, 2)
    assert counted("visiting_institutions") == (1, 1)
    spring = Period(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    assert counted("visitors_received", spring) == (1, 1)


def test_a_journey_counts_the_institutions_at_which_it_stops():
    visit = make_visit(done=True)
    by = system_user()
    first, second = make_organisation(country="KR"), make_organisation(country="JP")
    services.add_stop(visit, by=by, organisation=first, starts_on="2026-03-02")
    services.add_stop(visit, by=by, organisation=second, starts_on="2026-03-05")
    services.add_stop(visit, by=by, organisation=second, starts_on="2026-03-06")
    services.add_stop(visit, by=by, country="SG")

    assert counted("delegation_visit") == (2, 2)


# --- How it goes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("step", list(VISIT_FLOW))
def test_every_step_of_a_visit_from_every_state(state, step):
    visit = make_visit()
    Visit.objects.filter(pk=visit.pk).update(state=state)
    visit.refresh_from_db()
    by = system_user()
    calls = {
        "confirm_visit": lambda: services.confirm_visit(visit, by=by, on=DAY),
        "cancel_visit": lambda: services.cancel_visit(visit, by=by, on=DAY, reason="Storm"),
    }

    if state in VISIT_FLOW[step].sources:
        calls[step]()
        assert visit.state == VISIT_FLOW[step].target
    else:
        refused(calls[step])


@pytest.mark.parametrize("state", list(OutcomeState))
@pytest.mark.parametrize("step", list(OUTCOME_FLOW))
def test_every_step_of_an_outcome_from_every_state(state, step):
    by = system_user()
    outcome = services.add_outcome(make_visit(), by=by, kind="intent", text_en="Exchange")
    Outcome.objects.filter(pk=outcome.pk).update(state=state)
    outcome.refresh_from_db()
    calls = {
        "keep_outcome": lambda: services.keep_outcome(outcome, by=by, link="https://a.example/1"),
        "drop_outcome": lambda: services.drop_outcome(outcome, by=by, reason="No money"),
    }

    if state in OUTCOME_FLOW[step].sources:
        calls[step]()
        assert outcome.state == OUTCOME_FLOW[step].target
    else:
        refused(calls[step])


def test_a_visit_that_has_not_begun_or_has_no_delegates_did_not_take_place():
    by = system_user()
    early = make_visit(starts_on="2026-07-01", ends_on="2026-07-02")
    empty = make_visit(delegates=())

    assert refused(lambda: services.confirm_visit(early, by=by, on=DAY)) == [
        "It begins on 2026-07-01."
    ]
    assert refused(lambda: services.confirm_visit(empty, by=by, on=DAY)) == [
        "Enter the delegates first, at least how many."
    ]


# --- What is refused ------------------------------------------------------------------------------


def test_a_delegate_stands_once():
    by, partner, person = system_user(), make_organisation(), make_person()
    visit = make_visit(way="in", delegates=())
    services.add_delegates(visit, by=by, organisation=partner, names=[("Ann Smith", "Dean")])
    services.add_delegates(visit, by=by, organisation=partner, person=person)

    twice = refused(
        lambda: services.add_delegates(
            visit, by=by, organisation=partner, names=[("Bob", ""), ("ann smith", "")]
        )
    )
    again = refused(
        lambda: services.add_delegates(
            visit, by=by, organisation=make_organisation(), person=person
        )
    )

    assert twice == {"names": ["ann smith stands here twice."]}
    assert list(again.values()) == [["This person belongs to the delegation already."]]
    assert visit.delegates.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": 0}, "number"),
        ({"number": 501}, "number"),
        ({"number": 1, "names": [("A", ""), ("B", "")]}, "number"),
        ({"number": 2, "organisation": None}, "organisation"),
    ],
)
def test_a_number_that_cannot_be_is_said_at_its_field(values, field):
    visit = make_visit(way="in", delegates=())
    given = {"organisation": make_organisation()} | values

    assert list(refused(lambda: services.add_delegates(visit, by=system_user(), **given))) == [
        field
    ]
    assert visit.delegates.count() == 0


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (("2026-03-01", None), "outside"),
        (("2026-03-07", "2026-03-09"), "outside"),
        (("2026-03-04", "2026-03-06"), "overlap"),
        (("2026-03-05", "2026-03-07"), ""),
        (("2026-03", None), ""),
        ((None, None), ""),
    ],
)
def test_stops_lie_within_the_visit_and_beside_each_other(days, code):
    by, visit = system_user(), make_visit()
    place = make_organisation()
    services.add_stop(
        visit, by=by, organisation=place, starts_on="2026-03-03", ends_on="2026-03-05"
    )

    def add():
        return services.add_stop(
            visit, by=by, organisation=make_organisation(), starts_on=days[0], ends_on=days[1]
        )

    if code:
        assert list(refused(add)) == ["starts_on"]
    else:
        assert add().pk


def test_days_that_leave_a_stop_outside_are_refused():
    by, visit = system_user(), make_visit()
    services.add_stop(visit, by=by, country="JP", starts_on="2026-03-07")

    said = refused(lambda: services.change_visit(visit, by=by, on=DAY, ends_on="2026-03-05"))

    assert list(said) == ["ends_on"]
    assert str(Visit.objects.get(pk=visit.pk).ends_on) == "2026-03-08"


def test_nothing_is_added_to_a_cancelled_visit():
    by, visit = system_user(), make_visit()
    services.cancel_visit(visit, by=by, on=DAY, reason="Storm")

    for call in (
        lambda: services.add_delegates(visit, by=by, number=1),
        lambda: services.add_stop(visit, by=by, country="JP"),
        lambda: services.add_outcome(visit, by=by, kind="intent", text_en="Exchange"),
    ):
        assert refused(call) == ["This visit was cancelled; nothing is added to it."]


# --- To what it led -------------------------------------------------------------------------------


def test_an_agreement_and_the_visit_that_led_to_it_name_each_other():
    unit = make_unit()
    officer, by = make_staff(roles.OFFICER, unit=unit), system_user()
    partner = make_organisation()
    agreement = make_agreement(unit, partner=partner)
    visit = make_visit(unit, way="in", delegates=[(partner, 2)], done=True)
    outcome = services.add_outcome(visit, by=by, kind="memorandum", text_en="A memorandum")
    assert parts.of_agreement(agreement, officer) is None
    assert refused(lambda: services.keep_outcome(outcome, by=by)) == {
        "agreement": ["Name the agreement, or the page that tells of it."]
    }

    services.keep_outcome(outcome, by=by, agreement=agreement, link="https://news.example/7")

    [shown] = parts.of_agreement(agreement, officer).context["outcomes"]
    assert (shown.visit, shown.link) == (visit, "https://news.example/7")
    assert refused(lambda: services.remove_visit(visit, by=by)) == [
        "It led to something; it cannot be removed."
    ]
    stranger = make_staff(roles.OFFICER, unit=make_unit())
    assert parts.of_agreement(agreement, stranger) is None


def test_open_promises_are_work_and_stand_in_the_brief_until_they_are_kept():
    unit = make_unit()
    officer, by = make_staff(roles.OFFICER, unit=unit), system_user()
    partner = make_organisation()
    visit = make_visit(unit, way="in", delegates=[(partner, 2)], done=True)
    promise = services.add_outcome(
        visit, by=by, kind="exchange", text_en="Open an exchange", due_on="2026-05-01"
    )
    subject = on_organisation(partner)

    [item] = parts.promised(officer, DAY).items
    [brief] = parts.last_visits(subject, officer, DAY)

    assert (str(item.title), item.late) == ("Open an exchange", True)
    assert brief.rows[0][-1] == "Open an exchange (Open)"
    assert any(
        "Open an exchange" in row[0]
        for rows in brief_matters(subject, officer, DAY)
        for row in rows
    )
    services.drop_outcome(promise, by=by, reason="No money")
    assert parts.promised(officer, DAY).items == []


def test_a_visit_that_is_over_waits_to_be_confirmed():
    unit = make_unit()
    officer = make_staff(roles.OFFICER, unit=unit)
    visit = make_visit(unit)
    assert parts.to_confirm(officer, datetime.date(2026, 3, 8)).total == 0

    assert [item.url for item in parts.to_confirm(officer, DAY).items] == [visit.get_absolute_url()]
    services.confirm_visit(visit, by=system_user(), on=DAY)
    assert parts.to_confirm(officer, DAY).total == 0


# --- Persons and institutions ---------------------------------------------------------------------


def test_erasing_a_person_leaves_the_person_time():
    by, person = system_user(), make_person(name_zh="朱学红", given_name="", family_name="")
    visit = make_visit(delegates=())
    [delegate] = services.add_delegates(visit, by=by, person=person)
    assert delegate.name == "朱学红"
    assert parts.told_of_person(person).plain()[0]["name"] == "朱学红"

    erase_person(person, by=by, reason="Asked for it")

    delegate.refresh_from_db()
    assert (delegate.name, Delegate.objects.count()) == ("", 1)
    for entry in AuditEntry.objects.about(delegate):
        assert "朱学红" not in str(entry.changes)


def test_delegates_and_stops_move_with_a_merged_institution():
    by = system_user()
    kept, twice = make_organisation(), make_organisation()
    visit = make_visit(way="in", delegates=[(twice, 2)])
    services.add_stop(visit, by=by, organisation=twice)

    organisations.merge_organisations(kept, twice, by=by)

    assert {it.organisation for it in visit.delegates.all()} == {kept}
    assert visit.stops.get().organisation == kept


def test_one_leads_at_a_time():
    by, visit = system_user(), make_visit(delegates=[(None, 2)])
    first, second = visit.delegates.all()

    services.change_delegate(first, by=by, leads=True)
    services.change_delegate(second, by=by, leads=True, name="Zhu Xuehong")

    assert [(it.pk, it.leads) for it in visit.delegates.all()] == [
        (second.pk, True),
        (first.pk, False),
    ]
