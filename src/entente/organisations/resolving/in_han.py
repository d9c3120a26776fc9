"""Chinese names looked for: exactly in simplified characters, by likeness, by their translation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from entente.kit.letters import is_han
from entente.organisations.name_words import COUNTRIES, GENERIC, KEPT_IN_FRONT
from entente.organisations.resolving import han as reading
from entente.organisations.resolving import words as wording
from entente.organisations.resolving.candidates import Found, Searcher
from entente.organisations.resolving.han import Term, key_of_han, loose, skeleton, skeleton_of_han
from entente.organisations.resolving.han_words import PLACES
from entente.organisations.resolving.index import KINDS, Held
from entente.organisations.resolving.signs import Window

ALIKE_SHOWN = 14
TRANSLATED = 40
IN_ONE_CITY = 60
HEARD_FROM = 75
HEARD_LOOSELY = 16
COMMON = 400  # names; a word of more is no name of one institution
_CHINESE = frozenset({"CN", "TW", "HK", "MO", "SG", ""})
_WEIGHTS = {"place": 3.0, "sound": 3.5, "word": 1.0}
Weighed = tuple[Term, float, Mapping[str, float]]
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*$")
_LATER = 0.08  # what a word loses that stands for a Chinese one less often
_PLAIN = frozenset({"大学", "学院", "学校", "国立", "分校", "校区"})

HAN_SIGNS = (
    "han_alike", "han_words", "terms_covered", "name_covered", "both", "city_agrees",
    "city_differs", "country_agrees", "country_differs", "sound", "chinese_school", "spelling",
    "standing", "not_active", "short", "all_places", "terms", "child", "other_name", "pinyin",
    "tail",
)  # fmt: skip


@dataclass(frozen=True)
class Sounds:
    """The words of an index by their skeletons, and by their loose ones; the best known first."""

    bones: list[str]
    words: list[list[str]]
    loosely: dict[str, list[str]]


class HanSearcher:
    """Looks for Chinese names in the index of a searcher."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.index = searcher.index
        self.reader = reading.Reader(self.index.gazetteer)
        self._heard_words: Sounds | None = None
        self.heard = lru_cache(maxsize=5_000)(self._heard)

    # --- Exactly --------------------------------------------------------------------------------

    def exactly(self, text: str, country: str) -> list[Held]:
        """Give the institutions that bear a name in the very same simplified characters."""
        found: dict[int, None] = {}
        for key, said in self.keys(text):
            for name in self.index.by_key.get(key, ()):
                owner = int(self.index.owners[name])
                home = self.index.held[owner].country
                if (country or said) in {"", home} or not home:
                    found[owner] = None
            if found:
                break
        return [self.index.held[owner] for owner in found]

    def keys(self, text: str) -> list[tuple[str, str]]:
        """Give the keys of a name, each with the country that was set aside for it."""
        whole = key_of_han(text)
        keys = {whole: ""}
        parts = [part for part in wording.parts_of(text) if is_han(part)]
        named = [code for part in parts if (code := wording.country_of(part))]
        kept = [key_of_han(part) for part in parts if not wording.country_of(part)]
        if named and kept:
            keys.setdefault("".join(kept), named[0])
            keys.setdefault(kept[0], named[0])
        elif len(kept) > 1:
            for key in kept[:3]:
                if len(key) > 3:
                    keys.setdefault(key, "")
        for key in list(keys):
            for length in range(min(6, len(key) - 3), 1, -1):
                code = COUNTRIES.get(key[:length], "")
                if code and code not in KEPT_IN_FRONT and key[length:] not in _PLAIN:
                    keys.setdefault(key[length:], code)
                    break
        return list(keys.items())

    def doubted(self, held: Held, text: str, country: str) -> bool:
        """Say whether the same characters may mean another school: Japan's beside China's.

        東北大学 and 东北大学 are two; a name written as Japanese writes it is taken for Japanese.
        A place in brackets that is not the school's own names another one: a branch elsewhere.
        """
        if self._elsewhere(held, text):
            return True
        if country or held.country in _CHINESE:
            return False
        if held.country != "JP":
            return False
        said = [code for _key, code in self.keys(text) if code]
        return not said and not reading.is_japanese(text)

    def _elsewhere(self, held: Held, text: str) -> bool:
        """Say whether brackets behind a name hold a city or region in which the school is not."""
        bracket = _BRACKET.search(text)
        if not bracket or not is_han(bracket[1]):
            return False
        if any(self.index.by_key.get(key_of_han(text), ())):
            return False
        place = key_of_han(bracket[1])
        numbers = [number for number, _key in self.index.gazetteer.han.get(place, ())]
        words = PLACES.get(place, ())
        if not numbers and not words:
            return False
        here = {*held.city, *held.region}
        named = wording.country_of(bracket[1]) == held.country
        return not named and held.number not in numbers and not here.intersection(words)

    # --- By likeness and translation ------------------------------------------------------------

    def found(self, text: str, country: str, left_out: frozenset[int] = frozenset()) -> list[Found]:
        """Give the names that a Chinese name may mean, with their signs."""
        keys = self.keys(text)
        key, said = keys[-1]
        terms = self.reader.terms(key)
        country = country or said or next((it.country for it in terms if it.country), "")
        index = self.index
        chosen: dict[int, None] = {}
        for one, _code in keys:
            chosen |= dict.fromkeys(index.by_key.get(one, ()))
        chosen |= {name: None for name, _fit in index.alike_in_han(key, ALIKE_SHOWN)}
        weights = self._weights(terms)
        chosen |= {name: None for name, _fit in self._translated(weights, 0.35, TRANSLATED)}
        for term in terms:
            for number in term.places[:2]:
                owners = index.by_place.get(number, ())
                if 0 < len(owners) <= IN_ONE_CITY:
                    chosen |= {index.names_of[owner][0]: None for owner in owners}
        owners_met: dict[int, None] = {
            int(index.owners[it]): None for it in chosen if it not in left_out
        }
        return [
            found
            for owner in owners_met
            if (found := self._best(owner, key, terms, weights, country, left_out)) is not None
        ]

    def _weights(self, terms: Iterable[Term]) -> list[Weighed]:
        """Give for each term its weight and the words of the index that may stand for it."""
        found: list[Weighed] = []
        for term in terms:
            weight = (
                0.35
                if term.han in _PLAIN
                else _WEIGHTS[term.kind] * (1 if len(term.han) > 1 else 0.5)
            )
            words: dict[str, float] = {}
            for at, word in enumerate(term.words):
                first = 1.0 if term.kind != "word" else max(1.0 - _LATER * at, 0.7)
                for one in word.split():
                    for other, share in self.searcher.expand(one).items():
                        words[other] = max(words.get(other, 0.0), share * first)
            if term.kind == "sound" or (term.kind == "place" and not words):
                for other, share in self.heard(term.han):
                    words[other] = max(words.get(other, 0.0), share)
            found.append((term, weight, words))
        return found

    def _translated(
        self, weights: Iterable[Weighed], part: float, limit: int
    ) -> list[tuple[int, float]]:
        wanted: dict[str, float] = {}
        for _term, weight, words in weights:
            for word, share in words.items():
                tells = share * weight * min(self.index.weight(word), 5.0)
                wanted[word] = max(wanted.get(word, 0.0), tells)
        return self.index.sharing(wanted, part, limit) if wanted else []

    def _heard(self, han: str) -> tuple[tuple[str, float], ...]:
        """Give the Latin words that sound like Chinese characters: 康奈尔, cornell.

        Many words sound alike to a Chinese ear; those of well-known institutions come first.
        """
        wanted = skeleton_of_han(han)
        if len(han) < 2 or len(wanted) < 2:
            return ()
        sounds = self._sounds()
        near = process.extract(
            wanted, sounds.bones, scorer=fuzz.ratio, score_cutoff=HEARD_FROM, limit=25
        )
        found = {word: score / 125 for _s, score, at in near for word in sounds.words[at][:6]}
        for word in sounds.loosely.get(loose(wanted), ())[:HEARD_LOOSELY]:
            found[word] = max(found.get(word, 0.0), 0.65)
        return tuple(found.items())

    def _sounds(self) -> Sounds:
        if self._heard_words is None:
            index = self.index
            bones: dict[str, list[str]] = {}
            loosely: dict[str, list[str]] = {}
            known = {
                word: max(index.held[int(index.owners[at])].standing for at in rows)
                for word in index.words.slots
                if len(word) > 3 and word.isascii() and word.isalpha() and word not in GENERIC
                if len(rows := index.words.of_term(word)) <= COMMON
            }
            for word in sorted(known, key=lambda it: (-known[it], it)):
                bones.setdefault(skeleton(word), []).append(word)
                loosely.setdefault(loose(skeleton(word)), []).append(word)
            self._heard_words = Sounds(list(bones), list(bones.values()), loosely)
        return self._heard_words

    def _best(
        self,
        owner: int,
        key: str,
        terms: tuple[Term, ...],
        weights: list[Weighed],
        country: str,
        left_out: frozenset[int],
    ) -> Found | None:
        index = self.index
        names = [name for name in index.names_of[owner] if name not in left_out]
        if not names:
            return None
        held = index.held[owner]
        in_han = [index.keys[name] for name in names if is_han(index.texts[name])]
        han_alike = max((fuzz.ratio(key, one) / 100 for one in in_han), default=0.0)
        tail = max((float(key in one or one in key) for one in in_han), default=0.0)
        in_city = any(held.number in term.places for term, _w, _words in weights)
        latin = [name for name in names if index.kinds[name] != 3 and index.weights[name]]
        best, chosen = (0.0, 0.0, 0.0, 0.0), names[0]
        for name in latin:
            fits = self._compared(name, weights, in_city, held)
            if fits[2] > best[2]:
                best, chosen = fits, name
        sounds = [term for term, _w, _words in weights if term.kind == "sound"]
        placed = [term for term, _w, _words in weights if term.places]
        joined = "".join(index.split[chosen])
        pinyin = "".join(
            "".join(reading.syllables(term.han)) for term in terms if term.kind == "sound"
        )
        signs = [
            han_alike,
            float(bool(in_han)),
            best[0],
            best[1],
            best[2],
            float(in_city),
            float(bool(placed) and not in_city),
            float(bool(country) and country == held.country),
            float(bool(country) and country != held.country),
            best[3],
            float(held.country in _CHINESE),
            fuzz.ratio(key, max(in_han, key=len, default="")) / 100,
            min(held.standing, 20) / 10,
            float(held.status != "active"),
            float(len(key) < 4),
            float(not sounds),
            min(len(terms), 6) / 3,
            float(bool(held.parents)),
            float(KINDS[index.kinds[chosen]] != "display"),
            float(bool(pinyin) and pinyin in joined),
            tail,
        ]
        window = Window(key, (), {}, key, 0)
        return Found(index, chosen, owner, signs, window)

    def _compared(
        self,
        at: int,
        weights: list[Weighed],
        in_city: bool,
        held: Held,
    ) -> tuple[float, float, float, float]:
        """Say how much of the Chinese terms a Latin name holds, how much of it they explain."""
        used: dict[str, float] = {}
        name = self.index.split[at]
        got = whole = heard = 0.0
        for term, weight, words in weights:
            whole += weight
            share = 0.0
            for word in name:
                if (fits := words.get(word, 0.0)) > 0:
                    used[word] = max(used.get(word, 0.0), fits)
                    share = max(share, fits)
            if not share and in_city and held.number in term.places:
                share = 0.6
            if not share and term.country and term.country == held.country:
                share = 0.8
            if term.kind == "sound":
                heard = max(heard, share)
            got += weight * share
        total = float(self.index.weights[at])
        told = sum(self.index.weight(word) * share for word, share in used.items())
        part = got / whole if whole else 0.0
        name_part = told / total if total else 0.0
        return part, name_part, part * name_part, heard
