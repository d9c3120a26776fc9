"""Numbers known in part: what is added, joined and compared stays true."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.kit.errors import DomainError
from entente.kit.quantities import NOTHING, Quantity, together, total

numbers = st.integers(0, 10**6)
# What a busy machine takes is no property.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def known(draw):
    """Draw bounds, and a number that lies in them."""
    low = draw(numbers)
    high = draw(st.one_of(st.none(), st.integers(low, low + 1000)))
    value = draw(st.integers(low, low + 2000 if high is None else high))
    return Quantity(low, high), value


def test_over_800_and_12_are_over_812():
    assert Quantity.more_than(800) + Quantity.exactly(12) == Quantity.more_than(812)


@patiently
@given(known(), known())
def test_a_sum_holds_whatever_the_parts_are(one, other):
    (first, a), (second, b) = one, other
    assert a + b in first + second
    assert first + second == second + first


@patiently
@given(st.lists(known(), max_size=5))
def test_a_total_holds_whatever_the_parts_are(parts):
    assert sum(value for _bounds, value in parts) in total(bounds for bounds, _value in parts)


@patiently
@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_joined_holds_whatever_is_in_both(ours, theirs):
    both = Quantity.exactly(len(ours)).joined(Quantity.exactly(len(theirs)))
    assert len(ours | theirs) in both


@patiently
@given(known(), known())
def test_the_hull_holds_either(one, other):
    (first, a), (second, b) = one, other
    assert a in first.hull(second)
    assert b in first.hull(second)


@patiently
@given(known(), known())
def test_within_means_that_nothing_falls_out(one, other):
    (first, value), (second, _b) = one, other
    if first.within(second):
        assert value in second
        assert first.meets(second)


@pytest.mark.parametrize(
    ("comparator", "low", "high", "expected"),
    [
        ("=", 6, None, Quantity(6, 6)),
        (">", 30, None, Quantity(31, None)),
        (">=", 30, None, Quantity(30, None)),
        ("~", 40, None, Quantity(36, 44)),
        ("range", 20, 40, Quantity(20, 40)),
    ],
)
def test_what_sources_say_has_bounds(comparator, low, high, expected):
    assert Quantity.stated(comparator, low, high) == expected


def test_bounds_stand_in_order():
    with pytest.raises(DomainError):
        Quantity(3, 2)


def test_nothing_is_written_plainly():
    assert (NOTHING.plain, Quantity.more_than(812).plain, Quantity(20, 40).plain) == (
        "0",
        "> 812",
        "20–40",
    )
    assert together([Quantity(1, 1), Quantity(5, None)]) == Quantity(5, None)
    assert Quantity(3, 5).possibly_none() == Quantity(0, 5)
