"""Conflicts between statements: each rule with what it must find and what it must leave alone."""

import datetime

import pytest
from django.utils import translation

from entente.figures.claims import check
from entente.figures.tests.claim_rows import claims_of, pair, row

TODAY = datetime.date(2026, 11, 22)


def conflicts(rows, on=TODAY):
    return [(it.kind, it.ids) for it in check(claims_of(rows), on=on)]


BOTH = ("900.1", "900.2")

AGREEING = {
    "the same in both languages": pair(),
    "余 and over": pair(comparator=">"),
    "about and the very number": pair({"comparator": "~"}, {}),
    "about 118 and exactly 120": pair({"comparator": "~", "value": "118"}, {}),
    "nearly 40 and 38": pair(
        {"comparator": "~", "value": "40", "source_text": "近40名"}, {"value": "38"}
    ),
    "over 300 and 312": pair({"comparator": ">", "value": "300"}, {"value": "312"}),
    "at least 30 and over 30": pair(
        {"comparator": ">=", "value": "30"}, {"comparator": ">", "value": "30"}
    ),
    "dozens and 数十": pair(
        {"comparator": "range", "value": "20..99"}, {"comparator": "range", "value": "24..99"}
    ),
    "a number inside a range": pair({"comparator": "range", "value": "100..150"}, {}),
    "two numbers of two stated periods": pair(
        {"window": "last_years:3", "value": "300"}, {"window": "last_years:5", "value": "500"}
    ),
    "a year and its days": pair({"window": "year:2019"}, {"window": "dates:2019-01-01/2019-12-31"}),
    "since a year and since its month": pair(
        {"window": "since:2012-11"}, {"window": "since:2012-11-06"}
    ),
    "what holds, with and without the day": pair(
        {"window": "at:2026-06"}, {}, measure="partners", unit="institutions"
    ),
    "groups and the person-times in them": pair(
        {"unit": "groups", "value": "60"}, {"unit": "person_times", "value": "800"}
    ),
    "fewer persons than person-times": pair(
        {"unit": "persons", "value": "150"}, {"unit": "person_times", "value": "200"}
    ),
    "one language only": pair()[:1],
    "two notes under one measure": pair(
        {"detail": "adjunct doctoral supervisors", "value": "11"},
        {"detail": "long-term cooperation experts", "comparator": ">", "value": "50"},
        measure="expert_appointments",
    ),
    "two measures": pair(
        {"measure": "applications", "value": "300"}, {"measure": "admissions", "value": "251"}
    ),
    "two subjects": pair({"subject": "Hill College", "value": "300"}, {}),
    "two documents": pair({"seed": "901", "value": "300"}, {}),
    "the day and its month": pair(
        {"value": "2012-11-06"}, {"value": "2012-11"}, unit="date", measure="founded"
    ),
    "one country under two names": pair(
        detail="", zh={"detail": "UK; US; South Korea"}, en={"detail": "Britain; USA; Korea"}
    ),
    "initials and the whole name": pair(
        zh={"detail": "KIT; Stanford; Oxford"},
        en={"detail": "Oxford University; Karlsruhe Institute of Technology; Stanford University"},
    ),
    "a plan that is still to come": [
        row("900.1", window="at:2027-06", source_text="will be held in June 2027")
    ],
    "a yearly habit told with will": [
        row("900.1", window="per_year", source_text="will hold several conferences every year")
    ],
    "将近 is no plan": [
        row("900.1", lang="zh", window="year:2019", comparator="~", source_text="将近120人")
    ],
    "as many editions as years": [
        row("900.1", unit="years", value="19", window="since:2002", as_of="2020-10-22")
    ],
    "a part that says so": [
        row("900.1", measure="funded", value="300"),
        row("900.2", value="251", detail="of the 300 funded", source_text="251 of the 300 went"),
    ],
    "a part in another unit": [
        row("900.1", measure="funded", value="300"),
        row("900.2", unit="countries", value="12", detail="of the 300 funded"),
    ],
    "a longer time with more": [
        row("900.1", window="year:2024", value="100", as_of="2025-01-10"),
        row("900.2", window="last_years:3", value="280", as_of="2025-01-10"),
    ],
    "years that add up": [
        row("900.1", window="per_year", comparator="range", value="20..40"),
        row("900.2", window="since:2010", value="300", as_of="2020-06-01"),
    ],
    "examples in a longer list": [
        row("900.1", unit="institutions", value="30", detail="Oxford; Stanford; Waterloo")
    ],
}

