"""Which institutions a line may mean: names found in the index, each with its signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from entente.organisations.resolving.index import KINDS, Held, Index
from entente.organisations.resolving.line import Line, read_line
from entente.organisations.resolving.other_scripts import consonants, lacks_vowels
from entente.organisations.resolving.signs import ALIKE, Window, signs_of

FROM_A_LINE = 14
FROM_A_PART = 10
MOST = 12  # names that are looked at closely, and two more for each part of the line
NAMES_OF_EACH = 2
SAME = 10
RARE = 3.2  # words that tell less than this are looked for as they stand
COMPARED_LETTERS = 5
HEARD = 12  # words of the same consonants


@dataclass(frozen=True)
class Found:
    """A name that may be meant: in which index, whose, with what speaks for it."""

    index: Index
    name: int
    owner: int
    signs: list[float]
    window: Window

    @property
    def held(self) -> Held:
        """The institution of the name."""
        return self.index.held[self.owner]

    @property
    def text(self) -> str:
        """The name as the index holds it."""
        return self.index.texts[self.name]


class Searcher:
    """Looks for lines in one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.expand = lru_cache(maxsize=50_000)(self._expand)
        self.cities = frozenset(word for it in index.held for word in it.city)
        self.searched = lru_cache(maxsize=20_000)(self._searched)

    def read(self, text: str, country: str = "", city: str = "") -> Line:
        """Cut a line with the words and cities of this index."""
        index = self.index
        return read_line(text, country, city, index.cut, index.weight, self.cities.__contains__)

    def found(self, line: Line, left_out: frozenset[int] = frozenset()) -> list[Found]:
        """Give the names that a line may mean, with their signs; some names can be left out."""
        fits: dict[int, float] = {}
        for window in line.windows:
            for name in self.index.by_words.get(window.key, ())[:SAME]:
                fits[name] = 2.0
        if line.parts > 1:
            every = tuple(dict.fromkeys(word for it in line.windows for word in it.words))
            for name, fit in self.searched(every, 0.9, FROM_A_LINE):
                fits[name] = max(fits.get(name, 0.0), fit)
        for window in line.windows:
            if window.alone:
                for name, fit in self.searched(window.words, 0.5, FROM_A_PART):
                    fits[name] = max(fits.get(name, 0.0), fit)
        names = self._chosen(fits, left_out, MOST + 2 * line.parts)
        return [found for name in names if (found := self._signs(name, line)) is not None]

    def _chosen(self, fits: dict[int, float], left_out: frozenset[int], most: int) -> Iterable[int]:
        """Keep the names that fit best, few of each institution."""
        of_each: dict[int, int] = {}
        kept = 0
        for name in sorted(fits, key=lambda it: -fits[it]):
            owner = int(self.index.owners[name])
            if name in left_out or of_each.get(owner, 0) == NAMES_OF_EACH:
                continue
            of_each[owner] = of_each.get(owner, 0) + 1
            kept += 1
            yield name
            if kept == most:
                return

    def _searched(
        self, words: tuple[str, ...], part: float, limit: int
    ) -> tuple[tuple[int, float], ...]:
        terms: dict[str, float] = {}
        for word in words:
            for other, share in self.expand(word).items():
                terms[other] = max(terms.get(other, 0.0), share * self.index.weight(other))
        return tuple(self.index.sharing(terms, part, limit)) if terms else ()

    def _expand(self, word: str) -> dict[str, float]:
        """Give the words of the index that a word may be, with how surely."""
        index = self.index
        known = word in index.words.slots
        found = {word: 1.0} if known else {}
        if index.weight(word) < RARE or len(word) < COMPARED_LETTERS - known:
            return found
        if not known and lacks_vowels(word):
            for other in index.by_consonants.get(consonants(word), ())[:HEARD]:
                found[other] = 0.8
        size = len(word)
        near = process.extract(
            word,
            [
                other
                for length in range(size - 2, size + 4)
                for other in index.vocabulary.get((word[0], length), ())
            ],
            scorer=JaroWinkler.similarity,
            score_cutoff=0.9 if known else 0.86,
            limit=3 if known else 6,
        )
        for other, score, _at in near:
            found.setdefault(other, score * ALIKE)
        return found

    def _signs(self, name: int, line: Line) -> Found | None:
        index = self.index
        words = index.split[name]
        window = _where(words, index.tokens[name], line.windows)
        if window is None:
            return None
        owner = int(index.owners[name])
        held = index.held[owner]
        signs = signs_of(
            window,
            line.place,
            name=words,
            name_key=index.tokens[name],
            kind=KINDS[index.kinds[name]],
            weight=index.rarity,
            rarest=index.rarest,
            country=held.country,
            city=held.city,
            region=held.region,
            status=held.status,
            standing=held.standing,
            child=bool(held.parents),
            parts=line.parts,
        )
        return Found(index, name, owner, signs, window)


def _where(words: Sequence[str], key: str, windows: Iterable[Window]) -> Window | None:
    """Choose the part of the line in which a name stands: whole, or with most of its words."""
    best, found = 0.0, None
    bearing = frozenset(words)
    for window in windows:
        if window.key == key:
            return window
        shared = sum(window.weights[word] for word in bearing & window.known)
        fits = (shared + 0.3) / (window.weight**0.5 + 1.5)
        if fits > best:
            best, found = fits, window
    return found
