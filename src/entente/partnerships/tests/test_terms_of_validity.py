"""How long an agreement binds: pure days."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.partnerships.enums import NoticeUnit, Term
from entente.partnerships.terms_of_validity import ONE_DAY, Notice, Validity

days = st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31))
notices = st.one_of(
    st.builds(Notice, st.integers(1, 36), st.just(NoticeUnit.MONTHS)),
    st.builds(Notice, st.integers(1, 3), st.just(NoticeUnit.ACADEMIC_YEARS)),
)
automatic = st.builds(
    Validity,
    st.just(Term.AUTOMATIC),
    st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)),
    st.sampled_from([6, 12, 24, 36, 60]),
    notices,
)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("notified", "years", "last"),
    [
        ("2026-08-31", 1, "2027-08-31"),
        ("2026-09-01", 1, "2027-08-31"),
        ("2026-09-02", 1, "2028-08-31"),
        ("2027-01-15", 1, "2028-08-31"),
        ("2026-09-02", 2, "2029-08-31"),
    ],
)
def test_notified_on_2_september_it_takes_effect_one_academic_year_later(notified, years, last):
    assert Notice(years, NoticeUnit.ACADEMIC_YEARS).last_day(day(notified)) == day(last)


@pytest.mark.parametrize(
    ("term", "last", "notified", "ends"),
    [
        (Term.FIXED, "2030-12-31", "2026-05-01", "2026-11-01"),
        (Term.FIXED, "2026-07-31", "2026-05-01", "2026-07-31"),
        (Term.AUTOMATIC, "2026-12-31", "2026-06-30", "2026-12-31"),
        (Term.AUTOMATIC, "2026-12-31", "2026-07-01", "2031-12-31"),
        (Term.EVERGREEN, None, "2026-05-01", "2026-11-01"),
    ],
)
def test_each_kind_of_term_ends_on_its_right_day_after_notice(term, last, notified, ends):
    every = 60 if term == Term.AUTOMATIC else 0
    validity = Validity(term, last and day(last), every, Notice(6, NoticeUnit.MONTHS))

    assert validity.ends_after_notice(day(notified)) == day(ends)


@pytest.mark.parametrize(
    ("term", "last", "notice_day"),
    [
        (Term.AUTOMATIC, "2026-12-31", "2026-06-30"),
        (Term.AUTOMATIC, "2027-02-28", "2026-08-31"),
        (Term.FIXED, "2026-12-31", None),
        (Term.EVERGREEN, None, None),
    ],
)
def test_only_what_goes_on_by_itself_has_a_last_day_for_notice(term, last, notice_day):
    validity = Validity(term, last and day(last), 12, Notice(6, NoticeUnit.MONTHS))

    assert validity.notice_day == (notice_day and day(notice_day))


def test_without_a_known_period_of_notice_nobody_guesses_the_end():
    assert Validity(Term.EVERGREEN, None).ends_after_notice(day("2026-05-01")) is None


def test_a_period_that_ends_with_february_goes_on_to_the_end_of_february():
    assert Validity(Term.AUTOMATIC, day("2027-02-28"), 12).next_last() == day("2028-02-29")


@given(notices, days)
def test_the_latest_day_for_notice_is_in_time_and_the_day_after_is_not(notice, last):
    latest = notice.latest_day(last)

    assert notice.last_day(latest) <= last
    assert notice.last_day(latest + ONE_DAY) > last


@given(notices, days)
def test_later_notice_never_ends_earlier_and_never_at_once(notice, notified):
    assert notice.last_day(notified) > notified
    assert notice.last_day(notified + ONE_DAY) >= notice.last_day(notified)


@given(automatic, days)
def test_an_automatic_agreement_ends_with_a_period_and_after_its_notice(validity, notified):
    ends = validity.ends_after_notice(notified)

    assert ends >= validity.last
    assert ends >= validity.notice.last_day(notified) or ends == validity.last
    last = validity.last
    while last < ends:
        last = Validity(Term.AUTOMATIC, last, validity.every).next_last()
    assert last == ends


@given(automatic)
def test_notice_in_time_ends_with_this_period_and_a_day_late_with_the_next(validity):
    latest = validity.notice_day

    assert validity.ends_after_notice(latest) == validity.last
    assert validity.ends_after_notice(latest + ONE_DAY) > validity.last


@given(automatic, days)
def test_a_renewed_period_holds_the_day_and_the_one_before_does_not(validity, today):
    until = validity.renewed_until(today)

    assert until >= today
    if until > validity.last:
        before = validity.last
        while Validity(Term.AUTOMATIC, before, validity.every).next_last() < until:
            before = Validity(Term.AUTOMATIC, before, validity.every).next_last()
        assert before < today
