"""A line as people write it: its parts, and what it says of the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from entente.kit.letters import is_dense, is_han
from entente.organisations.name_words import COUNTRIES, GENERIC
from entente.organisations.resolving import words as wording
from entente.organisations.resolving.signs import Place, Window

MOST_PARTS = 9
LONGEST_NAME = 14  # words; a longer part is no name


@dataclass(frozen=True)
class Line:
    """The parts in which an institution may stand, with neighbours joined, and the place."""

    windows: tuple[Window, ...]
    place: Place
    parts: int


def read_line(
    text: str,
    country: str,
    city: str,
    cut_words: Callable[[str], list[str]],
    weight: Callable[[str], float],
    is_city: Callable[[str], bool],
) -> Line:
    """Cut a line into windows; countries and postcodes are set aside."""
    parts = wording.parts_of(text)[: MOST_PARTS + 3]
    named = [code for part in parts if (code := wording.country_of(part))]
    kept = [part for part in parts if not wording.country_of(part)][:MOST_PARTS] or parts[:1]
    at_end = next((code for part in kept[::-1] if (code := wording.country_at_end(part))), "")
    cut = [wording.without_numbers(cut_words(part)) for part in kept]
    given = cut_words(city)
    every = frozenset(word for words in cut for word in words) | frozenset(given)
    cities = frozenset(given) or frozenset(
        words[0] for words in cut[1:] if len(words) == 1 and is_city(words[0])
    )
    windows = [
        _window(part, words, at, weight)
        for at, (part, words) in enumerate(zip(kept, cut, strict=True))
        if words
    ]
    windows += [
        replace(
            _window(f"{kept[at]} {kept[at + 1]}", [*cut[at], *cut[at + 1]], at, weight),
            alone=False,
        )
        for at in range(len(cut) - 1)
        if cut[at] and cut[at + 1] and len(cut[at]) + len(cut[at + 1]) <= LONGEST_NAME
    ]
    said = country or (named[-1] if named else at_end)
    of_country = wording.words_of_country(said) if at_end else frozenset()
    return Line(tuple(windows), Place(said, every, cities, of_country), len(cut))


def _window(text: str, words: Iterable[str], part: int, weight: Callable[[str], float]) -> Window:
    latin = tuple(word for word in words if not is_dense(word))
    weights = {word: weight(word) for word in latin}
    return Window(text, latin, weights, " ".join(_without_country(text, latin)), part)


def _without_country(text: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out a country behind a name, unless nothing else would tell the name from others."""
    code = wording.country_at_end(text)
    if not code:
        return words
    of_country = wording.words_of_country(code)
    end = len(words)
    while end > 1 and words[end - 1] in of_country:
        end -= 1
    return words[:end] if any(word not in GENERIC for word in words[:end]) else words


def country_given(text: str) -> str:
    """Read a country as people write it: two letters, or its name in several languages."""
    text = text.strip()
    if len(text) == 2 and text.isascii() and text.isalpha() and text.upper() != "UK":
        return text.upper()
    return wording.country_of(text) or COUNTRIES.get(text.lower(), "")


def han_of(text: str) -> str:
    """Give the Chinese of a text, where it is mostly that."""
    han = "".join(sign for sign in text if is_han(sign))
    latin = sum(sign.isascii() and sign.isalpha() for sign in text)
    return text if len(han) >= 2 and latin <= len(han) else ""
