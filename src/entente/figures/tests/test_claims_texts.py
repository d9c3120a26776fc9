"""A running text checked against itself; the pages are made up."""

import datetime

import pytest
from django.utils import translation

from entente.figures.claims import review
from entente.figures.claims.texts import dateline

TODAY = datetime.date(2026, 11, 22)
CHINESE = (
    "近三年来，学校派出400余名学生赴海外交流，接待境外来访团组900余人次。"
    "学校与60多所高校建立了合作。"
)
ENGLISH = (
    " In the past three years, more than 400 students went abroad, and we welcomed over 900"
    " overseas visitors. We have partnerships with more than 60 universities."
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def told(text, on=TODAY):
    found = review(text, on=on)
    assert all(text[p.start : p.end] == p.text for it in found for p in it.places)
    return [(it.kind, *(place.text for place in it.places)) for it in found]


@pytest.mark.parametrize(
    ("chinese", "english", "expected"),
    [
        ((), (), [("unit", "900余人次", "over 900 overseas visitors")]),
        (("人次", "人"), (), []),
        (
            ("人次", "人"),
            ("more than 400", "more than 500"),
            [("value", "400余名学生", "more than 500 students")],
        ),
        (("人次", "人"), ("more than 60", "60"), [("comparator", "60多所高校", "60 universities")]),
        (
            ("人次", "人"),
            ("past three", "past five"),
            [
                ("window", "400余名学生", "more than 400 students"),
                ("window", "900余人", "over 900 overseas visitors"),
            ],
        ),
    ],
)
def test_the_two_languages_of_a_page_drift_apart(chinese, english, expected):
    text = (CHINESE.replace(*chinese) if chinese else CHINESE) + (
        ENGLISH.replace(*english) if english else ENGLISH
    )

    assert told(text) == expected


@pytest.mark.parametrize("number", ["800", "900"])
def test_groups_and_person_times_are_a_mismatch_whichever_number_was_changed(number):
    text = f"接待国(境)外访问团组{number}余人次。 We welcomed over 800 overseas visiting groups."

    kinds = [it[0] for it in told(text)]

    assert kinds == (["unit"] if number == "800" else ["unit", "value"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The summer school will be held in Canada in June 2019.", ["stale"]),
        ("暑期学校将于2019年6月在加拿大举办。", ["stale"]),
        ("The summer school will be held in Canada in June 2027.", []),
        ("The centre was established in 2018, which will help research.", []),
        ("中心已于2018年成立，将推动科研合作。", []),
    ],
)
def test_a_plan_that_is_past_is_stale(text, expected):
    assert [it[0] for it in told(text)] == expected


def test_a_short_name_stands_for_one_long_name():
    text = (
        "The Alliance of Earth Universities (AEU) was founded in 2012. Members of the Alliance for"
        " Earth Universities (AEU) meet every year."
    )

    assert told(text) == [
        ("names", "Alliance of Earth Universities", "Alliance for Earth Universities")
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Oct 22,2020\n\nCooperation cases", "2020-10-22"),
        ("News\nJanuary 8, 2020Click:\n\nA text.", "2020-01-08"),
        ("发布时间：2021年3月5日\n正文", "2021-03-05"),
        ("A delegation came on 5 March 2021 and stayed for several days with us.", "None"),
        ("In 2019", "None"),
    ],
)
def test_a_page_says_of_which_day_it_is(text, day):
    assert str(dateline(text)) == day


def test_a_series_is_measured_by_the_day_of_its_page():
    page = "Oct 22, 2020\n\nSince 2002 the exchange has been held for 22 consecutive years."

    assert told(page) == [("arithmetic", "22 consecutive years")]
    assert told(page.replace("22 consecutive", "19 consecutive")) == []


def test_two_numbers_of_one_text_are_no_conflict_by_themselves():
    assert told("We employ more than 50 experts, including 11 adjunct supervisors.") == []
