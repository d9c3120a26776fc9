"""Whose turn it is when an office or a place goes round. No database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def next_in_turn(order: Sequence[int], held: Iterable[int], able: Iterable[int]) -> int | None:
    """Give whose turn it is: the first able one after the last who had it.

    `order` is the order of the statute, `held` who had it, the latest last; holders that stand in
    no order are passed over. Nobody yet: the first able one. None able: nobody (None).
    """
    able = set(able)
    places = {key: place for place, key in enumerate(order)}
    last = next((places[key] for key in reversed(list(held)) if key in places), -1)
    turn = [*order[last + 1 :], *order[: last + 1]]
    return next((key for key in turn if key in able), None)


def terms_in_a_row(holders: Sequence[T], holder: T) -> int:
    """Count how often in a row somebody held it, up to the last time."""
    count = 0
    for key in reversed(holders):
        if key != holder:
            break
        count += 1
    return count
