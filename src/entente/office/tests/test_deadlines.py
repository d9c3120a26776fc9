"""Deadlines: reckoned from a day and a rule, moved with either, ended once."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.kit.periods import is_working_day, working_days_between
from entente.office import roles, services
from entente.office.enums import DeadlineState, Direction, RuleUnit
from entente.office.models import Deadline, RuleValue
from entente.office.reckoning import Duration, latest_stage, reckon, stage_days
from entente.office.services import system_user
from tests.factories import make_staff, make_unit, make_user
from tests.factories_office import make_deadline, set_rule

DUE = datetime.date(2027, 6, 30)
S = DeadlineState
days = st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31))


def span(number, unit):
    return Duration(Decimal(number), RuleUnit(unit))


def day(text):
    return datetime.date.fromisoformat(text)


# --- Reckoning ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "number", "unit", "direction", "end"),
    [
        ("2027-06-30", "15", "days", "after", "2027-07-15"),
        ("2027-06-30", "12", "months", "before", "2026-06-30"),
        ("2027-03-31", "1", "months", "before", "2027-02-28"),
        ("2027-06-30", "1.5", "months", "before", "2027-05-15"),
        ("2027-06-30", "2", "weeks", "after", "2027-07-14"),
        ("2024-02-29", "1", "years", "after", "2025-02-28"),
        ("2027-06-30", "24", "hours", "after", "2027-07-01"),
        ("2027-06-30", "25", "hours", "after", "2027-07-02"),
        ("2026-09-30", "1", "working_days", "after", "2026-10-08"),
        ("2026-10-08", "1", "working_days", "before", "2026-09-30"),
        ("2026-10-01", "0", "working_days", "after", "2026-10-01"),
        ("2027-06-30", "0", "days", "before", "2027-06-30"),
    ],
)
def test_a_span_is_counted_from_a_day(start, number, unit, direction, end):
    assert reckon(day(start), span(number, unit), direction) == day(end)


@given(days, st.integers(1, 60), st.sampled_from(["before", "after"]))
def test_so_many_working_days_lie_between(start, number, direction):
    end = reckon(start, span(number, "working_days"), direction)

    assert is_working_day(end)
    sign = 1 if direction == "after" else -1
    assert (end - start).days * sign >= number
    if is_working_day(start) or direction == "after":
        assert working_days_between(start, end) == sign * number


@given(
    days,
    st.lists(st.integers(0, 400), min_size=1, max_size=6),
    st.sampled_from(["days", "weeks", "months", "working_days"]),
)
def test_stages_come_in_order_before_the_day_and_only_the_nearest_is_spoken_of(due, numbers, unit):
    stages = stage_days(due, [span(number, unit) for number in numbers])
    found = [on for _span, on in stages]

    assert found == sorted(set(found))
    assert all(on <= due for on in found)
    for on in [found[0] - datetime.timedelta(days=1), *found, due + datetime.timedelta(days=30)]:
        come = [stage for stage in found if stage <= on]
        assert latest_stage(found, on=on) == (come[-1] if come else None)


# --- Setting --------------------------------------------------------------------------------------


def stages(deadline):
    return [(stage.span, stage.on.isoformat()) for stage in deadline.stages.all()]


@pytest.mark.django_db
def test_an_agreements_end_is_told_twelve_six_and_three_months_before():
    deadline = make_deadline(kind="agreement.end", stages_rule="agreement.end_notice")

    assert (deadline.due_on, deadline.shows_from) == (DUE, day("2026-06-30"))
    assert stages(deadline) == [
        ("12 months", "2026-06-30"),
        ("6 months", "2026-12-30"),
        ("3 months", "2027-03-30"),
    ]


@pytest.mark.django_db
def test_a_rule_and_a_date_give_the_due_day():
    report = make_deadline(kind="trip.report", rule="trip.report")
    filing = make_deadline(
        kind="conference.filing", rule="conference.file_ahead", direction=Direction.BEFORE
    )

    assert (report.due_on, filing.due_on) == (day("2027-07-20"), day("2027-02-28"))
    assert stages(report) == [
        ("30 days", "2027-06-20"),
        ("7 days", "2027-07-13"),
        ("0 days", "2027-07-20"),
    ]


@pytest.mark.django_db
def test_setting_it_again_changes_nothing():
    unit = make_unit()
    first = make_deadline(unit)
    traces = AuditEntry.objects.count()

    again = make_deadline(unit)

    assert (again.pk, again.version, AuditEntry.objects.count()) == (first.pk, 1, traces)


@pytest.mark.django_db
def test_another_day_moves_the_deadline_and_its_stages():
    unit = make_unit()
    make_deadline(unit)

    moved = make_deadline(unit, day=day("2028-06-30"))

    assert (Deadline.objects.count(), moved.due_on) == (1, day("2028-06-30"))
    assert stages(moved) == [
        ("30 days", "2028-05-31"),
        ("7 days", "2028-06-23"),
        ("0 days", "2028-06-30"),
    ]
    entry = AuditEntry.objects.about(moved).first()
    assert (entry.verb, entry.changes) == (
        "deadline.changed",
        {
            "counted_from": ["2027-06-30", "2028-06-30"],
            "due_on": ["2027-06-30", "2028-06-30"],
        },
    )


@pytest.mark.django_db
def test_a_deadline_without_words_is_refused():
    with pytest.raises(ValidationError):
        make_deadline(task_zh="", task_en="")
    assert Deadline.objects.count() == 0


@pytest.mark.django_db
def test_a_changed_rule_moves_the_deadlines_that_follow_it():
    unit = make_unit()
    follows = make_deadline(unit, rule="trip.report")
    other = make_deadline(unit, kind="test.other", rule="expert.summary")
    set_rule("trip.report", "30", measure="days", unit=unit)

    assert services.reckon_changed_deadlines(by=system_user()) == 1
    assert services.reckon_changed_deadlines(by=system_user()) == 0

    follows.refresh_from_db()
    other.refresh_from_db()
    assert (follows.due_on, other.due_on) == (day("2027-07-30"), day("2027-07-15"))
    assert stages(follows)[-1] == ("0 days", "2027-07-30")


@pytest.mark.django_db
def test_a_value_that_holds_later_moves_only_what_is_counted_from_later():
    before = make_deadline(day=day("2027-06-30"), rule="trip.report")
    after = make_deadline(day=day("2027-07-01"), rule="trip.report")
    set_rule("trip.report", "10", measure="days", starts_on=day("2027-07-01"))

    services.reckon_changed_deadlines(by=system_user())

    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.due_on, after.due_on) == (day("2027-07-20"), day("2027-07-11"))


@pytest.mark.django_db
def test_a_deadline_whose_rule_ended_keeps_its_day():
    deadline = make_deadline(rule="trip.report")
    row = RuleValue.objects.get(name="trip.report")
    services.close_rule_value(row, by=system_user(), ends_on=day("2027-01-01"))

    assert services.reckon_changed_deadlines(by=system_user()) == 0

    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.to_reckon) == (day("2027-07-20"), False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("end", "state", "verb"),
    [
        (services.finish_deadline, S.DONE, "deadline.done"),
        (services.drop_deadline, S.DROPPED, "deadline.dropped"),
    ],
)
def test_a_deadline_ends_once_with_who_and_when(end, state, verb):
    deadline, officer = make_deadline(), make_user()

    end(deadline, on=DUE, by=officer)

    assert (deadline.state, deadline.ended_on) == (state, DUE)
    entry = AuditEntry.objects.about(deadline).first()
    assert (entry.verb, entry.by_id) == (verb, officer.pk)
    for again in (services.finish_deadline, services.drop_deadline):
        with pytest.raises(DomainError):
            again(deadline, on=DUE, by=officer)


@pytest.mark.django_db
def test_what_was_done_stays_done_while_its_day_stays():
    unit = make_unit()
    services.finish_deadline(make_deadline(unit), on=DUE, by=system_user())

    assert make_deadline(unit).state == S.DONE
    assert make_deadline(unit, day=day("2028-06-30")).state == S.OPEN


@pytest.mark.django_db
def test_all_deadlines_of_a_record_are_dropped_together():
    unit, other = make_unit(), make_deadline()
    make_deadline(unit)
    make_deadline(unit, kind="test.other")

    assert services.drop_deadlines(unit, on=DUE, by=system_user(), reason="Withdrawn") == 2
    assert services.drop_deadlines(unit, on=DUE, by=system_user()) == 0
    assert list(Deadline.objects.open()) == [other]


@pytest.mark.django_db
def test_the_deadlines_of_a_closed_account_fall_to_who_keeps_the_unit():
    unit = make_unit()
    officer, leaver = make_staff(roles.OFFICER, unit=unit), make_user(unit)
    stranger = make_staff(roles.OFFICER)
    deadline = make_deadline(unit, owner=leaver)
    assert list(Deadline.objects.of_person(officer)) == []

    services.close_user(leaver, by=system_user())

    assert list(Deadline.objects.of_person(officer)) == [deadline]
    assert list(Deadline.objects.of_person(stranger)) == []
