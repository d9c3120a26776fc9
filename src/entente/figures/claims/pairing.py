"""Which statements speak of the same thing: across two languages, and in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from entente.figures.claims.claim import OVER, Claim
from entente.figures.claims.cues import EMPTY_WORDS
from entente.figures.claims.names import in_one_script, without_match

# Half of the words shared makes two notes speak of one thing; four fifths make them one note.
ALIKE = 0.5
SAME = 0.8
# A number below this is no mark by which a statement is known again.
TELLING = 20
# As many names in both make two lists one, when they are most of the shorter.
COMMON_NAMES = 3
_LONGEST_LIST = 400

_WORD = re.compile(r"[A-Za-z]+|[\u3400-\u9fff]+")
_ENDINGS = re.compile(r"(?:ments?|tions?|ings?|ors?|ers?|ied|ies|ed|es|s|y|e)$")


@dataclass(frozen=True)
class Pair:
    """A Chinese and an English statement of one thing. `same_measure`: they say so themselves."""

    first: Claim
    second: Claim
    same_measure: bool


def translations(claims: Sequence[Claim]) -> Iterator[Pair]:
    """Pair the statements of one document and subject across the languages, each at most once."""
    chinese = [claim for claim in claims if claim.language == "zh"]
    english = [claim for claim in claims if claim.language == "en"]
    scored = [
        (score, -one, -two)
        for one, first in enumerate(chinese)
        for two, second in enumerate(english)
        if (score := likeness(first, second)) > 0
    ]
    used: set[str] = set()
    found: list[tuple[int, Pair]] = []
    for _score, one, two in sorted(scored, reverse=True):
        first, second = chinese[-one], english[-two]
        if first.id in used or second.id in used:
            continue
        used |= {first.id, second.id}
        found.append((-one, Pair(first, second, _one_measure(first, second))))
    yield from (pair for _at, pair in sorted(found, key=lambda item: item[0]))


def likeness(first: Claim, second: Claim) -> float:
    """Weigh how much speaks for two statements being one in two languages; 0 where too little."""
    measures = _shared(stems(first.measure), stems(second.measure), of_all=True)
    details = _details(first, second)
    number = _same_number(first, second)
    names = common_names(first, second)
    if not _belong(first, second, measures, details, number=number, names=names):
        return 0
    return (
        8 * (first.measure == second.measure)
        + 4 * bool(names)
        + 3 * number
        + 2 * (first.unit == second.unit)
        + (str(first.window) == str(second.window))
        + 2 * (0 if details is None else details)
        + measures
    )


def _belong(
    first: Claim,
    second: Claim,
    measures: float,
    details: float | None,
    *,
    number: bool,
    names: bool,
) -> bool:
    if (first.date is None) != (second.date is None):
        return False
    if names:
        return True
    if first.measure == second.measure:
        return number or (first.has_measure and (details is None or details > 0))
    telling = number and first.quantity is not None and first.quantity.stated >= TELLING
    if details is None or not (first.detail and second.detail):
        return measures >= ALIKE and (telling or _near(first, second))
    return details >= ALIKE and (telling or measures >= ALIKE)


def _near(first: Claim, second: Claim) -> bool:
    """Say whether two numbers of two units can be one number that was changed in one language."""
    one, two = first.quantity, second.quantity
    if one is None or two is None or first.unit == second.unit:
        return False
    return TELLING <= max(one.stated, two.stated) <= OVER * min(one.stated, two.stated)


def _one_measure(first: Claim, second: Claim) -> bool:
    return first.measure == second.measure


def _same_number(first: Claim, second: Claim) -> bool:
    if first.quantity is None or second.quantity is None:
        return first.date is not None and first.date == second.date
    return first.quantity.same_number(second.quantity)


def common_names(first: Claim, second: Claim) -> bool:
    """Say whether both list names, most of them the same."""
    one, two = first.names[:_LONGEST_LIST], second.names[:_LONGEST_LIST]
    fewer = min(len(one), len(two))
    if fewer < COMMON_NAMES or first.unit != second.unit or not in_one_script(one, two):
        return False
    alone, _left = without_match(one, two)
    shared = len(one) - len(alone)
    return shared >= COMMON_NAMES and shared >= ALIKE * fewer


def same_thing(first: Claim, second: Claim) -> bool:
    """Say whether two statements of one language or page count the same: measure and note agree."""
    if first.measure != second.measure or not first.has_measure:
        return False
    if first.label and not first.detail:
        # Of a text, only the number is known; two numbers of one measure may count two things.
        return False
    one, two = stems(first.detail), stems(second.detail)
    return one == two or _shared(one, two, of_all=True) >= SAME


def _details(first: Claim, second: Claim) -> float | None:
    """Weigh what two notes share; None where they cannot be compared."""
    one, two = stems(first.detail), stems(second.detail)
    if not one or not two or _scripts(one).isdisjoint(_scripts(two)):
        return None
    return _shared(one, two, of_all=False)


def _scripts(words: Iterable[str]) -> set[bool]:
    return {word.isascii() for word in words}


def _shared(one: frozenset[str], two: frozenset[str], *, of_all: bool) -> float:
    if not one or not two:
        return 0
    return len(one & two) / (len(one | two) if of_all else min(len(one), len(two)))


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """Cut a note into the stems of its words; Chinese into pairs of characters."""
    found: set[str] = set()
    for word in _WORD.findall(text.replace("_", " ")):
        if not word.isascii():
            found |= {word[at : at + 2] for at in range(max(1, len(word) - 1))}
        elif (plain := word.casefold()) not in EMPTY_WORDS:
            stem = _ENDINGS.sub("", plain)
            found.add(stem if len(stem) > 2 else plain)
    return frozenset(found)