DISAGREEING = {
    "units": (
        pair({"unit": "person_times", "comparator": ">"}, {"unit": "groups", "comparator": ">"}),
        [("unit", BOTH)],
    ),
    "units under two names of a measure": (
        pair(
            {"unit": "person_times", "measure": "visitors_received", "detail": "visiting groups"},
            {"unit": "groups", "measure": "visiting_groups_received", "detail": "visiting groups"},
        ),
        [("unit", BOTH)],
    ),
    "units and numbers": (
        pair(
            {"unit": "person_times", "measure": "visitors_received", "value": "900"},
            {"unit": "groups", "measure": "visiting_groups_received", "value": "800"},
            detail="visiting groups from overseas",
        ),
        [("unit", BOTH), ("value", BOTH)],
    ),
    "more persons than person-times": (
        pair({"unit": "person_times", "value": "100"}, {"unit": "persons", "value": "150"}),
        [("unit", BOTH), ("value", BOTH)],
    ),
    "over and exactly": (pair({"comparator": ">"}, {}), [("comparator", BOTH)]),
    "nearly and over": (
        pair({"comparator": "~", "source_text": "近120名"}, {"comparator": ">"}),
        [("comparator", BOTH)],
    ),
    "at most and over": (
        pair({"comparator": "<="}, {"comparator": ">"}),
        [("comparator", BOTH)],
    ),
    "numbers": (pair({"value": "130"}, {}), [("value", BOTH)]),
    "over 900 and over 800": (
        pair({"comparator": ">", "value": "900"}, {"comparator": ">", "value": "800"}),
        [("value", BOTH)],
    ),
    "over 300 and 800": (
        pair({"comparator": ">", "value": "300"}, {"value": "800"}),
        [("value", BOTH)],
    ),
    "ranges": (
        pair(
            {"comparator": "range", "value": "20..40"}, {"comparator": "range", "value": "20..60"}
        ),
        [("value", BOTH)],
    ),
    "no period and a period": (pair({}, {"window": "last_years:5"}), [("window", BOTH)]),
    "a year and every year": (
        pair({"window": "year:2019"}, {"window": "per_year"}),
        [("window", BOTH)],
    ),
    "one number in two periods": (
        pair({"window": "last_years:3"}, {"window": "last_years:5"}),
        [("window", BOTH)],
    ),
    "dates": (
        pair(
            {"value": "2012-11-06"},
            {"value": "2013-11"},
            unit="date",
            measure="founded",
            window="recent",
        ),
        [("date", BOTH)],
    ),
    "names": (
        pair(
            {"detail": "Siegen; Huddersfield; University of Serbia"},
            {"detail": "University of Siegen; Huddersfield; Belgrade"},
        ),
        [("names", BOTH)],
    ),
    "a name left out": (
        pair({"detail": "Siegen; Huddersfield; Belgrade"}, {"detail": "Siegen; Huddersfield"}),
        [("list", BOTH)],
    ),
    "one list in two lengths": (
        pair(
            {"measure": "members", "value": "4", "detail": "Oxford; Stanford; Kyoto; Waterloo"},
            {"measure": "founders", "value": "3", "detail": "Stanford; Oxford; Waterloo"},
            unit="institutions",
        ),
        [("list", BOTH)],
    ),
    "a list longer than its number": (
        [row("900.1", unit="institutions", value="3", detail="Oxford; Kyoto; Bonn; Leeds")],
        [("list", ("900.1",))],
    ),
    "a plan that is past": (
        [row("900.1", window="at:2019-06", source_text="preparations are under way")],
        [("stale", ("900.1",))],
    ),
    "a Chinese plan that is past": (
        [row("900.1", lang="zh", window="at:2019-06", source_text="将于2019年6月举办")],
        [("stale", ("900.1",))],
    ),
    "more editions than years": (
        [row("900.1", unit="years", value="22", window="since:2002", as_of="2020-10-22")],
        [("arithmetic", ("900.1",))],
    ),
    "more editions than years, on a page without a date": (
        [row("900.1", unit="years", value="26", window="since:2002")],
        [("arithmetic", ("900.1",))],
    ),
    "more editions than years since the founding": (
        [
            row("900.1", measure="alliance_founded", unit="date", value="2015"),
            row("900.2", measure="summer_schools", unit="years", value="15"),
        ],
        [("arithmetic", BOTH)],
    ),
    "a part read as the whole": (
        [
            row("900.1", measure="funded", value="300", window="year:2019"),
            row("900.2", value="251", window="year:2019", detail="of the 300 funded"),
        ],
        [("part", BOTH)],
    ),
    "a Chinese part read as the whole": (
        [
            row("900.1", lang="zh", measure="funded", value="300"),
            row("900.2", lang="zh", value="251", detail="获资助的300人中"),
        ],
        [("part", BOTH)],
    ),
    "a part larger than the whole": (
        [
            row("900.1", value="5", comparator=">"),
            row("900.2", value="11", detail="adjuncts", source_text="including 11 adjuncts"),
        ],
        [("arithmetic", BOTH)],
    ),
    "two numbers in one text": ([row("900.1"), row("900.2", value="150")], [("value", BOTH)]),
    "two texts on one year": (
        [row("900.1", window="year:2019"), row("901.1", seed="901", window="year:2019", value="9")],
        [("value", ("900.1", "901.1"))],
    ),
    "a longer time with less": (
        [
            row("900.1", window="year:2024", value="300", as_of="2025-01-10"),
            row("900.2", window="last_years:3", value="200", as_of="2025-01-10"),
        ],
        [("arithmetic", BOTH)],
    ),
    "years that do not add up": (
        [
            row("900.1", window="per_year", comparator="range", value="20..40"),
            row("900.2", window="since:2010", value="1900", as_of="2020-06-01"),
        ],
        [("arithmetic", BOTH)],
    ),
    "a year after the text": (
        [row("900.1", window="year:2021", as_of="2020-01-08")],
        [("date", ("900.1",))],
    ),
}


