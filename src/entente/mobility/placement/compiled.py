"""Deferred acceptance over columns of numbers, compiled: the same result, quickly.

Loading it loads Numba; `solving` does so only for many wishes. The machine code is kept between
runs in the folder NUMBA_CACHE_DIR, which the settings lay into the installation's own. What is
compiled avoids memory that is far away, for at a million applicants that is all that costs time:
option and score of a wish lie side by side, all that is known of a node in one row.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numba.core.errors import NumbaError
from numpy.typing import NDArray

from entente.mobility.placement.instance import Instance

Whole = NDArray[np.int64]
Small = NDArray[np.int32]
NOBODY = np.iinfo(np.int64).max
# A wish as a row: option, and score from 0 on; -1 for what cannot be had.
OPTION, SCORE = 0, 1
# A node as a row: its parent, how many hold a place, how many places it has beside the fixed ones,
# where its pile begins, and where it stands in that of its parent.
PARENT, COUNT, ROOM, PILE, SEAT = range(5)


class Columns(NamedTuple):
    """An instance as numbers.

    Wishes stand one applicant behind the other, those of `at` from `start[at]` up to
    `start[at + 1]`. `luck` is the higher, the luckier; `room` are the places of each node beside
    the fixed ones.
    """

    start: Small
    wishes: Small
    luck: Small
    parent: Small
    room: Whole


def held(instance: Instance, closed: dict[int, list[str]]) -> list[int] | None:
    """Give the option that each applicant holds, -1 for none; the fixed ones hold none here.

    None where the numbers are too large for the machine's, or where nothing can be compiled.
    """
    if not instance.options:
        return [-1] * len(instance.people)
    try:
        columns = columns_of(instance, closed)
        rank = solve(columns)
    except (OverflowError, NumbaError, OSError):
        return None
    option = columns.wishes[np.maximum(columns.start[:-1] + rank, 0), OPTION]
    found: list[int] = np.where(rank < 0, -1, option).tolist()
    return found


def columns_of(instance: Instance, closed: dict[int, list[str]]) -> Columns:
    """Write an instance as columns; `OverflowError` where a score is too large for them."""
    scores = np.array(instance.scores, dtype=np.int64)
    low = int(scores.min())
    if int(scores.max()) - low > np.iinfo(np.int32).max:
        message = "the scores lie too far apart"
        raise OverflowError(message)
    wishes = np.empty((len(scores), 2), dtype=np.int32)
    wishes[:, OPTION] = instance.options
    wishes[:, SCORE] = scores - low
    wishes[list(closed), SCORE] = -1
    start = np.array(instance.start, dtype=np.int32)
    for at in instance.settled:
        wishes[start[at] : start[at + 1], SCORE] = -1
    order = np.array(instance.order, dtype=np.int32)
    room = np.array(instance.caps, dtype=np.int64) - np.array(instance.taken, dtype=np.int64)
    parent = np.array(instance.parents, dtype=np.int32)
    return Columns(start, wishes, len(order) - 1 - order, parent, room)


def solve(columns: Columns) -> NDArray[np.int16]:
    """Give for each applicant which of the wishes is held, 0 for the dearest; -1 for none.

    `OverflowError` where score, luck and rank do not fit into one number.
    """
    people = len(columns.luck)
    ranks = int(np.diff(columns.start).max(initial=1)).bit_length()
    lucky = max(people - 1, 1).bit_length()
    high = int(columns.wishes[:, SCORE].max(initial=0))
    if high.bit_length() + lucky + ranks > 62 or ranks > 15:
        message = "score, luck and rank do not fit into one number"
        raise OverflowError(message)
    nodes, pile = _laid_out(columns)
    by_luck = np.empty(people, dtype=np.int32)
    by_luck[columns.luck] = np.arange(people, dtype=np.int32)
    held = np.full(people, -1, dtype=np.int16)
    bar = np.full(len(nodes), -1, dtype=np.int64)
    turn = in_turn(columns.start, columns.wishes, high)
    place(turn, *columns[:3], nodes, held, by_luck, bar, pile, lucky, ranks)
    return held


def _laid_out(columns: Columns) -> tuple[Small, Whole]:
    """Give the nodes as rows, and room for their piles.

    The pile of an option is a heap of the values it holds, the worst first. That of another node
    is a tree in which each entry is the smaller of its two, over the worst of each of its parts.
    """
    parent, room = columns.parent, np.minimum(columns.room, len(columns.wishes))
    if int(room.sum()) > len(columns.wishes):
        wished = np.bincount(columns.wishes[:, OPTION], minlength=len(room)).astype(np.int64)
        room = np.minimum(room, wished_below(parent, wished))
    parts = np.bincount(parent[parent >= 0], minlength=len(parent))
    wide = np.where(parts > 0, 2 * parts, room + 1)
    nodes = np.zeros((len(parent), 8), dtype=np.int32)
    nodes[:, PARENT], nodes[:, ROOM] = parent, room
    np.cumsum(wide[:-1], out=nodes[1:, PILE])
    order = np.argsort(parent, kind="stable")
    above = parent[order]
    nodes[order, SEAT] = np.arange(len(parent)) - np.searchsorted(above, above) + parts[above]
    return nodes, np.full(int(wide.sum()), NOBODY, dtype=np.int64)


# --- Compiled -------------------------------------------------------------------------------------


def _wished_below(parent: Any, wished: Any) -> Any:
    """Count the wishes below each node: nobody needs more room."""
    found = wished.copy()
    for node in range(len(parent)):
        above = parent[node]
        while above >= 0:
            found[above] += wished[node]
            above = parent[above]
    return found


wished_below = njit(cache=True)(_wished_below)


def _in_turn(start: Any, wishes: Any, high: int) -> Any:
    """Let those with the higher first scores propose first: fewer are displaced later.

    It is no part of the result. The scores are put roughly into order, by some thousand steps.
    """
    shift, people = 0, len(start) - 1
    while high >> shift >= 4096:
        shift += 1
    begin = np.zeros(4098, np.int64)
    step = np.empty(people, np.int16)
    for at in range(people):
        none = start[at + 1] == start[at] or wishes[start[at], 1] < 0
        step[at] = 4096 if none else (high - wishes[start[at], 1]) >> shift
        begin[step[at] + 1] += 1
    for number in range(1, 4098):
        begin[number] += begin[number - 1]
    turn = np.empty(people, np.int32)
    for at in range(people):
        turn[begin[step[at]]] = at
        begin[step[at]] += 1
    return turn


in_turn = njit(cache=True)(_in_turn)


def _sink(pile: Any, begin: int, size: int, value: Any) -> None:
    """Put a value in the place of the worst of a heap, and let it sink."""
    hole = 0
    while True:
        child = 2 * hole + 1
        if child >= size:
            break
        if child + 1 < size and pile[begin + child + 1] < pile[begin + child]:
            child += 1
        if pile[begin + child] >= value:
            break
        pile[begin + hole] = pile[begin + child]
        hole = child
    pile[begin + hole] = value


sink = njit(cache=True)(_sink)


def _rise(pile: Any, begin: int, hole: int, value: Any) -> None:
    """Put a value behind the last of a heap, and let it rise."""
    while hole > 0:
        above = (hole - 1) // 2
        if pile[begin + above] <= value:
            break
        pile[begin + hole] = pile[begin + above]
        hole = above
    pile[begin + hole] = value


rise = njit(cache=True)(_rise)


def _tell(nodes: Any, pile: Any, option: int) -> None:
    """Tell the nodes above an option who is the worst there, as far as it matters."""
    node, worst = option, pile[nodes[option, PILE]]
    while nodes[node, PARENT] >= 0:
        above = nodes[node, PARENT]
        begin, at = nodes[above, PILE], nodes[node, SEAT]
        pile[begin + at] = worst
        while at > 1:
            at >>= 1
            worst = min(pile[begin + 2 * at], pile[begin + 2 * at + 1])
            if pile[begin + at] == worst:
                return
            pile[begin + at] = worst
        node = above


tell = njit(cache=True)(_tell)


def _count(nodes: Any, option: int, upto: int, change: int) -> None:
    """Count one more or less from an option up to a node, which keeps its number."""
    node = option
    while node != upto:
        nodes[node, COUNT] += change
        node = nodes[node, PARENT]


count = njit(cache=True)(_count)


# One function, for its parts would be handed a dozen arrays with each of millions of calls.
def _place(  # noqa: C901
    turn: Any,
    start: Any,
    wishes: Any,
    luck: Any,
    nodes: Any,
    held: Any,
    by_luck: Any,
    bar: Any,
    pile: Any,
    lucky: int,
    ranks: int,
) -> None:
    """Let one after the other propose; who is displaced goes on with the next wish.

    A value puts score, luck and rank into the bits of one number, the higher, the better. `bar`
    is for each option a value that a newcomer must exceed: who is refused is refused for good, and
    so is everybody worse.
    """
    shift, luck_mask, rank_mask = lucky + ranks, (1 << lucky) - 1, (1 << ranks) - 1
    for first_at in turn:
        at = np.int64(first_at)
        first, chance = np.int64(start[at]), np.int64(luck[at]) << ranks
        wish = first
        while at >= 0:
            end, displaced, worst = start[at + 1], np.int64(-1), np.int64(-1)
            while wish < end:
                option = wishes[wish, OPTION]
                value = np.int64(wishes[wish, SCORE]) << shift | chance | wish - first
                wish += 1
                if value < bar[option]:
                    continue
                full = option
                while full >= 0 and nodes[full, COUNT] < nodes[full, ROOM]:
                    full = nodes[full, PARENT]
                worst = np.int64(-1)
                if full >= 0:
                    worst = pile[nodes[full, PILE] + (full != option)]
                if worst > value:
                    bar[option] = worst
                    continue
                held[at] = wish - 1 - first
                if full >= 0:
                    displaced = np.int64(by_luck[worst >> ranks & luck_mask])
                    held[displaced] = -1
                if full == option:
                    sink(pile, nodes[option, PILE], nodes[option, COUNT], value)
                    tell(nodes, pile, option)
                    break
                if full >= 0:
                    left = wishes[start[displaced] + (worst & rank_mask), OPTION]
                    begin, last = nodes[left, PILE], nodes[left, COUNT] - 1
                    if last > 0:
                        sink(pile, begin, last, pile[begin + last])
                    pile[begin + last] = NOBODY
                    count(nodes, left, full, -1)
                    tell(nodes, pile, left)
                rise(pile, nodes[option, PILE], nodes[option, COUNT], value)
                count(nodes, option, full, 1)
                if pile[nodes[option, PILE]] == value:
                    tell(nodes, pile, option)
                break
            at = displaced
            if at >= 0:
                first, chance = np.int64(start[at]), worst & (luck_mask << ranks)
                wish = first + (worst & rank_mask) + 1


place = njit(cache=True)(_place)
