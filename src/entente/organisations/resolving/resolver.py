"""From a name as people write it to one institution, several, or none, with a confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.organisations.names import key as latin_key
from entente.organisations.resolving.candidates import Found, Searcher
from entente.organisations.resolving.in_han import HanSearcher
from entente.organisations.resolving.index import Held, Index
from entente.organisations.resolving.line import country_given, han_of
from entente.organisations.resolving.model import Trees, chance, learned
from entente.organisations.resolving.signs import SIGNS

JOIN_FROM = 0.97
ASK_FROM = 0.45
SHOWN = 5
TELLING = 0.5  # tenths of what words weigh: below it, a name is made of general words
LETTER_BY_LETTER = 0.9  # from which confidence the very same letters settle it
_ONE_OF_MANY, _PERHAPS_JAPANESE = 0.6, 0.8  # confidence where Chinese characters are shared
_EXACTLY, _ELSEWHERE = 0.7, 1.0  # what tips the scale between two that bear the same name
AT = {name: at for at, name in enumerate(SIGNS)}


class Decision(StrEnum):
    """What a name leads to: joined by itself, a person is asked, or nothing is known."""

    JOIN = "join"
    ASK = "ask"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """In words, what an answer rests on."""

    SAME = "same"
    SAME_HAN = "same_han"
    SHARED = "shared"
    ABBREVIATION = "abbreviation"
    SUCCESSOR = "successor"
    ALIKE = "alike"
    ALIKE_HAN = "alike_han"
    TRANSLATED = "translated"
    PLACE = "place"
    NOTHING = "nothing"
    EMPTY = "empty"

    @property
    def label(self) -> str | Promise:
        """The reason as the reader reads it."""
        return _WORDS[self]


_WORDS: dict[Why, str | Promise] = {
    Why.SAME: _("The same name"),
    Why.SAME_HAN: _("The same name in Chinese characters"),
    Why.SHARED: _("Several institutions bear this name"),
    Why.ABBREVIATION: _("An abbreviation alone can mean several institutions"),
    Why.SUCCESSOR: _("The institution of this name has become another one"),
    Why.ALIKE: _("A name that is much alike"),
    Why.ALIKE_HAN: _("A similar Chinese name may be another school"),
    Why.TRANSLATED: _("The words of the Chinese name in another language"),
    Why.PLACE: _("The same name, but the country differs"),
    Why.NOTHING: _("No institution has a name like this"),
    Why.EMPTY: _("There is no name"),
}


@dataclass(frozen=True)
class Question:
    """A name or a line as written; a country (two letters or its name) and a city if known."""

    text: str
    country: str = ""
    city: str = ""


@dataclass(frozen=True)
class Alternative:
    """An institution that may be meant, with a probability."""

    held: Held
    confidence: float


@dataclass(frozen=True)
class Answer:
    """What a name means: the best institution, how surely, why, and what else it could be.

    `confidence` is the share in which answers of this kind were right where they were measured.
    `best` is None only where the decision is unknown.
    """

    question: Question
    decision: Decision
    why: Why
    confidence: float = 0.0
    best: Held | None = None
    alternatives: tuple[Alternative, ...] = field(default=())


@dataclass(frozen=True)
class Thresholds:
    """From which confidence a name is joined by itself, and from which a person is asked."""

    join: float = JOIN_FROM
    ask: float = ASK_FROM


@dataclass(frozen=True)
class Judged:
    """An institution with the name that speaks for it most, and the logarithm of its odds."""

    held: Held
    odds: float
    found: Found


class Resolver:
    """Resolves names against a registry and, beside it, what the house itself knows."""

    def __init__(
        self,
        *indexes: Index,
        thresholds: Thresholds | None = None,
        models: dict[str, Trees] | None = None,
    ) -> None:
        self.indexes = indexes
        self.thresholds = thresholds or Thresholds()
        self.models = learned() if models is None else models
        self.searchers = [Searcher(index) for index in indexes]
        self.in_han = [HanSearcher(searcher) for searcher in self.searchers]

    def resolve(self, question: Question) -> Answer:
        """Say what a name means."""
        text = " ".join(question.text.split())
        if not any(sign.isalpha() for sign in text):
            return Answer(question, Decision.UNKNOWN, Why.EMPTY)
        country = country_given(question.country)
        if han := han_of(text):
            return self._resolve_han(question, han, country)
        return self._resolve_latin(question, text, country)

    # --- Latin ----------------------------------------------------------------------------------

    def judged(self, text: str, country: str = "", city: str = "") -> list[Judged]:
        """Give the institutions that a line may mean, the likeliest first."""
        found = [
            it
            for searcher in self.searchers
            for it in searcher.found(searcher.read(text, country, city))
        ]
        return self.rank(found)

    def rank(self, found: Sequence[Found]) -> list[Judged]:
        """Order what was found, the best name of each institution only."""
        odds = self.models["pair"].judge([it.signs for it in found])
        best: dict[str, Judged] = {}
        for it, value in zip(found, odds, strict=True):
            judged = Judged(it.held, value + _tipped(it), it)
            if judged.held.id not in best or judged.odds > best[judged.held.id].odds:
                best[judged.held.id] = judged
        return sorted(best.values(), key=lambda it: (-it.odds, -it.held.standing, it.held.id))

    def _resolve_latin(self, question: Question, text: str, country: str) -> Answer:
        ranked = self.judged(text, country, question.city)
        if not ranked:
            return Answer(question, Decision.UNKNOWN, Why.NOTHING)
        sure, why = self.weighed(text, ranked)
        return self._answer(question, ranked, sure, why)

    def weighed(self, text: str, ranked: Sequence[Judged]) -> tuple[float, Why]:
        """Say how surely the first of some institutions is the one that a line means, and why."""
        first = ranked[0]
        sure = chance(self.models["best"].judge([summary(ranked)])[0])
        same = [it for it in ranked if it.found.signs[AT["same_key"]]]
        why = self._why(text, first, same)
        exact = why is Why.SAME and latin_key(text) == latin_key(first.found.text)
        telling = first.found.signs[AT["told"]] > TELLING and sure > LETTER_BY_LETTER
        if exact and len(same) == 1 and telling:
            sure = max(sure, self.thresholds.join)
        if why in {Why.ABBREVIATION, Why.SHARED, Why.PLACE}:
            sure = min(sure, self.thresholds.join - 0.01)
        return sure, why

    def _why(self, text: str, first: Judged, same: Sequence[Judged]) -> Why:
        signs = first.found.signs
        if signs[AT["short"]]:
            return Why.ABBREVIATION
        if not signs[AT["same_key"]]:
            return Why.ALIKE
        if signs[AT["country_differs"]]:
            return Why.PLACE
        settled = signs[AT["country_agrees"]] or signs[AT["city_agrees"]]
        rivals = [
            it
            for it in same
            if it is not first
            and it.held.status != "withdrawn"
            and (not settled or not it.found.signs[AT["country_differs"]])
            and (not signs[AT["city_agrees"]] or it.found.signs[AT["city_agrees"]])
        ]
        return Why.SHARED if rivals else Why.SAME

    # --- Chinese --------------------------------------------------------------------------------

    def _resolve_han(self, question: Question, text: str, country: str) -> Answer:
        exact: dict[str, Held] = {}
        for searcher in self.in_han:
            for held in searcher.exactly(text, country):
                exact.setdefault(held.id, held)
        if not exact:
            return self._alike_han(question, self.judged_han(text, country))
        standing = [it for it in exact.values() if it.status != "withdrawn"] or [*exact.values()]
        held = max(
            standing, key=lambda it: (it.status == "active", it.country == "CN", it.standing)
        )
        doubted = any(searcher.doubted(held, text, country) for searcher in self.in_han)
        if len(standing) == 1 and not doubted:
            # What is certain needs no likeness; most names of a Chinese list end here.
            return self._joined_han(question, held)
        rest = sorted(
            (it for it in self.judged_han(text, country) if it.held.id != held.id),
            key=lambda it: it.held.id not in exact,
        )
        sure = _ONE_OF_MANY if len(standing) > 1 else _PERHAPS_JAPANESE
        return self._asked(question, held, sure, rest, Why.SHARED)

    def judged_han(self, text: str, country: str = "") -> list[Judged]:
        """Give the institutions that a Chinese name may mean, the likeliest first."""
        return self.rank_han([it for one in self.in_han for it in one.found(text, country)])

    def rank_han(self, found: Sequence[Found]) -> list[Judged]:
        """Order what was found for a Chinese name."""
        odds = self.models["han"].judge([it.signs for it in found])
        best: dict[str, Judged] = {}
        for it, value in zip(found, odds, strict=True):
            if it.held.id not in best or value > best[it.held.id].odds:
                best[it.held.id] = Judged(it.held, value, it)
        return sorted(best.values(), key=lambda it: (-it.odds, -it.held.standing, it.held.id))

    def _alike_han(self, question: Question, ranked: Sequence[Judged]) -> Answer:
        """Answer for a name that stands nowhere: it is never joined, however alike."""
        if not ranked:
            return Answer(question, Decision.UNKNOWN, Why.NOTHING)
        sure = chance(self.models["han_best"].judge([han_summary(ranked)])[0])
        why = Why.ALIKE_HAN if ranked[0].found.signs[0] > 0.5 else Why.TRANSLATED
        return self._answer(question, ranked, min(sure, self.thresholds.join - 0.01), why)

    def _joined_han(self, question: Question, held: Held) -> Answer:
        best, why = self._today(held, Why.SAME_HAN)
        if best is None:
            rest = self.judged_han(question.text, country_given(question.country))
            return self._asked(question, held, 0.6, rest, Why.SUCCESSOR)
        return Answer(question, Decision.JOIN, why, 0.99, best)

    def _asked(
        self, question: Question, held: Held, sure: float, rest: Sequence[Judged], why: Why
    ) -> Answer:
        best, _why = self._today(held, why)
        best = best or held
        return Answer(question, Decision.ASK, why, sure, best, self._others(best, rest))

    # --- Both -----------------------------------------------------------------------------------

    def _answer(
        self, question: Question, ranked: Sequence[Judged], sure: float, why: Why
    ) -> Answer:
        first = ranked[0].held
        best, why = self._today(first, why)
        if best is None:
            best, sure = first, min(sure, self.thresholds.join - 0.01)
        others = self._others(best, ranked)
        if sure < self.thresholds.ask:
            shown = (Alternative(best, round(sure, 4)), *others)[:SHOWN]
            return Answer(question, Decision.UNKNOWN, Why.NOTHING, round(sure, 4), None, shown)
        decision = Decision.JOIN if sure >= self.thresholds.join else Decision.ASK
        return Answer(question, decision, why, round(sure, 4), best, others)

    def _others(self, best: Held, ranked: Iterable[Judged]) -> tuple[Alternative, ...]:
        shown: dict[str, Alternative] = {}
        for it in ranked:
            held, _why = self._today(it.held, Why.SAME)
            held = held or it.held
            if held.id != best.id:
                shown.setdefault(held.id, Alternative(held, round(chance(it.odds), 4)))
            if len(shown) == SHOWN - 1:
                break
        return tuple(shown.values())

    def _today(self, held: Held, why: Why) -> tuple[Held | None, Why]:
        """Follow a withdrawn entry to the one that took its place; None where there are several."""
        seen = {held.id}
        while held.status == "withdrawn" and held.successors:
            if len(held.successors) > 1 or held.successors[0] in seen:
                return None, Why.SUCCESSOR
            seen.add(held.successors[0])
            after = self.held(held.successors[0])
            if after is None:
                return None, Why.SUCCESSOR
            held, why = after, Why.SUCCESSOR
        return held, why

    def held(self, address: str) -> Held | None:
        """Give the institution under an address."""
        for index in self.indexes:
            if (at := index.by_id.get(address)) is not None:
                return index.held[at]
        return None


def summary(ranked: Sequence[Judged]) -> list[float]:
    """Give what the confidence in the best of several rests on."""
    first = ranked[0]
    kin = {first.held.id, *first.held.parents, *first.held.successors}
    rivals = [
        it
        for it in ranked[1:]
        if it.held.id not in kin and first.held.id not in (*it.held.parents, *it.held.successors)
    ]
    second = rivals[0].odds if rivals else -8.0
    others = {it.held.id for it in rivals}
    family = next((it.odds for it in ranked[1:] if it.held.id not in others), -8.0)
    signs = first.found.signs
    return [
        first.odds,
        first.odds - second,
        first.odds - family,
        float(sum(it.odds > first.odds - 1 for it in rivals)),
        float(sum(bool(it.found.signs[AT["same_key"]]) for it in rivals)),
        *signs,
    ]


def han_summary(ranked: Sequence[Judged]) -> list[float]:
    """Give what the confidence in the best of several rests on, for a Chinese name."""
    second = ranked[1].odds if len(ranked) > 1 else -8.0
    return [ranked[0].odds, ranked[0].odds - second, *ranked[0].found.signs]


def _tipped(found: Found) -> float:
    """Tip the scale between two of one name: to the main name of one, and to the country."""
    signs = found.signs
    shown = signs[AT["same_key"]] and not signs[AT["other_name"]] and not signs[AT["short"]]
    return _EXACTLY * shown - _ELSEWHERE * signs[AT["country_differs"]]
