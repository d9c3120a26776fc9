"""The index behind the resolver: names by their words, by pairs of characters and by their keys."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from entente.kit.letters import fold, is_dense, is_han
from entente.organisations.names import keys_for
from entente.organisations.resolving import words as wording
from entente.organisations.resolving.dumps import Entry, Name
from entente.organisations.resolving.gazetteer import Gazetteer, gather
from entente.organisations.resolving.han import key_of_han
from entente.organisations.resolving.other_scripts import consonants

FORMAT = 3
TELLING, COMMON = 4.0, 2.0  # weights of words
LEAST = 10_000  # institutions: beside fewer, words weigh as if there were that many
KINDS = ("display", "label", "alias", "acronym", "learned")

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Held:
    """An institution as the index holds it; `place` and `region` are words of its address."""

    id: str
    shown: str
    status: str
    country: str
    city: tuple[str, ...]
    region: tuple[str, ...]
    number: int
    parents: tuple[str, ...]
    children: int
    successors: tuple[str, ...]
    standing: int


@dataclass(frozen=True)
class Postings:
    """For each term the rows in which it stands, in one array, cut by `starts`."""

    slots: Mapping[str, int]
    starts: Ints
    rows: Ints

    @classmethod
    def of(cls, terms: Sequence[Iterable[str]]) -> Self:
        """Gather the terms of each row."""
        found: dict[str, list[int]] = defaultdict(list)
        for row, some in enumerate(terms):
            for term in dict.fromkeys(some):
                found[term].append(row)
        ordered = list(found)
        sizes = [len(found[term]) for term in ordered]
        starts = np.zeros(len(ordered) + 1, dtype=np.int32)
        np.cumsum(sizes, out=starts[1:])
        rows = np.fromiter(
            (row for term in ordered for row in found[term]), dtype=np.int32, count=sum(sizes)
        )
        return cls({term: slot for slot, term in enumerate(ordered)}, starts, rows)

    def of_term(self, term: str) -> Ints:
        """Give the rows of a term; none for one that stands nowhere."""
        slot = self.slots.get(term)
        if slot is None:
            return self.rows[:0]
        return self.rows[self.starts[slot] : self.starts[slot + 1]]


class Index:
    """Entries and their names, ready to be searched.

    A cache: the registry's rows are the truth, and the index is built from them.
    """

    def __init__(
        self,
        held: list[Held],
        texts: list[str],
        owners: Ints,
        kinds: Ints,
        tokens: list[str],
        keys: list[str],
        gazetteer: Gazetteer,
        compounds: frozenset[str],
        rarity: Mapping[str, float] | None = None,
    ) -> None:
        self.held = held
        self.texts = texts
        self.owners = owners
        self.kinds = kinds
        self.tokens = tokens
        self.keys = keys
        self.gazetteer = gazetteer
        self.compounds = compounds
        self.split = [tuple(token.split()) for token in tokens]
        self.words = Postings.of([[w for w in row if not is_dense(w)] for row in self.split])
        self.pairs = Postings.of(
            [
                [pair for word in row if is_dense(word) for pair in wording.pairs(word)]
                for row in self.split
            ]
        )
        self.by_id = {it.id: at for at, it in enumerate(held)}
        self.rarity = dict(rarity) if rarity else self._rarities()
        self.common = min(self.rarity.values(), default=1.0)
        self.rarest = max(self.rarity.values(), default=8.0)
        self.weights = np.array([self._weight(row) for row in self.split], dtype=np.float32)
        self.han_weights = np.array(
            [sum(len(wording.pairs(word)) for word in row if is_dense(word)) for row in self.split],
            dtype=np.float32,
        )

    # --- Making and keeping ---------------------------------------------------------------------

    @classmethod
    def build(
        cls,
        entries: Iterable[Entry],
        base: Index | None = None,
        also: Mapping[str, Sequence[Name]] | None = None,
    ) -> Self:
        """Build an index of entries; beside a `base`, words weigh as they do there.

        `also` are further names by the address of the entry that bears them.
        """
        more = also or {}
        rows = [
            replace(it, names=(*it.names, *more[it.id])) if it.id in more else it for it in entries
        ]
        folded = [
            (at, name.text, KINDS.index(name.kind), wording.words_of(name.text))
            for at, entry in enumerate(rows)
            for name in entry.names
        ]
        gazetteer = base.gazetteer if base else _gazetteer(rows, folded)
        cut = [tuple(map(gazetteer.canonical, words)) for _at, _text, _kind, words in folded]
        compounds = base.compounds if base else wording.compounds_of(cut)
        return cls(
            held=[_held(entry, gazetteer) for entry in rows],
            texts=[text for _at, text, _kind, _words in folded],
            owners=np.array([at for at, *_rest in folded], dtype=np.int32),
            kinds=np.array([kind for _at, _text, kind, _words in folded], dtype=np.int32),
            tokens=[" ".join(wording.compounded(words, compounds)) for words in cut],
            keys=[key(text) for _at, text, _kind, _words in folded],
            gazetteer=gazetteer,
            compounds=compounds,
            rarity=base.rarity if base else None,
        )

    def save(self, path: Path) -> None:
        """Keep the index in a file, whole or not at all."""
        content = {
            "format": FORMAT,
            "held": [list(vars(it).values()) for it in self.held],
            "texts": self.texts,
            "owners": self.owners.tolist(),
            "kinds": self.kinds.tolist(),
            "tokens": self.tokens,
            "keys": self.keys,
            "compounds": sorted(self.compounds),
            "words": dict(self.gazetteer.words),
            "han": {name: list(cities) for name, cities in self.gazetteer.han.items()},
        }
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """Read a kept index; None where there is none, or one of another make."""
        try:
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if content.get("format") != FORMAT:
            return None
        return cls(
            held=[_held_again(row) for row in content["held"]],
            texts=content["texts"],
            owners=np.array(content["owners"], dtype=np.int32),
            kinds=np.array(content["kinds"], dtype=np.int32),
            tokens=content["tokens"],
            keys=content["keys"],
            gazetteer=Gazetteer(
                content["words"],
                {
                    name: tuple((number, word) for number, word in cities)
                    for name, cities in content["han"].items()
                },
            ),
            compounds=frozenset(content["compounds"]),
        )

    def cut(self, text: str) -> list[str]:
        """Cut a text into the words of this index."""
        words = map(self.gazetteer.canonical, wording.words_of(text))
        return wording.compounded(words, self.compounds)

    def _rarities(self) -> dict[str, float]:
        """Weigh words by how few institutions bear them."""
        bearers: Counter[str] = Counter()
        for word in self.words.slots:
            bearers[word] = len(np.unique(self.owners[self.words.of_term(word)]))
        total = max(len(self.held), LEAST)
        return {word: math.log(1 + total / count) for word, count in bearers.items()}

    def _weight(self, row: Iterable[str]) -> float:
        return sum(self.weight(word) for word in dict.fromkeys(row) if not is_dense(word))

    def weight(self, word: str) -> float:
        """Say how much a word tells; one that no name bears tells most."""
        return self.rarity.get(word, self.rarest)

    # --- Searching ------------------------------------------------------------------------------

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """Give the names under each key."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.keys):
            found[one].append(at)
        return dict(found)

    @cached_property
    def by_words(self) -> dict[str, list[int]]:
        """Give the names of the same words."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.tokens):
            found[one].append(at)
        return dict(found)

    @cached_property
    def by_place(self) -> dict[int, list[int]]:
        """Give the entries of each city, by its number at GeoNames."""
        found: dict[int, list[int]] = defaultdict(list)
        for at, it in enumerate(self.held):
            if it.number:
                found[it.number].append(at)
        return dict(found)

    @cached_property
    def names_of(self) -> list[list[int]]:
        """Give the names of each entry."""
        found: list[list[int]] = [[] for _entry in self.held]
        for at, owner in enumerate(self.owners.tolist()):
            found[owner].append(at)
        return found

    @cached_property
    def vocabulary(self) -> dict[tuple[str, int], list[str]]:
        """Give the words of three letters and more, by their first letter and length."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self.words.slots:
            if len(word) > 2:
                found[word[0], len(word)].append(word)
        return dict(found)

    @cached_property
    def by_consonants(self) -> dict[str, list[str]]:
        """Give the words by their consonants, those of most names first."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words.slots, key=lambda it: self.rarity.get(it, 0.0)):
            if len(word) > 3 and len(bones := consonants(word)) > 1:
                found[bones].append(word)
        return dict(found)

    def sharing(
        self, terms: Mapping[str, float], part: float, limit: int
    ) -> list[tuple[int, float]]:
        """Give the names that share most with weighted words, with how well they fit.

        `part` says what is asked of a name: 1, that it stands whole in the words; 0, that it
        explains them all. Beside telling words, the commonest are left out: they part nothing.
        """
        if max(terms.values()) > TELLING:
            terms = {term: weight for term, weight in terms.items() if weight > COMMON}
        rows = [self.words.of_term(term) for term in terms]
        found = [row for row in rows if len(row)]
        if not found:
            return []
        shares = np.repeat(
            np.array(
                [weight for weight, row in zip(terms.values(), rows, strict=True) if len(row)],
                dtype=np.float32,
            ),
            [len(row) for row in found],
        )
        shared = np.bincount(np.concatenate(found), weights=shares, minlength=len(self.texts))
        at = np.flatnonzero(shared > 0.2 * max(terms.values()))
        whole = float(sum(terms.values()))
        fits = shared[at] / (part * np.maximum(self.weights[at], shared[at]) + (1 - part) * whole)
        return _best(at, fits, limit)

    def alike_in_han(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Give the names that share most pairs of characters with a Chinese name."""
        pairs = list(dict.fromkeys(wording.pairs(text)))
        found = [row for pair in pairs if len(row := self.pairs.of_term(pair))]
        if not found:
            return []
        shares = np.concatenate([np.full(len(row), 8.0 / (8 + len(row))) for row in found])
        shared = np.bincount(np.concatenate(found), weights=shares, minlength=len(self.texts))
        at = np.flatnonzero(shared)
        return _best(at, shared[at] / np.sqrt(len(pairs) + self.han_weights[at]), limit)


