"""Which measure a statement is about, where the words around it tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entente.figures.claims.cues import one_of, table
from entente.figures.claims.prose import Sentence

_REACH = 90


@dataclass(frozen=True)
class _Rule:
    """A measure with the units it is counted in and the words that must stand by it.

    `own` must stand in the statement's own words or right beside them, `near` in its clause.
    """

    measure: str
    units: frozenset[str]
    own: re.Pattern[str] | None
    near: re.Pattern[str] | None
    never: re.Pattern[str] | None


def _rule(entry: dict[str, list[str] | str]) -> _Rule:
    def words(name: str) -> re.Pattern[str] | None:
        written = entry.get(name)
        return one_of(written) if isinstance(written, list) else None

    units = entry["units"]
    return _Rule(
        str(entry["measure"]), frozenset(units), words("own"), words("near"), words("never")
    )


_RULES = [_rule(entry) for entry in table("measures")["rules"]]


def measure_of(
    plain: str, start: int, end: int, unit: str, sentence: Sentence, beside: tuple[int, int]
) -> str | None:
    """Name the measure of a statement; None where the words do not tell.

    `beside` says where the statement before it ends and where the next one begins.
    """
    left, right = _clause(plain, start, end, sentence)
    if beside[0] > left:
        # Two statements in one clause part at the last "and" between them.
        left = max(left, plain.rfind(" and ", beside[0], start))
    if end <= beside[1] < right:
        parted = plain.rfind(" and ", end, beside[1])
        right = parted if parted > 0 else right
    own = plain[max(left, start - 14) : min(right, end + 14)]
    clause = plain[left:right]
    for rule in _RULES:
        if unit not in rule.units:
            continue
        if rule.own and not rule.own.search(own):
            continue
        if rule.near and not rule.near.search(clause):
            continue
        if rule.never and rule.never.search(clause):
            continue
        return rule.measure
    return None


def _clause(plain: str, start: int, end: int, sentence: Sentence) -> tuple[int, int]:
    """Give the clause of a statement: up to the signs beside it, no further than one looks."""
    left = max(sentence.start, start - _REACH)
    for at in range(start - 1, left - 1, -1):
        if plain[at] in "，,;；":
            left = at + 1
            break
    right = min(sentence.end, end + _REACH)
    for at in range(end, right):
        if plain[at] in "，,;；":
            right = at
            break
    return left, right