@pytest.mark.parametrize("rows", AGREEING.values(), ids=AGREEING)
def test_statements_that_agree_are_left_alone(rows):
    assert conflicts(rows) == []


@pytest.mark.parametrize(("rows", "expected"), DISAGREEING.values(), ids=DISAGREEING)
def test_a_contradiction_is_found_with_just_its_statements(rows, expected):
    assert conflicts(rows) == expected


def test_a_plan_grows_old_on_the_day_after_its_last():
    plan = [row("900.1", window="at:2019-06", source_text="to be held in June 2019")]

    assert conflicts(plan, on=datetime.date(2019, 6, 30)) == []
    assert conflicts(plan, on=datetime.date(2019, 7, 1)) == [("stale", ("900.1",))]


def test_the_order_of_the_rows_does_not_matter():
    rows, expected = DISAGREEING["units and numbers"]

    assert sorted(kind for kind, _ids in conflicts(rows[::-1])) == sorted(k for k, _ in expected)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "The units disagree: the Chinese statement 900.1 counts more than 120 person-times,"
            " the English statement 900.2 counts more than 120 groups.",
        ),
        ("zh-hans", "计量单位不一致：中文表述900.1为超过120人次，英文表述900.2为超过120个团组。"),
    ],
)
def test_a_conflict_is_told_in_the_readers_language(language, sentence):
    rows, _expected = DISAGREEING["units"]
    with translation.override(language):
        [conflict] = check(claims_of(rows), on=TODAY)

    assert conflict.message == sentence
