"""A running text checked against itself: languages that drift apart, plans that are past, names.

What is found carries its exact places, so that a reader sees the words that it is about.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from entente.figures.claims.checks import check
from entente.figures.claims.claim import Claim, Quantity, Window
from entente.figures.claims.cues import DONE, PLANS, table
from entente.figures.claims.finding import Statement, find
from entente.figures.claims.prose import Sentence, ordinary, sentences
from entente.figures.claims.times import mentions
from entente.kit.periods import PartialDate

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z]")
_JOINING = "|".join(table("checking")["names"]["joining"])
# A name and its initials in brackets: International University Consortium (IUC).
_NAMED = re.compile(
    rf"(?P<name>[A-Z][A-Za-z'-]+(?:\s(?:{_JOINING}|[A-Z][A-Za-z'-]+)){{1,11}})"
    r"\s?(?:\(|,\s?|，\s?)?(?:简称|以下简称|英文简称|英文缩写|缩写为?)?\s?\"?(?P<short>[A-Z]{3,10})\"?(?=\)|,|，|\s)"
)


DATELINE_REACH = 600
LONGEST_DATELINE = 40


@dataclass(frozen=True)
class Place:
    """Some words of a text: `text[start:end]`; of a text in two halves, `body` names the half."""

    start: int
    end: int
    text: str
    body: str = ""


@dataclass(frozen=True)
class Finding:
    """A conflict within a text: its kind, the words it is about, a sentence for the reader."""

    kind: str
    places: tuple[Place, ...]
    message: str


def claims_of(
    text: str, *, document: str = "", subject: str = "", as_of: PartialDate | None = None
) -> list[tuple[Statement, Claim]]:
    """Find the statements of a text and give each as a claim, in the order of the text."""
    plain = ordinary(text)
    pieces = sentences(plain)
    found: list[tuple[Statement, Claim]] = []
    at = 0
    for number, statement in enumerate(find(text), start=1):
        while at + 1 < len(pieces) and pieces[at + 1].start <= statement.start:
            at += 1
        claim = Claim(
            id=f"{document}.{number}" if document else str(number),
            document=document,
            language=_language(plain, pieces[at], statement),
            subject=subject,
            measure=statement.measure or statement.unit,
            detail="",
            quantity=Quantity(statement.comparator, statement.value, statement.low, statement.high),
            unit=statement.unit,
            window=Window.parse(statement.window),
            as_of=as_of,
            words=statement.text,
            label=_("“%(words)s”") % {"words": " ".join(statement.text.split())},
        )
        found.append((statement, claim))
    return found


def _language(plain: str, sentence: Sentence, statement: Statement) -> str:
    if _HAN.search(statement.text):
        return "zh"
    words = plain[sentence.start : sentence.end]
    return "zh" if len(_HAN.findall(words)) * 3 > len(_LETTER.findall(words)) else "en"


def review(text: str, *, on: datetime.date, as_of: PartialDate | None = None) -> list[Finding]:
    """Find where a text contradicts itself, in the order of the text.

    Its two languages are compared number by number; what it announces must not be past `on`; a
    short name must stand for one long name. `as_of` is the day of the text; its own dateline else.
    """
    found = [*_drift(text, on, as_of or dateline(text)), *_past(text, on), *_two_names(text)]
    return sorted(found, key=lambda it: it.places[0].start)


def review_in_both(
    bodies: Mapping[str, str],
    claims: Sequence[tuple[Claim, Place]],
    *,
    on: datetime.date,
    as_of: PartialDate | None = None,
) -> list[Finding]:
    """Find where a text in two halves contradicts itself: each half, and one the other.

    `bodies` are the halves by their names, `claims` what stands in them, with its place; a claim
    that a reader has set aside is left out by whoever calls.
    """
    places = {claim.id: place for claim, place in claims}
    dated = (replace(claim, as_of=as_of) for claim, _place in claims)
    found = [
        Finding(it.kind, tuple(places[id_] for id_ in it.ids), it.message)
        for it in check(dated, on=on)
    ]
    stale = [it.places[0] for it in found if it.kind == "stale"]
    for name, body in bodies.items():
        for finding in (*_past(body, on), *_two_names(body)):
            inside = finding.places[0]
            if finding.kind == "stale" and any(
                it.body == name and inside.start <= it.start < inside.end for it in stale
            ):
                continue
            within = tuple(replace(place, body=name) for place in finding.places)
            found.append(Finding(finding.kind, within, finding.message))
    order = list(bodies)
    return sorted(found, key=lambda it: (order.index(it.places[0].body), it.places[0].start))


def _drift(text: str, on: datetime.date, as_of: PartialDate | None) -> Iterator[Finding]:
    pairs = claims_of(text, as_of=as_of)
    places = {claim.id: Place(it.start, it.end, it.text) for it, claim in pairs}
    for conflict in check((claim for _statement, claim in pairs), on=on):
        yield Finding(conflict.kind, tuple(places[id_] for id_ in conflict.ids), conflict.message)


def _past(text: str, on: datetime.date) -> Iterator[Finding]:
    """Find sentences that announce what lies before `on`."""
    plain = ordinary(text)
    times = [mention for mention in mentions(plain) if mention.window.is_dated]
    at = 0
    for sentence in sentences(plain):
        while at < len(times) and times[at].start < sentence.start:
            at += 1
        near = at
        while near < len(times) and times[near].start < sentence.end:
            period = times[near].window.period(None)
            words = plain[sentence.start : sentence.end]
            language = "zh" if _HAN.search(words) else "en"
            done = DONE[language].search(_clause_before(plain, sentence, times[near].start))
            if period and period.last < on and PLANS[language].search(words) and not done:
                yield _stale(text, sentence)
                break
            near += 1


def _clause_before(plain: str, sentence: Sentence, at: int) -> str:
    """Give the words of a clause that stand before a place."""
    start = max(plain.rfind(sign, sentence.start, at) for sign in ",，;；")
    return plain[max(start + 1, sentence.start) : at]


def dateline(text: str) -> PartialDate | None:
    """Read a page's own date: a day on a short line near its beginning."""
    plain = ordinary(text[:DATELINE_REACH])
    for mention in mentions(plain):
        day = mention.window.first
        start = max(plain.rfind("\n", 0, mention.start), plain.rfind("\r", 0, mention.start))
        end = plain.find("\n", mention.end)
        line = plain[start + 1 : end if end >= 0 else len(plain)].strip()
        if mention.kind == "date" and day and day.day and len(line) <= LONGEST_DATELINE:
            return day
    return None


def _stale(text: str, sentence: Sentence) -> Finding:
    start, end = sentence.start, sentence.end
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    words = text[start:end]
    return Finding(
        "stale",
        (Place(start, end, words),),
        _("The plan is past: “%(words)s”") % {"words": " ".join(words.split())},
    )


def _two_names(text: str) -> Iterator[Finding]:
    """Find short names that stand for two different long ones."""
    known: dict[str, Place] = {}
    for found in _NAMED.finditer(text):
        place = _long_name(found)
        if place is None:
            continue
        first = known.setdefault(found["short"], place)
        if first.text.casefold() != place.text.casefold():
            yield Finding(
                "names",
                (first, place),
                _("%(short)s stands for two names: “%(one)s” and “%(two)s”.")
                % {"short": found["short"], "one": first.text, "two": place.text},
            )


def _long_name(found: re.Match[str]) -> Place | None:
    """Take the words before a short name whose capitals are its letters; None where none are."""
    name, start = found["name"], found.start("name")
    for word in re.finditer(r"(?<![^\s])[A-Z]", name):
        rest = name[word.start() :]
        if "".join(it[0] for it in rest.split() if it[0].isupper()) == found["short"]:
            return Place(start + word.start(), found.end("name"), rest)
    return None
