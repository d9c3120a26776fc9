"""What speaks for and against an institution being the one that a line means, in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from entente.organisations.name_words import GENERIC
from entente.organisations.resolving.other_scripts import consonants, lacks_vowels

SIGNS = (
    "name_covered",
    "line_covered",
    "both_covered",
    "spelling",
    "order",
    "same_key",
    "same_words",
    "told",
    "name_left",
    "line_left",
    "kind_differs",
    "type_missing",
    "country_agrees",
    "country_differs",
    "city_agrees",
    "city_differs",
    "region_agrees",
    "other_name",
    "short",
    "standing",
    "not_active",
    "first_word",
    "first_part",
    "many_parts",
    "distinct_left",
    "parent",
)
ALIKE = 0.8
_TYPES = (
    "university college institute school academy polytechnic hospital faculty department centre"
    " laboratory museum library press campus system seminary conservatory foundation society"
)
TYPES = frozenset(_TYPES.split())


@dataclass
class Window:
    """A part of a line, or two neighbours: its words and what they weigh."""

    text: str
    words: tuple[str, ...]
    weights: Mapping[str, float]
    key: str
    part: int
    alone: bool = True
    weight: float = field(init=False)
    known: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.weight = sum(self.weights.values())
        self.known = frozenset(self.words)


@dataclass(frozen=True)
class Place:
    """What a line says of where: a country, and every word that may be a city or a region.

    `named` are the words of the country itself, `cities` parts that are a city and no more.
    """

    country: str = ""
    words: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


@lru_cache(maxsize=400_000)
def alike(one: str, other: str) -> float:
    """Say how alike two words are, 0 where they are not: slips, endings, abbreviations."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.85 if len(long) - len(short) <= 3 or len(short) >= 4 else 0.7
    if len(short) < 4:
        return 0.0
    if lacks_vowels(one) or lacks_vowels(other):
        bones = consonants(one)
        if len(bones) > 1 and bones == consonants(other):
            return 0.9 if len(bones) > 2 else 0.75
    if len(short) < 7 and OSA.distance(one, other, score_cutoff=1) > 1:
        return 0.0
    found = JaroWinkler.similarity(one, other, score_cutoff=0.86)
    return found * 0.92 if found else 0.0


def covered(
    name: Iterable[str], window: Window, weight: Mapping[str, float], rarest: float
) -> tuple[float, float, float, dict[str, float]]:
    """Say how much of a name stands in a window, of what it weighs, and of the window in it."""
    shared = total = 0.0
    used: dict[str, float] = {}
    for word in dict.fromkeys(name):
        tells = weight.get(word, rarest)
        total += tells
        if word in window.known:
            shared += tells
            used[word] = 1.0
            continue
        best, meant = 0.0, ""
        for other in window.words:
            if (found := alike(word, other)) > best:
                best, meant = found, other
        if best:
            shared += best * min(tells, window.weights.get(meant, tells))
            used[meant] = max(used.get(meant, 0.0), best)
    taken = sum(share * window.weights.get(word, 0.0) for word, share in used.items())
    return shared, total, taken, used


def signs_of(
    window: Window,
    place: Place,
    *,
    name: tuple[str, ...],
    name_key: str,
    kind: str,
    weight: Mapping[str, float],
    rarest: float,
    country: str,
    city: tuple[str, ...],
    region: tuple[str, ...],
    status: str,
    standing: int,
    child: bool,
    parts: int,
) -> list[float]:
    """Give the signs, in the order of `SIGNS`."""
    shared, total, taken, used = covered(name, window, weight, rarest)
    name_part = shared / total if total else 0.0
    aside = place.named.union(city, region)
    if all(word in aside or word in GENERIC for word in window.words):
        # Without its place, nothing would tell this name from others: University of Belgrade.
        aside = frozenset()
    bare = [word for word in window.words if word in used or word not in aside]
    left = sum(
        window.weights.get(word, 0.0) * (1 - used.get(word, 0.0)) for word in dict.fromkeys(bare)
    )
    line_part = taken / (taken + left) if taken else 0.0
    joined = " ".join(name)
    here = " ".join(bare)
    name_types = TYPES.intersection(name)
    line_types = TYPES.intersection(bare)
    distinct = sum(
        weight.get(word, rarest)
        for word in name
        if word not in GENERIC and word not in window.known and not _near(word, used)
    )
    in_city = bool(city) and all(word in place.words for word in city)
    in_region = bool(region) and all(word in place.words for word in region)
    return [
        name_part,
        line_part,
        name_part * line_part,
        fuzz.ratio(joined, here) / 100,
        fuzz.token_sort_ratio(joined, here) / 100,
        float(name_key == window.key),
        float(sorted(name) == sorted(bare)),
        min(shared, 30) / 10,
        (total - shared) / 10,
        min(left, 30) / 10,
        float(bool(name_types) and bool(line_types) and not name_types & line_types),
        float(len(name_types ^ line_types)) / 2,
        float(bool(place.country) and place.country == country),
        float(bool(place.country) and bool(country) and place.country != country),
        float(in_city),
        float(not in_city and bool(place.cities)),
        float(in_region),
        float(kind in {"alias", "learned"}),
        float(kind == "acronym" or (len(name) == 1 and len(joined) < 6)),
        min(standing, 20) / 10,
        float(status != "active"),
        float(bool(name) and bool(bare) and bool(alike(name[0], bare[0]))),
        float(window.part == 0),
        min(parts, 6) / 3,
        min(distinct, 20) / 10,
        float(child),
    ]


def _near(word: str, used: Mapping[str, float]) -> bool:
    return any(alike(word, other) >= ALIKE for other in used)