def key(text: str) -> str:
    """Give the key on which a name joins: Chinese in simplified characters, others folded."""
    if is_han(text) and not any(it.isascii() and it.isalpha() for it in text):
        return key_of_han(text)
    return keys_for(text).key


def _best(at: NDArray[np.int64], fits: NDArray[Any], limit: int) -> list[tuple[int, float]]:
    if len(at) > limit:
        chosen = np.argpartition(-fits, limit)[:limit]
        at, fits = at[chosen], fits[chosen]
    order = np.argsort(-fits, kind="stable")
    return list(zip(at[order].tolist(), fits[order].tolist(), strict=True))


def _gazetteer(
    rows: Iterable[Entry], folded: Iterable[tuple[int, str, int, tuple[str, ...]]]
) -> Gazetteer:
    entries = list(rows)
    used = {word for _at, _text, _kind, words in folded for word in words if not is_dense(word)}
    used |= {word for entry in entries for word in wording.words_of(entry.city)}
    return gather(used, (entry.place for entry in entries))


def _held_again(row: Iterable[Any]) -> Held:
    values: list[Any] = [tuple(it) if isinstance(it, list) else it for it in row]
    return Held(*values)


def _held(entry: Entry, gazetteer: Gazetteer) -> Held:
    return Held(
        id=entry.id,
        shown=entry.shown,
        status=entry.status,
        country=entry.country,
        city=tuple(map(gazetteer.canonical, wording.words_of(entry.city))),
        region=tuple(word for word in wording.words_of(fold(entry.region)) if word != "state"),
        number=entry.place,
        parents=entry.parents,
        children=len(entry.children),
        successors=entry.successors,
        standing=entry.standing,
    )
