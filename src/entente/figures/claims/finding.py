"""Countable statements found in running text, Chinese and English, with their exact places.

A statement is a number that counts something the vocabulary knows: "over 400 students", 30多所高校,
"dozens of universities". Dates, ranks, numbers of documents, rooms and telephones are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from entente.figures.claims.cues import one_of, table
from entente.figures.claims.numerals import Numeral, numerals
from entente.figures.claims.prose import Sentence, ordinary, sentences
from entente.figures.claims.telling import measure_of
from entente.figures.claims.things import (
    ARTICLES,
    Thing,
    begins_one,
    comparator_before,
    is_new,
    money_sign,
    noun_in,
    thing_of,
)
from entente.figures.claims.times import Mention, mentions, number_of, stretches
from entente.figures.claims.timing import Placed, windows_of

_WORD_NUMBER = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty"
    "|thirty|forty|fifty"
)
_YEARS = [
    re.compile(words.replace("{WORD}", _WORD_NUMBER), re.IGNORECASE)
    for words in table("durations")["years"]
]
# One of these stands in every expression of them.
_YEAR_CUES = ("续", "长达", "历时", "历经", "走过", "years")
# What holds on a day: a period named in the sentence before does not reach it.
STOCKS = frozenset({"institutions", "agreements", "labs", "centres", "programmes"})
_ABOUT = one_of(["nearly", "almost", "about", "around"])


@dataclass(frozen=True)
class Statement:
    """A countable statement of a text: `text[start:end]` are its words.

    `value` is None for a range, `low` and `high` are None for everything else. `window` and `unit`
    are words of claim files; `measure` is None where the words around it do not tell.
    """

    start: int
    end: int
    text: str
    comparator: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    window: str
    measure: str | None

    def as_data(self) -> dict[str, Any]:
        """Give it as plain data; whole numbers as integers."""
        numbers = {name: _plain_number(getattr(self, name)) for name in ("value", "low", "high")}
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "comparator": self.comparator,
            **numbers,
            "unit": self.unit,
            "window": self.window,
            "measure": self.measure,
        }


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    comparator: str
    number: Numeral
    unit: str


def find(text: str) -> list[Statement]:
    """Find the countable statements of a text, in the order in which they stand.

    Any text is taken; the time is proportional to its length.
    """
    plain = ordinary(text)
    pieces = sentences(plain)
    times = mentions(plain)
    found = sorted(
        [
            *_lengths(plain, times),
            *_counts(plain, pieces, times),
            *_articles(plain, pieces, times),
        ],
        key=lambda it: it.start,
    )
    kept = list(_apart(found))
    placed = windows_of(
        plain, pieces, times, [Placed(it.start, it.end, it.unit in STOCKS) for it in kept]
    )
    statements = []
    for at, (it, window) in enumerate(zip(kept, placed, strict=True)):
        number = it.number
        beside = (
            kept[at - 1].end if at else 0,
            kept[at + 1].start if at + 1 < len(kept) else len(plain),
        )
        sentence = _sentence_of(pieces, it.start)
        statements.append(
            Statement(
                it.start,
                it.end,
                text[it.start : it.end],
                it.comparator,
                number.value,
                number.low,
                number.high,
                it.unit,
                str(window),
                measure_of(plain, it.start, it.end, it.unit, sentence, beside),
            )
        )
    return statements


def _plain_number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _sentence_of(pieces: Sequence[Sentence], at: int) -> Sentence:
    return pieces[max(0, bisect_right(pieces, at, key=lambda piece: piece.start) - 1)]


def _apart(found: Sequence[_Found]) -> Iterator[_Found]:
    last = 0
    for it in found:
        if it.start >= last:
            yield it
            last = it.end


def _counts(plain: str, pieces: Sequence[Sentence], times: Sequence[Mention]) -> Iterator[_Found]:
    at = 0
    last: _Found | None = None
    for number in numerals(plain):
        while at < len(times) and times[at].end <= number.start:
            at += 1
        if at < len(times) and times[at].start < number.end:
            continue
        sentence = _sentence_of(pieces, number.start)
        it = _count(plain, number, sentence.end) or _without_noun(plain, number, sentence, last)
        if it:
            last = it
            yield it


# Forty a year: of what the statement before it in the sentence counts.
_A_YEAR = re.compile(r"\s(?:an?|per|each|every)\s(?:academic\s)?year\b|\sannually\b", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"\b(?:total\s)?number\sof\s(?P<what>[a-z][a-z' -]{2,60}?)"
    r"(?:\s(?:has|have|had|now|already|currently|even))*"
    r"(?:\s(?:reach(?:es|ed)|is|was|stands\sat|stood\sat|totall?s?(?:ed)?|hit))?\s?$",
    re.IGNORECASE,
)
_NUMBER_REACH = 100


def _without_noun(
    plain: str, number: Numeral, sentence: Sentence, last: _Found | None
) -> _Found | None:
    """Find what a number counts that names nothing itself: "40 a year", "their number is 150"."""
    comparator, begin = comparator_before(plain, number.start)
    if not is_new(plain, begin if comparator not in {"", "="} else number.start, number):
        return None
    after = plain[number.end : number.end + 1]
    if after.isalpha() or after in {"%", "‰", "°"}:
        return None
    unit = None
    if last and last.start >= sentence.start and _A_YEAR.match(plain, number.end, sentence.end):
        unit = last.unit
    elif told := _NUMBER_OF.search(plain, max(sentence.start, begin - _NUMBER_REACH), begin):
        rest = plain[number.end : sentence.end].lstrip()
        unit = noun_in(told["what"]) if not rest[:1].isalpha() else None
    if unit is None:
        return None
    said = "range" if number.value is None else comparator or number.comparator
    start = begin if comparator not in {"", "="} and number.value is not None else number.start
    return _Found(start, number.end, said, number, unit)


def _articles(plain: str, pieces: Sequence[Sentence], times: Sequence[Mention]) -> Iterator[_Found]:
    """Find what an article counts: "established a joint laboratory in 2011". It needs its date."""
    dated = [mention.start for mention in times if mention.window.is_dated]
    for article in ARTICLES.finditer(plain):
        sentence = _sentence_of(pieces, article.start())
        near = bisect_right(dated, sentence.start - 1)
        if near == len(dated) or dated[near] >= sentence.end:
            continue
        number = Numeral(article.start("a"), article.end("a"), Decimal(1), is_word=True)
        if it := _count(plain, number, sentence.end):
            yield it


def _count(plain: str, number: Numeral, limit: int) -> _Found | None:
    start = number.start
    if sign := money_sign(plain, start):
        start = sign[1]
    comparator, begin = comparator_before(plain, start)
    if not is_new(plain, begin if comparator not in {"", "="} else start, number):
        return None
    thing = thing_of(plain, number, limit)
    if thing is None or _is_article(plain, number, thing):
        return None
    said = _meant(number, thing, comparator)
    if comparator not in {"", "="} and number.value is not None:
        start = begin
    return _Found(start, thing.end, said, number, thing.unit)


def _is_article(plain: str, number: Numeral, thing: Thing) -> bool:
    """Say whether an English "one" counts nothing: one of, one institution among others."""
    if number.value != 1 or not number.is_word:
        return False
    return not begins_one(plain, number.start, thing.unit)


def _meant(number: Numeral, thing: Thing, before: str) -> str:
    """Join what stands before, in and behind a number: the nearest says how it is meant."""
    if number.value is None:
        return "range"
    for said in (thing.comparator, number.comparator, before):
        if said and said != "=":
            return said
    return "="


def _lengths(plain: str, times: Sequence[Mention]) -> Iterator[_Found]:
    """Find years without a gap: 连续22年, "three consecutive years"."""
    starts = [mention.start for mention in times]
    for found in _years_named(plain):
        near = max(0, bisect_right(starts, found.start()) - 1)
        if any(m.start < found.end() and found.start() < m.end for m in times[near : near + 2]):
            continue
        groups = {name.rstrip("2"): v for name, v in found.groupdict().items() if v}
        value = number_of(groups.get("n") or groups.get("n_en") or "")
        if not value:
            continue
        comparator = ">" if groups.get("more") or groups.get("pre") else "="
        if "pre" in groups and _ABOUT.match(groups["pre"]):
            comparator = "~"
        number = Numeral(found.start(), found.end(), Decimal(value))
        yield _Found(found.start(), found.end(), comparator, number, "years")


def _years_named(plain: str) -> Iterator[re.Match[str]]:
    for start, end in stretches(plain):
        piece = plain[start:end].lower()
        if any(cue in piece for cue in _YEAR_CUES):
            for words in _YEARS:
                yield from words.finditer(plain, start, end)
