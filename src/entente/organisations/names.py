"""Names of organisations: one key for every spelling, and proposals with their reasons."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from entente.kit.letters import fold, is_dense, is_han, runs
from entente.organisations.name_words import (
    COUNTRIES,
    GENERIC,
    GENERIC_HAN,
    KEPT_IN_FRONT,
    LEGAL,
    LEGAL_HAN,
    LONGEST_COUNTRY,
    STOP,
    meaning,
)

LONGEST_NAME = 300
_BRACKETS = re.compile(
    r"[(（\[【〔［{｛〈《«]([^()（）\[\]【】〔〕［］{}｛｝〈〉《》«»]*)[)）\]】〕］}｝〉》»]"
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_CAPITALS = re.compile(r"\b[A-Z]{2,8}\b")
_AMPERSAND = re.compile(r"\b(\w)\s?[&＆]\s?(\w)\b")


class Reason(StrEnum):
    """Why an organisation is proposed for a name."""

    SAME = "same"
    COUNTRY = "country"
    BRACKETS = "brackets"
    ORDER = "order"
    INITIALS = "initials"
    PART = "part"
    ALIKE = "alike"

    @property
    def label(self) -> str | Promise:
        """The reason as the reader reads it."""
        return _LABELS[self]


_LABELS: dict[Reason, str | Promise] = {
    Reason.SAME: _("The same name"),
    Reason.COUNTRY: _("The same name, apart from the country"),
    Reason.BRACKETS: _("The same name, apart from what stands in brackets or in another script"),
    Reason.ORDER: _("The same words in another order"),
    Reason.INITIALS: _("An abbreviation of the name"),
    Reason.PART: _("The name is part of what was typed"),
    Reason.ALIKE: _("Spelled alike"),
}
_SCORES = {
    Reason.SAME: 100,
    Reason.COUNTRY: 97,
    Reason.BRACKETS: 95,
    Reason.ORDER: 93,
    Reason.INITIALS: 91,
    Reason.PART: 84,
}
_ALIKE_FROM = 72
_ALIKE_TO = 90
_ABBREVIATED_LATER = 80


@dataclass(frozen=True)
class Reading:
    """What a name says once its spelling is set aside.

    `key` is the canonical name; `near` are the keys without country, brackets or other script;
    `initials` what it is abbreviated to; `country` the one named beside it (ISO, two letters).
    """

    key: str
    near: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    country: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """Every key that stands for the name."""
        return self.near | {self.key} if self.key else self.near

    @property
    def strong(self) -> frozenset[str]:
        """Index rows of which one in common makes a candidate."""
        return frozenset({f"={key}" for key in self.keys} | {f"~{word}" for word in self.initials})

    @property
    def weak(self) -> frozenset[str]:
        """Index rows of which many in common make a candidate: pieces of the telling words."""
        return frozenset(f"?{piece}" for piece in self.pieces)


@dataclass(frozen=True)
class Candidate:
    """An organisation that a name could mean: its names in all languages, its country."""

    id: Hashable
    names: tuple[str, ...]
    country: str = ""


@dataclass(frozen=True, order=True)
class Proposal:
    """An organisation proposed: how well its name fits (to 100), and why.

    `sure` says that the canonical names are the same, tell one organisation from another, and no
    country speaks against it: a sheet may join on it. Similarity and a bare abbreviation are
    never sure.
    """

    score: float
    sure: bool
    name: str = field(compare=False)
    reason: Reason = field(compare=False)
    candidate: Candidate = field(compare=False)


def key(text: str) -> str:
    """Give the canonical name: the same for every usual spelling of one name."""
    return keys_for(text).key


@lru_cache(maxsize=50_000)
def keys_for(text: str) -> Reading:
    """Read a name: its keys, its initials, and the pieces of its telling words.

    Keep the `strong` and `weak` rows of every name in an indexed table; the candidates for a
    text are those who share a strong row with it, then those who share most weak ones.
    """
    text = _prepared(text[:LONGEST_NAME])
    brackets = [part for part in _BRACKETS.findall(text) if part.strip()]
    named = [part for part in brackets if not _country_alone(part)]
    words, country = _set_aside_country(_words(_BRACKETS.sub(" ", text)))
    beside = [_words(part) for part in named]
    whole = [*words, *chain.from_iterable(beside)] or _words(text)
    parts = [words, *(part for part in beside if _is_a_name(part)), *_by_script(whole)]
    full = [*_words(_BRACKETS.sub(" ", text)), *chain.from_iterable(beside)]
    near = {_join(part) for part in [*parts, full] if _tells(part) or _is_short(part)}
    return Reading(
        key=_join(whole),
        near=frozenset(near - {_join(whole), ""}),
        initials=frozenset(_capitals(text).union(*map(_initials, parts))),
        pieces=frozenset(_pieces(whole)),
        country=country or next(filter(None, map(_country_alone, brackets)), ""),
    )


def propose(text: str, candidates: Iterable[Candidate], *, limit: int = 8) -> list[Proposal]:
    """Order the organisations that a name may mean, the best first, each with its reason."""
    asked = keys_for(text)
    found = [
        best
        for candidate in candidates
        if (best := max(_proposals(asked, candidate), default=None)) is not None
    ]
    found.sort(key=lambda proposal: (-proposal.score, len(proposal.name), proposal.name))
    return found[:limit]


def _proposals(asked: Reading, candidate: Candidate) -> Iterable[Proposal]:
    for name in candidate.names:
        held = keys_for(name)
        compared = _compare(asked, held)
        if compared is None:
            continue
        reason, score = compared
        home = candidate.country or held.country
        abroad = bool(asked.country and home and asked.country != home)
        words = asked.key.split()
        exact = reason in {Reason.SAME, Reason.COUNTRY} and _tells(words) and not _is_short(words)
        yield Proposal(
            score=score - 25 * abroad,
            sure=exact and not abroad,
            name=name,
            reason=reason,
            candidate=candidate,
        )


def _compare(asked: Reading, held: Reading) -> tuple[Reason, float] | None:
    """Say in which way two names are the same, if they are at all."""
    reason = _same_in_a_way(asked, held)
    if reason is Reason.INITIALS and not _is_short(asked.key.split()):
        return reason, _ABBREVIATED_LATER
    if reason:
        return reason, _SCORES[reason]
    alike = _likeness(asked.key, held.key)
    if alike < _ALIKE_FROM:
        return None
    return Reason.ALIKE, round(min(alike, _ALIKE_TO), 1)


def _same_in_a_way(asked: Reading, held: Reading) -> Reason | None:
    if not asked.key or not held.key:
        return None
    if asked.key == held.key:
        return Reason.SAME if asked.country == held.country else Reason.COUNTRY
    if asked.keys & held.keys:
        return Reason.BRACKETS
    asked_words, held_words = asked.key.split(), held.key.split()
    if sorted(asked_words) == sorted(held_words):
        return Reason.ORDER
    if _abbreviates(asked, held) or _abbreviates(held, asked):
        return Reason.INITIALS
    return Reason.PART if _is_part(held_words, asked_words) else None


def _abbreviates(short: Reading, long: Reading) -> bool:
    """Say whether a short name is the initials of a longer one."""
    words = short.key.split()
    return _is_short(words) and words[0] in long.initials and words != long.key.split()


def _is_part(short: list[str], long: list[str]) -> bool:
    """Say whether one name stands, whole, inside a longer one: a faculty with its university."""
    if not _tells(short):
        return False
    if len(short) == 1 and is_han(short[0]):
        return any(short[0] in word for word in long)
    return len(short) > 1 and f" {' '.join(short)} " in f" {' '.join(long)} "


def _likeness(asked: str, held: str) -> float:
    """Compare spelling, 0 to 100: what tells schools apart counts more than `university`."""
    if is_han(asked) != is_han(held):
        return 0
    whole = max(fuzz.ratio(asked, held), fuzz.token_sort_ratio(asked, held))
    telling = fuzz.token_sort_ratio(_telling(asked), _telling(held))
    return min(whole, (whole + 2 * telling) / 3)


# --- Words ----------------------------------------------------------------------------------------


def _prepared(text: str) -> str:
    """Join what dots and ampersands part: `R.W.T.H.` and `A&M` are one word each."""
    text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    return _AMPERSAND.sub(r"\1\2", text)


def _words(text: str) -> list[str]:
    """Cut a name into canonical words; Chinese stays in one piece, however it was spaced."""
    found: list[str] = []
    for run in runs(fold(text)):
        if is_dense(run) and found and is_dense(found[-1]):
            found[-1] += run
        elif is_dense(run) or run not in STOP:
            found.append(meaning(run))
    while len(found) > 1 and found[-1] in LEGAL:
        found.pop()
    if found and is_dense(found[-1]):
        found[-1] = LEGAL_HAN.sub("", found[-1]) or found[-1]
    return found or runs(fold(text))


def _join(words: list[str]) -> str:
    return " ".join(words)


def _by_script(words: list[str]) -> list[list[str]]:
    """Part a name that stands in two scripts beside each other."""
    dense = [word for word in words if is_dense(word)]
    other = [word for word in words if not is_dense(word)]
    return [dense, other] if dense and other else []


def _tells(words: list[str]) -> bool:
    """Say whether words tell one organisation from others; `national university` does not."""
    return len(_telling(_join(words)).replace(" ", "")) > 1


def _telling(key: str) -> str:
    """Keep the words that tell one organisation from others."""
    return " ".join(
        rest
        for word in key.split()
        if (rest := GENERIC_HAN.sub("", word) if is_dense(word) else word) and rest not in GENERIC
    )


def _pieces(words: list[str]) -> set[str]:
    pieces: set[str] = set()
    for word in _telling(_join(words)).split() or words:
        width = 2 if is_dense(word) else 3
        pieces.add(word)
        pieces.update(word[at : at + width] for at in range(len(word) - width + 1))
    return pieces


# --- Countries and abbreviations ------------------------------------------------------------------


def _country_alone(text: str) -> str:
    """Give the country that a text names, if it names nothing else."""
    return COUNTRIES.get(" ".join(runs(fold(text))), "")


def _set_aside_country(words: list[str]) -> tuple[list[str], str]:
    """Take a country off the front (Chinese) or the end (Latin) if the rest tells enough."""
    if words and is_han(words[0]):
        for length in range(min(LONGEST_COUNTRY, len(words[0]) - 1), 1, -1):
            country = COUNTRIES.get(words[0][:length], "")
            rest = [words[0][length:], *words[1:]]
            if country and country not in KEPT_IN_FRONT and _tells(rest):
                return rest, country
    for length in (4, 3, 2, 1):
        country = COUNTRIES.get(_join(words[-length:]), "")
        rest = words[:-length]
        if country and len(rest) > 1 and _tells(rest):
            return rest, country
    return words, ""


def _is_a_name(words: list[str]) -> bool:
    """Say whether what stands in brackets names an organisation; a city does not."""
    return (_is_short(words) and not is_dense(words[0])) or _telling(_join(words)) != _join(words)


def _is_short(words: list[str]) -> bool:
    """Say whether a name is so short that it can be an abbreviation."""
    if len(words) != 1 or words[0] in GENERIC:
        return False
    if is_dense(words[0]):
        return 2 <= len(words[0]) <= 4 and not GENERIC_HAN.search(words[0])
    return 2 <= len(words[0]) <= 8


def _initials(words: list[str]) -> set[str]:
    """List what a name is abbreviated to; a short name is an abbreviation itself."""
    found = {words[0]} if _is_short(words) else set()
    latin = [word for word in words if not is_dense(word)]
    if len(latin) > 1:
        found.add("".join(word[0] for word in latin))
    for word in words:
        if is_han(word):
            found |= _initials_of_han(word)
    return found


def _initials_of_han(name: str) -> set[str]:
    """Abbreviate as the Chinese do: 北京大学 is 北大, 成都信息工程大学 成信大 or 成信工大."""
    stem, ending, rest = name.partition("大学")
    if not ending or rest or len(stem) < 2 or len(stem) % 2:
        return set()
    firsts = stem[::2]
    return {f"{firsts[:count]}大" for count in range(min(2, len(firsts)), len(firsts) + 1)}


def _capitals(text: str) -> set[str]:
    """List the abbreviations that stand in a name as words of capitals: RWTH, ETH."""
    return {word.lower() for word in _CAPITALS.findall(text)} if text != text.upper() else set()
