"""Dates as exact as their source, and the periods and working days made of them."""

import datetime
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from entente.kit.errors import DomainError
from entente.kit.periods import (
    PartialDate,
    PartialDateField,
    PartialDateFormField,
    Period,
    Precision,
    add_months,
    add_working_days,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))


@st.composite
def partial_dates(draw):
    day = draw(DAYS)
    return draw(
        st.sampled_from(
            [
                PartialDate(day.year),
                PartialDate(day.year, day.month),
                PartialDate(day.year, day.month, day.day),
            ]
        )
    )


# --- Reading and writing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1979", "1979"),
        ("2012-11", "2012-11"),
        ("2012-11-06", "2012-11-06"),
        ("2012-1-6", "2012-01-06"),
        ("2012/11/6", "2012-11-06"),
        ("2012.11.6", "2012-11-06"),
        ("2012年", "2012"),
        ("2012年11月", "2012-11"),
        ("2012年11月6日", "2012-11-06"),
        ("2012 年 11 月 6 日", "2012-11-06"),
        ("２０１２年１１月", "2012-11"),
        ("6 November 2012", "2012-11-06"),
        ("6th Nov. 2012", "2012-11-06"),
        ("Nov 2012", "2012-11"),
        ("November 6, 2012", "2012-11-06"),
        ("  2012-11 ", "2012-11"),
        ("29 February 2012", "2012-02-29"),
    ],
)
def test_a_date_is_read_as_people_write_it(written, meant):
    assert str(PartialDate.parse(written)) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1799-12-31", "too_early"),
        ("2926", "too_late"),
        ("2011-02-29", "impossible_date"),
        ("2012-13", "impossible_date"),
        ("2012-00", "impossible_date"),
        ("2012年2月30日", "impossible_date"),
        ("06/11/2012", "not_a_date"),
        ("2012-11-06-01", "not_a_date"),
        ("6 Brumaire 2012", "not_a_date"),
        ("soon", "not_a_date"),
        ("%s%d", "not_a_date"),
        ("", "not_a_date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(written, code):
    with pytest.raises(DomainError) as refusal:
        PartialDate.parse(written)

    assert refusal.value.code == code
    assert len(refusal.value.messages) == 1


def test_an_impossible_date_is_named_as_it_was_written():
    with override("en"), pytest.raises(DomainError) as refusal:
        PartialDate.parse("2012年2月30日")

    assert refusal.value.messages == ["There is no such day as “2012年2月30日”."]


@given(partial_dates())
def test_every_date_reads_back_from_each_way_it_is_written(partial):
    assert PartialDate.parse(str(partial)) == partial
    for language in ("zh-hans", "en"):
        with override(language):
            assert PartialDate.parse(partial.localized()) == partial


@given(partial_dates(), partial_dates())
def test_dates_stand_in_the_order_of_their_texts_and_of_their_earliest_days(one, other):
    assert one.earliest <= one.latest
    assert (one < other) == (str(one) < str(other))
    if one < other:
        assert one.earliest <= other.earliest
    if one.earliest < other.earliest:
        assert one < other


def test_a_date_says_how_exact_it_is_and_which_days_it_can_mean():
    february = PartialDate.parse("2012-02")

    assert (february.earliest, february.latest) == (date(2012, 2, 1), date(2012, 2, 29))
    assert [PartialDate.parse(text).precision for text in ("2012", "2012-02", "2012-02-03")] == [
        Precision.YEAR,
        Precision.MONTH,
        Precision.DAY,
    ]


def test_a_date_is_written_in_the_readers_language():
    day = PartialDate(2012, 11, 6)

    with override("zh-hans"):
        assert day.localized() == "2012年11月6日"
    with override("en"):
        assert day.localized() == "6 Nov 2012"


# --- In forms -------------------------------------------------------------------------------------


class SignedForm(forms.Form):
    signed_on = PartialDateFormField(required=False)


def test_a_form_reads_a_date_and_an_empty_one_is_none():
    form = SignedForm({"signed_on": "2012年11月"})
    empty = SignedForm({"signed_on": " "})

    assert form.is_valid()
    assert form.cleaned_data == {"signed_on": PartialDate(2012, 11)}
    assert empty.is_valid()
    assert empty.cleaned_data == {"signed_on": None}


def test_a_wrong_date_is_refused_at_its_field_and_stays_as_typed():
    form = SignedForm({"signed_on": "2011-02-29"})

    with override("en"):
        assert form.errors == {"signed_on": ["There is no such day as “2011-02-29”."]}
    assert form["signed_on"].value() == "2011-02-29"


def test_the_same_date_written_otherwise_is_no_change():
    form = SignedForm({"signed_on": "2012年11月"}, initial={"signed_on": PartialDate(2012, 11)})

    assert form.changed_data == []


def test_a_column_reads_text_and_days_and_refuses_the_rest():
    column = PartialDateField(null=True, blank=True)

    assert column.clean("2012/11", None) == PartialDate(2012, 11)
    assert column.clean(date(2012, 11, 6), None) == PartialDate(2012, 11, 6)
    assert column.get_prep_value("") is None
    with pytest.raises(ValidationError):
        column.clean("1799", None)


# --- Periods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "first", "last", "zh", "en"),
    [
        (Period.year(2026), date(2026, 1, 1), date(2026, 12, 31), "2026年", "2026"),
        (
            Period.academic_year(2026),
            date(2026, 9, 1),
            date(2027, 8, 31),
            "2026—2027学年",
            "2026–27",
        ),
        (
            Period.academic_year(1999),
            date(1999, 9, 1),
            date(2000, 8, 31),
            "1999—2000学年",
            "1999–00",
        ),
        (
            Period.academic_year(2026, starts=1),
            date(2026, 1, 1),
            date(2026, 12, 31),
            "2026学年",
            "2026",
        ),
        (
            Period.last_years(3, on=date(2026, 5, 5)),
            date(2023, 5, 6),
            date(2026, 5, 5),
            "近3年（截至2026年5月5日）",
            "last 3 years, to 5 May 2026",
        ),
        (
            Period.since(PartialDate(2012, 11), on=date(2026, 5, 5)),
            date(2012, 11, 1),
            date(2026, 5, 5),
            "2012年11月以来（截至2026年5月5日）",
            "since Nov 2012, to 5 May 2026",
        ),
        (
            Period.as_of(date(2026, 5, 5)),
            date(2026, 5, 5),
            date(2026, 5, 5),
            "截至2026年5月5日",
            "as of 5 May 2026",
        ),
        (
            Period(date(2026, 5, 1), date(2026, 5, 5)),
            date(2026, 5, 1),
            date(2026, 5, 5),
            "2026年5月1日至2026年5月5日",
            "1 May 2026 to 5 May 2026",
        ),
    ],
)
def test_a_period_has_its_days_and_a_name_in_both_languages(period, first, last, zh, en):
    assert (period.first, period.last) == (first, last)
    with override("zh-hans"):
        assert period.label == zh
    with override("en"):
        assert period.label == en


