"""Who reviews what, what scores come to, what is hidden: plain computing."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.reviewing.masking import blackened, masked_name, masked_number
from entente.reviewing.sharing import share
from entente.reviewing.weighing import mean, outliers, ranks, spread, total

pytestmark = pytest.mark.one_database


@given(st.integers(1, 40), st.integers(1, 12), st.data())
def test_everybody_has_as_many_within_one_and_each_application_has_enough(number, panel, data):
    each = data.draw(st.integers(1, panel))

    found = share("seed", range(number), range(100, 100 + panel), each)

    load = Counter(reviewer for users in found.values() for reviewer in users)
    counts = [load[reviewer] for reviewer in range(100, 100 + panel)]
    assert max(counts) - min(counts) <= 1
    assert all(len(set(users)) == len(users) == each for users in found.values())
    assert found == share("seed", reversed(range(number)), range(99 + panel, 99, -1), each)


def test_another_seed_assigns_otherwise():
    assert share("one", range(20), range(5), 2) != share("two", range(20), range(5), 2)


def test_gaps_are_filled_by_those_who_may_and_have_fewest():
    held = {1: frozenset({10}), 2: frozenset({10, 11}), 3: frozenset({11, 12})}

    found = share("seed", (1, 2, 3), (10, 11, 12, 13), 2, held=held, barred={1: frozenset({13})})

    assert {key: users for key, users in found.items() if users} == {1: [12]}


def test_a_total_is_the_weighted_share_of_the_highest_scores():
    assert total([(Decimal(8), 10, 60), (Decimal(4), 5, 40)]) == Decimal("80.00")
    assert total([(Decimal("7.55"), 10, 1), (Decimal(0), 3, 2)]) == Decimal("25.17")
    assert total([(Decimal(5), 5, 7)]) == Decimal("100.00")


def test_mean_spread_and_outliers():
    totals = [Decimal(90), Decimal(88), Decimal(60)]

    assert mean(totals) == Decimal("79.33")
    assert spread(totals) == Decimal(30)
    # 90 lies 16 from the mean of 88 and 60; 88 lies 13 from that of 90 and 60.
    assert outliers(totals, 15) == [True, False, True]
    assert outliers([Decimal(90)], 15) == [False]
    assert outliers([Decimal(75), Decimal(60)], 15) == [False, False]
    assert (mean([]), spread([Decimal(1)])) == (None, None)


def test_equal_means_have_one_rank():
    assert ranks([Decimal(70), None, Decimal(90), Decimal(70), Decimal(60)]) == [2, None, 1, 2, 4]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("欧阳娜娜", "欧***"),
        ("Zhang San", "Z**** S**"),
        ("Иванова Мария", "И****** М****"),
        ("Ö Ä", "Ö* Ä*"),
        ("", ""),
    ],
)
def test_masked_names(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("2019123412", "2019****12"), ("20191", "***91"), ("12", "*12"), ("", "")],
)
def test_masked_numbers(number, masked):
    assert masked_number(number) == masked


def test_words_that_say_who_it_is_are_blackened():
    words = ["张三", "San Zhang", "San", "Zhang", "zhang@example.org", "20191234", "Li"]
    text = "我叫张三 (San Zhang, zhang@example.org), 20191234. Sanctions; Lisbon; zhang san."

    assert blackened(text, words) == "我叫▇▇ (▇▇, ▇▇), ▇▇. Sanctions; Lisbon; ▇▇ ▇▇."
