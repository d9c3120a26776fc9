"""Numbers in both languages, read back from how they are written; any text is taken."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entente.figures.claims import find
from entente.figures.claims.cues import table
from entente.figures.claims.numerals import numerals, read_english, read_han
from entente.figures.claims.prose import ordinary
from entente.figures.claims.things import thing_of

HAN = "零一二三四五六七八九"
ONES = list(table("numbers")["en"]["ones"])
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
COUNTS = st.integers(min_value=1, max_value=999_999_999_999)


def in_chinese(number):
    """Write a number as a Chinese reader expects it: 一百零五, 三万零二十."""
    for great, value in (("亿", 10**8), ("万", 10**4)):
        if number >= value:
            rest = number % value
            zero = "零" if rest and rest < value // 10 else ""
            return in_chinese(number // value) + great + zero + (in_chinese(rest) if rest else "")
    words, gap = "", False
    for scale, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if digit:
            words += ("零" if gap and words else "") + HAN[digit] + scale
            gap = False
        else:
            gap = True
    return words


def in_english(number):
    for word, value in (("billion", 10**9), ("million", 10**6), ("thousand", 1000)):
        if number >= value:
            rest = number % value
            tail = f" {'and ' if rest < 100 else ''}{in_english(rest)}" if rest else ""
            return f"{in_english(number // value)} {word}{tail}"
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100 - 1]} hundred" + (f" and {in_english(rest)}" if rest else "")
    if number >= 20:
        return TENS[number // 10] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")
    return ONES[number - 1]


@given(COUNTS)
def test_a_chinese_number_is_read_as_it_was_written(number):
    assert read_han(in_chinese(number)) == number


@given(COUNTS)
def test_an_english_number_is_read_as_it_was_written(number):
    assert read_english(in_english(number)) == number


@given(st.integers(min_value=11, max_value=99_999_999))
def test_a_number_counts_the_same_however_it_is_written(number):
    written = {
        f"{number} students": "en",
        f"{number:,} students": "en",
        f"{in_english(number)} students": "en",
        f"接收{number}名学生": "zh",
        f"接收{in_chinese(number)}名学生": "zh",
        f"接收{str(number).translate({48 + d: 0xFF10 + d for d in range(10)})}名学生": "zh",
    }

    for text in written:
        assert [(it.comparator, it.value, it.unit) for it in find(text)] == [
            ("=", number, "persons")
        ], text


@given(
    st.integers(min_value=2, max_value=5000),
    st.integers(min_value=1, max_value=5000),
    st.sampled_from(["{}-{}名学生", "{}至{}名学生", "{}～{}名学生", "{}名到{}名学生"]),
)
@example(5000, 5000, "{}-{}名学生")
def test_a_range_keeps_its_ends(low, more, pattern):
    [found] = find("招收" + pattern.format(low, low + more))

    assert (found.comparator, found.value, found.low, found.high) == (
        "range",
        None,
        low,
        low + more,
    )


PIECES = st.sampled_from(
    [
        *"一二三十百千万亿余多近约至到，。、；：年月日来人名个所项场次第前每自",
        "人次",
        "国家和地区",
        "2019年",
        "近三年来",
        "300",
        "1,200",
        "20-40",
        "12.5",
        " ",
        "\n",
        "students ",
        "universities ",
        "over ",
        "nearly ",
        "one hundred and ",
        "dozens of ",
        "in the past 5 years ",
        "since 1979 ",
        "to date ",
        "and ",
        "the ",
        "RMB ",
        "million ",
        "from ",
        "December 7 - 14, 2019 ",
        "\u3000",
        "３",
        "𝟓",
        "İ",
        "ß",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_words_of_a_statement_stand_where_it_says(text):
    end = 0
    for it in find(text):
        assert text[it.start : it.end] == it.text != ""
        assert end <= it.start
        assert (it.value is None) == (it.comparator == "range") == (it.low is not None)
        end = it.end


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_any_text_is_taken(text):
    assert all(text[it.start : it.end] == it.text for it in find(text))


@given(st.text(max_size=200))
def test_ordinary_signs_keep_every_place(text):
    assert len(ordinary(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("百", 100),
        ("二十三", 23),
        ("一百零五", 105),
        ("一万二千", 12_000),
        ("三亿五千万", 350_000_000),
        ("一万亿", 10**12),
        ("二〇一九", 2019),
        ("廿", None),
        ("", None),
    ],
)
def test_a_chinese_numeral(text, value):
    assert read_han(text) == value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("30人", "persons"),
        ("30人次", "person_times"),
        ("30个月", None),
        ("30元", "cny"),
        ("30 students", "persons"),
        ("30 student", None),
        ("30 days", None),
    ],
)
def test_what_a_number_counts(text, unit):
    [number] = numerals(text)
    thing = thing_of(text, number, len(text))

    assert (thing.unit if thing else None) == unit
    assert number.value == Decimal(30)
