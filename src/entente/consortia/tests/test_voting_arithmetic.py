"""The arithmetic of decisions: quorum, majorities, turns, dues of a part of a year."""

import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.consortia.enums import Majority, QuorumState
from entente.consortia.proration import Stretch, owed
from entente.consortia.rotation import next_in_turn, terms_in_a_row
from entente.consortia.voting import House, Share, Tally, carried, quorum, votes_needed

TWO_THIRDS = Share(Fraction(2, 3))
HALF = Share(Fraction(1, 2), more=True)
shares = st.builds(
    lambda pair, more: Share(Fraction(min(pair), max(pair)), more and pair[0] != pair[1]),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.booleans(),
)
few = st.integers(0, 6)


@pytest.mark.parametrize(
    ("taking_part", "entitled", "share", "state", "needed"),
    [
        (7, 11, TWO_THIRDS, QuorumState.MISSED, 8),
        (8, 11, TWO_THIRDS, QuorumState.REACHED, 8),
        (6, 9, TWO_THIRDS, QuorumState.REACHED, 6),
        (5, 9, TWO_THIRDS, QuorumState.MISSED, 6),
        (6, 12, HALF, QuorumState.MISSED, 7),
        (7, 12, HALF, QuorumState.REACHED, 7),
        (12, 12, Share(Fraction(1)), QuorumState.REACHED, 12),
        (0, 0, TWO_THIRDS, QuorumState.MISSED, 1),
    ],
)
def test_a_quorum_is_a_share_of_those_with_a_vote(taking_part, entitled, share, state, needed):
    found = quorum(share, House(entitled, taking_part))

    assert (found.state, found.needed, found.needed_at_most) == (state, needed, needed)


def test_without_a_stated_share_nobody_can_tell():
    assert quorum(None, House(11, 11)).state == QuorumState.UNCERTAIN


@given(shares, few, few, few, few)
def test_unknown_votes_make_a_quorum_uncertain_exactly_where_it_depends_on_them(
    share, there, away, unknown_there, unknown_away
):
    house = House(there + away, there, unknown_there + unknown_away, unknown_there)

    outcomes = {
        there + some >= share.needed(there + away + some + others)
        for some, others in product(range(unknown_there + 1), range(unknown_away + 1))
    }

    expected = {
        frozenset({True}): QuorumState.REACHED,
        frozenset({False}): QuorumState.MISSED,
        frozenset({True, False}): QuorumState.UNCERTAIN,
    }
    assert quorum(share, house).state == expected[frozenset(outcomes)]


@given(shares, few, few)
def test_one_more_who_takes_part_never_loses_a_quorum(share, there, away):
    before, after = House(there + away + 1, there), House(there + away + 1, there + 1)
    if quorum(share, before).state == QuorumState.REACHED:
        assert quorum(share, after).state == QuorumState.REACHED


@pytest.mark.parametrize(
    ("majority", "tally", "needed", "passes"),
    [
        (Majority.HALF_CAST, Tally(4, 3, 2), 4, True),
        (Majority.HALF_CAST, Tally(3, 3, 2), 4, False),
        (Majority.HALF_PART, Tally(4, 1, 4), 5, False),
        (Majority.HALF_ALL, Tally(5, 0, 4), 7, False),
        (Majority.TWO_THIRDS_CAST, Tally(6, 3, 0), 6, True),
        (Majority.TWO_THIRDS_PART, Tally(5, 3, 1), 6, False),
        (Majority.TWO_THIRDS_ALL, Tally(8, 1, 0), 8, True),
        (Majority.THREE_QUARTERS_CAST, Tally(6, 2, 0), 6, True),
        (Majority.THREE_QUARTERS_PART, Tally(6, 2, 1), 7, False),
        (Majority.THREE_QUARTERS_ALL, Tally(9, 0, 0), 9, True),
        (Majority.UNANIMOUS_CAST, Tally(2, 0, 7), 2, True),
        (Majority.UNANIMOUS_CAST, Tally(8, 1, 0), 9, False),
        (Majority.UNANIMOUS_CAST, Tally(0, 0, 9), 1, False),
        (Majority.UNANIMOUS_PART, Tally(8, 0, 1), 9, False),
        (Majority.UNANIMOUS_ALL, Tally(9, 0, 0), 12, False),
    ],
)
def test_each_majority_of_nine_present_of_twelve(majority, tally, needed, passes):
    house = House(12, 9)

    assert votes_needed(majority, house, tally) == needed
    assert carried(majority, house, tally) is passes


@given(st.sampled_from(list(Majority)), few, few, few, few)
def test_doubt_about_votes_never_carries_a_motion(majority, votes_for, against, abstain, unknown):
    there = votes_for + against + abstain
    tally = Tally(votes_for, against, abstain)

    if carried(majority, House(there, there, unknown, unknown), tally):
        assert carried(majority, House(there, there), tally)


@pytest.mark.parametrize(
    ("order", "held", "able", "turn"),
    [
        ([1, 2, 3], [], {1, 2, 3}, 1),
        ([1, 2, 3], [1], {1, 2, 3}, 2),
        ([1, 2, 3], [3], {1, 2, 3}, 1),
        ([1, 2, 3], [1], {1, 3}, 3),
        ([1, 2, 3], [1, 9], {1, 2, 3}, 2),
        ([1, 2, 3], [2], {2}, 2),
        ([1, 2, 3], [2], set(), None),
    ],
)
def test_whose_turn_it_is(order, held, able, turn):
    assert next_in_turn(order, held, able) == turn


def test_terms_in_a_row_end_where_somebody_else_held_it():
    assert [terms_in_a_row(held, 7) for held in ([], [7], [7, 7], [7, 1, 7], [7, 1])] == [
        0,
        1,
        2,
        1,
        0,
    ]


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "rule", "amount"),
    [
        ("2012-11-06", None, "months", "1200.00"),
        ("2012-11-06", "2026-06-30", "months", "600.00"),
        ("2012-11-06", "2026-07-01", "months", "700.00"),
        ("2026-07-02", None, "months", "500.00"),
        ("2012-11-06", "2026-06-30", "days", "595.07"),
        ("2012-11-06", "2026-06-30", "none", "1200.00"),
        ("2012-11-06", "2025-12-31", "months", "0.00"),
        ("2027-01-01", None, "days", "0.00"),
    ],
)
def test_dues_of_a_part_of_a_year(first, last, rule, amount):
    stretch = Stretch(day(first), day(last) if last else None, Decimal(1200))

    assert owed(2026, [stretch], rule) == Decimal(amount)


def test_a_change_of_class_within_a_month_counts_that_month_once():
    stretches = [
        Stretch(day("2012-11-06"), day("2026-03-15"), Decimal(1200)),
        Stretch(day("2026-03-16"), None, Decimal(600)),
    ]

    assert owed(2026, stretches, "months") == Decimal("750.00")


@given(
    st.integers(2023, 2028),
    st.integers(0, 364),
    st.sampled_from(["months", "days"]),
    st.decimals(0, 100_000, places=2),
)
def test_who_leaves_and_who_follows_pay_one_whole_year_together(year, offset, rule, amount):
    left = datetime.date(year, 1, 1) + datetime.timedelta(days=offset)
    before = Stretch(day("2000-01-01"), left, amount)
    after = Stretch(left + datetime.timedelta(days=1), None, amount)

    both = owed(year, [before], rule) + owed(year, [after], rule)

    assert abs(both - amount) <= Decimal("0.01")
    assert owed(year, [before, after], rule) == amount
