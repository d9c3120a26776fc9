"""Which of the records found is meant most: the name itself, its beginning, a part of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from entente.kit.letters import fold, is_han, runs
from entente.kit.models import SearchEntry
from entente.kit.search import pinyin
from entente.kit.search.query import Query
from entente.kit.search.tokens import names_of

WHOLE, BEGINS, HOLDS, SOUNDS, TEXT = range(5)


@dataclass(frozen=True, order=True)
class Rank:
    """How well a record fits, smallest first; `name` is the one by which it does."""

    tier: int
    length: int
    name: str = field(compare=False)


def rank(entry: SearchEntry, query: Query) -> Rank:
    """Compare a search with every name of a record, and take the best."""
    ranks = [Rank(_tier(name, query), len(name), name) for name in names_of(entry)]
    best = min(ranks, default=Rank(TEXT, 0, ""))
    return best if best.tier < TEXT else Rank(TEXT, 0, "")


def _tier(name: str, query: Query) -> int:
    whole = "".join(runs(fold(name)))
    by_letters = _tier_of(whole, query)
    if by_letters <= HOLDS or not is_han(whole) or not query.key.isascii():
        return by_letters
    spelt = "".join(next(iter(pinyin.readings(one)), one) for one in whole)
    short = "".join(pinyin.initials(one)[:1] or one for one in whole)
    by_sound = min(_tier_of(spelt, query), _tier_of(short, query))
    return SOUNDS if by_sound == HOLDS else by_sound


def _tier_of(whole: str, query: Query) -> int:
    if whole == query.key:
        return WHOLE
    if whole.startswith(query.key):
        return BEGINS
    return HOLDS if all(word in whole for word in query.words) else TEXT
