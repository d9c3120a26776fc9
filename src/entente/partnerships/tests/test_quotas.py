"""Nested quotas: what covers what, sums by tree, where parts do not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.partnerships.quotas import (
    Kind,
    Misplaced,
    Quota,
    TooMany,
    by_tree,
    faults,
    semesters,
    total,
    used,
)

ANY = Kind(2026, "outbound")


def quota(key, number, parent=None, kind=None, **values):
    kind = kind or (ANY if parent is None else Kind(2026, "outbound", field="05" + "1" * key))
    return Quota(key, kind, number, parent, **values)


@pytest.mark.parametrize(
    ("narrow", "covered"),
    [
        (Kind(2026, "outbound", level="bachelor"), True),
        (Kind(2026, "outbound", field="0533"), True),
        (Kind(2026, "outbound", unit="/1/7/"), True),
        (Kind(2026, "outbound", language="de"), True),
        (Kind(2026, "inbound", level="bachelor"), False),
        (Kind(2027, "outbound", level="bachelor"), False),
        (Kind(2026, "outbound", stay="teaching"), False),
        (Kind(2026, "outbound", basis="free_mover"), False),
    ],
)
def test_places_for_anybody_cover_all_of_their_year_direction_and_kind(narrow, covered):
    assert ANY.covers(narrow) is covered


@pytest.mark.parametrize(
    ("broad", "narrow", "covered"),
    [
        ({"level": "postgraduate"}, {"level": "doctor"}, True),
        ({"level": "postgraduate"}, {"level": "bachelor"}, False),
        ({"level": "doctor"}, {"level": "postgraduate"}, False),
        ({"field": "05"}, {"field": "0533"}, True),
        ({"field": "0533"}, {"field": "05"}, False),
        ({"unit": "/1/7/"}, {"unit": "/1/7/9/"}, True),
        ({"unit": "/1/7/"}, {"unit": "/1/"}, False),
        ({"language": "de"}, {"language": "de", "language_level": "B2"}, True),
        ({"language": "de"}, {"language": "fr"}, False),
    ],
)
def test_a_kind_covers_what_lies_within_it(broad, narrow, covered):
    assert Kind(2026, "inbound", **broad).covers(Kind(2026, "inbound", **narrow)) is covered


def test_parts_may_leave_places_over_but_never_exceed_their_quota():
    top, first = quota(0, 10), quota(1, 6, 0)

    assert faults([top, first, quota(2, 4, 0)]) == []
    assert faults([top, first, quota(2, 3, 0)]) == []
    assert faults([top, first, quota(2, 5, 0)]) == [TooMany(top, 11)]


def test_the_rule_holds_at_every_level():
    top, middle = quota(0, 10), quota(1, 3, 0)
    low = quota(2, 4, 1)

    assert faults([top, middle, low]) == [TooMany(middle, 4)]


def test_a_part_stands_under_what_covers_it():
    other_year = Quota(1, Kind(2027, "outbound", level="bachelor"), 1, 0)
    same = Quota(2, ANY, 1, 0)
    lost = Quota(3, Kind(2026, "outbound", level="master"), 1, 99)

    assert faults([quota(0, 10), other_year, same, lost]) == [
        Misplaced(other_year),
        Misplaced(same),
        Misplaced(lost),
    ]


def test_what_is_divided_is_counted_once():
    assert total([quota(0, 10), quota(1, 6, 0), quota(2, 2, 1)]) == 10


def test_use_of_parts_adds_up_where_nothing_is_said_of_the_whole():
    quotas = [quota(0, 10), quota(1, 6, 0, used=4), quota(2, 4, 0), quota(3, 5)]

    assert used(quotas) == {0: 4, 1: 4, 2: None, 3: None}


def test_what_is_said_of_the_whole_holds():
    assert used([quota(0, 10, used=7), quota(1, 6, 0, used=4)]) == {0: 7, 1: 4}


@pytest.mark.parametrize(
    ("months", "number"), [(None, None), (3, 1), (6, 1), (6.5, 2), (9, 2), (12, 2), (0, 1)]
)
def test_a_year_counts_as_two_semesters(months, number):
    assert semesters(months) == number


# --- Whatever people enter ------------------------------------------------------------------------


@st.composite
def forests(draw):
    """Quotas in trees, divided as a careful person would."""
    quotas = []
    for top in range(draw(st.integers(1, 3))):
        kind = Kind(2026, "outbound", language=("de", "en", "fr")[top])
        quotas.append(Quota(len(quotas), kind, draw(st.integers(0, 50))))
        for _ in range(draw(st.integers(0, 5))):
            tree = [it for it in quotas if it.kind.language == kind.language]
            above = draw(st.sampled_from(tree))
            taken = sum(it.number for it in quotas if it.parent == above.key)
            number = draw(st.integers(0, above.number - taken))
            field = f"{above.kind.field}{len(quotas):03}"
            below = Kind(2026, "outbound", language=kind.language, field=field)
            known = draw(st.none() | st.integers(0, 60))
            quotas.append(Quota(len(quotas), below, number, above.key, known))
    return quotas


@given(forests())
def test_what_is_divided_with_care_fits_and_counts_its_tops(quotas):
    assert faults(quotas) == []
    assert total(quotas) == sum(it.number for it in quotas if it.parent is None)


@given(forests(), st.data())
def test_one_place_too_many_is_found_at_its_quota(quotas, data):
    divided = {it.parent for it in quotas if it.parent is not None}
    if not divided:
        return
    key = data.draw(st.sampled_from(sorted(divided)))
    parts = sum(it.number for it in quotas if it.parent == key)
    small = [
        Quota(it.key, it.kind, parts - 1, it.parent) if it.key == key and parts else it
        for it in quotas
    ]
    found = {it.quota.key for it in faults(small) if isinstance(it, TooMany)}

    assert (key in found) == (parts > 0)


@given(forests(), st.randoms())
def test_the_order_of_entry_changes_nothing(quotas, chance):
    shuffled = list(quotas)
    chance.shuffle(shuffled)

    assert used(shuffled) == used(quotas)
    assert total(shuffled) == total(quotas)
    ordered = [row.key for _depth, row in by_tree(shuffled, key="key", parent="parent")]
    assert sorted(ordered) == [it.key for it in quotas]
    places = {key: place for place, key in enumerate(ordered)}
    assert all(places[it.parent] < places[it.key] for it in quotas if it.parent is not None)


@given(st.integers(2, 6))
def test_quotas_in_a_ring_are_misplaced(size):
    ring = [
        Quota(at, Kind(2026, "outbound", field="1" * at), 1, (at - 1) % size) for at in range(size)
    ]

    assert set(faults(ring)) == {Misplaced(it) for it in ring}