@pytest.mark.parametrize(
    ("day", "begins"),
    [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_day_lies_in_one_academic_year(day, begins):
    assert Period.academic_year_of(day) == Period.academic_year(begins)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(DomainError):
        Period(date(2026, 5, 2), date(2026, 5, 1))


@given(partial_dates(), DAYS, DAYS)
def test_what_surely_lies_in_a_period_possibly_lies_in_it(partial, one, other):
    period = Period(min(one, other), max(one, other))

    can = [period.contains(day) for day in (partial.earliest, partial.latest)]
    assert period.surely_contains(partial) == all(can)
    if any(can):
        assert period.possibly_contains(partial)
    assert period.possibly_overlaps(partial, partial) == period.possibly_contains(partial)


def test_what_is_open_or_unknown_overlaps_possibly():
    period = Period.year(2026)
    start, end = PartialDate(2025), PartialDate(2026)

    assert (period.surely_overlaps(start, None), period.possibly_overlaps(start, None)) == (
        True,
        True,
    )
    assert (period.surely_overlaps(None, end), period.possibly_overlaps(None, end)) == (False, True)
    assert period.possibly_overlaps(None, PartialDate(2025)) is False


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_added_within_the_length_of_the_month(day, months, result):
    assert add_months(day, months) == result


# --- Working days ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2026, 2, 14), True),
        (date(2026, 11, 23), True),
    ],
)
def test_china_works_on_the_weekends_that_were_moved(day, works):
    assert is_working_day(day) is works


def test_other_countries_keep_their_own_holidays():
    assert is_working_day(date(2026, 10, 1), "FR") is True
    assert is_working_day(date(2026, 10, 10), "FR") is False
    assert is_working_day(date(2026, 10, 3), "DE") is False


def test_a_country_without_known_holidays_is_refused():
    with pytest.raises(DomainError) as refusal:
        is_working_day(date(2026, 10, 1), "XX")

    assert refusal.value.code == "unknown_country"


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 10, 8), 2, date(2026, 10, 10)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 4), 0, date(2026, 10, 8)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_over_holidays(day, count, result):
    assert add_working_days(day, count) == result


@given(
    st.dates(date(2015, 1, 1), date(2029, 12, 31)),
    st.integers(-400, 400),
    st.sampled_from(["CN", "FR", "DE"]),
)
def test_going_some_working_days_and_back_leads_to_the_same_day(day, count, country):
    start = add_working_days(day, 0, country)
    goal = add_working_days(start, count, country)

    assert is_working_day(goal, country)
    assert add_working_days(goal, -count, country) == start
    assert working_days_between(start, goal, country) == count
    assert start + datetime.timedelta(days=count) <= goal if count >= 0 else goal < start
