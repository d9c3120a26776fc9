"""The resolver learns anew from a registry: `./entente bench resolver --learn`."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from entente.bench import resolver_sets as sets
from entente.bench.resolver_sets import Asked
from entente.organisations.resolving import Entry, Index, Resolver
from entente.organisations.resolving.candidates import Found
from entente.organisations.resolving.model import FILE, Trees, learn
from entente.organisations.resolving.resolver import han_summary, summary

TYPED, PRINTED, CROWDED, CITIES = 3000, 3000, 1500, 900
FOR_PAIRS = 0.6  # the share from which is learned who is meant; the rest teaches how surely


@dataclass(frozen=True)
class Example:
    """A question with everything that was found for it."""

    asked: Asked
    found: list[Found]

    @property
    def rights(self) -> list[bool]:
        """Say which of what was found is right."""
        return [it.held.id in self.asked.right for it in self.found]


def learn_everything(entries: Sequence[Entry], index: Index, listed: Path) -> None:
    """Learn the four judgements and write them beside the resolver.

    `listed` is a list of the world's universities with their web domains. The same files give the
    same numbers.
    """
    teachers = sets.of(entries, learning=True)
    kept = _latin(teachers, index, sets.by_domain(teachers, listed)) | _han(teachers, index)
    plain = {name: trees.plain() for name, trees in kept.items()}
    FILE.write_text(json.dumps(plain, separators=(",", ":")) + "\n", encoding="utf-8")


def examples(asked: Sequence[Asked], resolver: Resolver, *, han: bool = False) -> list[Example]:
    """Look for every question in the registry, without what the question takes out of it."""
    index = resolver.indexes[0]
    searcher, in_han = resolver.searchers[0], resolver.in_han[0]
    made = []
    for one in asked:
        without = sets.left_out(one, index)
        if han:
            found = in_han.found(one.text, one.country, without)
        else:
            found = searcher.found(searcher.read(one.text, one.country), without)
        made.append(Example(one, found))
    return made


def _pairs(made: Sequence[Example], *, trees: int, levels: int, firm: float) -> Trees:
    rows = [it.signs for example in made for it in example.found]
    rights = [right for example in made for right in example.rights]
    return learn(rows, rights, trees=trees, levels=levels, firm=firm)


def _latin(teachers: Sequence[Entry], index: Index, listed: Sequence[Asked]) -> dict[str, Trees]:
    resolver = Resolver(index, models={})
    asked = [
        *sets.typed(teachers, TYPED, 1),
        *sets.printed(teachers, PRINTED, 2),
        *sets.crowded(teachers, CROWDED, 3),
        *listed,
    ]
    made = examples(asked, resolver)
    random.Random(5).shuffle(made)  # noqa: S311 the same order every time
    half = int(len(made) * FOR_PAIRS)
    pair = _pairs(made[:half], trees=120, levels=4, firm=4)
    ranked = [(it, Resolver(index, models={"pair": pair}).rank(it.found)) for it in made[half:]]
    best = learn(
        [summary(those) for _it, those in ranked if those],
        [those[0].held.id in it.asked.right for it, those in ranked if those],
        trees=60,
        levels=3,
        firm=8,
    )
    return {"pair": pair, "best": best}


def _han(teachers: Sequence[Entry], index: Index) -> dict[str, Trees]:
    resolver = Resolver(index, models={})
    home = sets.in_chinese(teachers, home=True, without=True, seed=1)
    away = sets.in_chinese(teachers, home=False, without=True, seed=2)
    absent = [Asked(it.text, frozenset(), "", it.right) for it in [*home[::4], *away[::3]]]
    cities = sets.after_cities(teachers, index, 4)[:CITIES]
    made = examples([*cities, *home, *away, *away, *away, *absent], resolver, han=True)
    random.Random(1).shuffle(made)  # noqa: S311
    half = len(made) // 2
    rows: list[list[float]] = []
    rights: list[bool] = []
    for taught, asked in ((made[:half], made[half:]), (made[half:], made[:half])):
        judge = Resolver(index, models={"han": _pairs(taught, trees=60, levels=3, firm=3)})
        for example in asked:
            if ranked := judge.rank_han(example.found):
                rows.append(han_summary(ranked))
                rights.append(ranked[0].held.id in example.asked.right)
    return {
        "han": _pairs(made, trees=60, levels=3, firm=3),
        "han_best": learn(rows, rights, trees=30, levels=2, firm=6),
    }
