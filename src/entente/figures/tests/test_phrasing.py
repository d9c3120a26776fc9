"""Numbers in words are never false, whatever the number and the rule."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.figures.enums import OverWord, Step, Style
from entente.figures.phrasing import Wording
from entente.kit.quantities import Quantity

wordings = st.builds(
    Wording,
    style=st.sampled_from(Style.values),
    step=st.sampled_from(Step.values),
    over_word=st.sampled_from(OverWord.values),
)
numbers = st.integers(0, 10**9)


def quantity(low, more):
    return Quantity(low, None if more is None else low + more)


quantities = st.builds(quantity, numbers, st.one_of(st.none(), st.just(0), st.integers(0, 5000)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wordings, quantities)
def test_words_allow_whatever_the_number_may_be(wording, number):
    assert number.within(wording.phrase(number).allows)


@pytest.mark.parametrize("style", Style.values)
@pytest.mark.parametrize("step", Step.values)
def test_every_number_near_an_edge_is_worded_truly(style, step):
    edges = {10**power * first for power in range(8) for first in (1, 2, 9)} | {0, 1, 2, 15, 36}
    for edge in edges:
        for value in range(max(edge - 12, 0), edge + 13):
            number = Quantity.exactly(value)
            phrase = Wording(style, step).phrase(number)
            assert value in phrase.allows
            for language in ("zh", "en"):
                assert says_truly(phrase.in_language(language), value), (phrase, value)


def says_truly(words, value):
    """Read the words again, apart from the rules that made them."""
    plain = words.replace(",", "")
    million = " million" in plain
    digits = "".join(char for char in plain.replace(" million", "") if char in "0123456789.")
    size = 10**6 if million else 10**8 if "亿" in plain else 10**4 if "万" in plain else 1
    said = round(float(digits) * size)
    if plain.startswith(("over", "逾", "超")) or "余" in plain or "多" in plain:
        return value > said
    if plain.startswith(("nearly", "近")):
        return said * 0.9 <= value < said
    if plain.startswith(("about", "约")):
        return said * 0.9 <= value <= said * 1.1
    if plain.startswith(("at least", "不少于", "至少")):
        return value >= said
    return value == said


@pytest.mark.parametrize(
    ("style", "number", "zh", "en"),
    [
        ("auto", Quantity.exactly(300), "300", "300"),
        ("auto", Quantity.exactly(301), "300余", "over 300"),
        ("auto", Quantity.exactly(38), "近40", "nearly 40"),
        ("auto", Quantity.exactly(9), "9", "9"),
        ("auto", Quantity.exactly(0), "0", "0"),
        ("over", Quantity.exactly(826), "800余", "over 800"),
        ("over", Quantity.more_than(1_800_000), "180余万", "over 1.8 million"),
        ("over", Quantity.exactly(12_345), "1.2万余", "over 12,000"),
        ("nearly", Quantity.exactly(37), "近40", "nearly 40"),
        ("nearly", Quantity.exactly(31), "30余", "over 30"),
        ("about", Quantity.exactly(203), "约200", "about 200"),
        ("about", Quantity.about(300), "约300", "about 300"),
        ("exact", Quantity.exactly(812), "812", "812"),
        ("exact", Quantity.more_than(812), "超过812", "over 812"),
        ("exact", Quantity(20, 40), "20至40", "20 to 40"),
        ("exact", Quantity.at_least(3), "至少3", "at least 3"),
        ("over", Quantity(800, 826), "不少于800", "at least 800"),
    ],
)
def test_numbers_are_worded_as_an_office_would(style, number, zh, en):
    phrase = Wording(style).phrase(number)
    assert (phrase.zh, phrase.en) == (zh, en)


@pytest.mark.parametrize(
    ("word", "small", "large"),
    [
        ("余", "300余", "180余万"),
        ("多", "300多", "180多万"),
        ("逾", "逾300", "逾180万"),
        ("超", "超300", "超180万"),
    ],
)
def test_chinese_says_over_in_four_ways(word, small, large):
    wording = Wording("over", 0, word)
    assert wording.phrase(Quantity.more_than(300)).zh == small
    assert wording.phrase(Quantity.more_than(1_800_000)).zh == large
