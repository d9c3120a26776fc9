"""Agreements that a document tells of: kind, partner, date, term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from entente.figures.claims.numerals import read_english, read_han
from entente.intake.documents.cues import cue, told
from entente.intake.documents.naming import Mention
from entente.intake.documents.page import Page, Sentence
from entente.intake.documents.proposal import Proposal
from entente.intake.documents.visits import hosts_of

REACH, REACH_HAN = 140, 40
_NOT_YET = re.compile(r"(?i:will sign|to sign|plans? to|intends? to)|拟签|将签|计划签")


def agreements_in(page: Page) -> Iterable[Proposal]:
    """Propose an agreement with each partner of a sentence that says that one was concluded."""
    for at, sentence in enumerate(page.sentences):
        signed = _signed(sentence)
        if signed is None:
            continue
        start, end = signed
        partners, told_by = _partners(page, at)
        if not partners:
            continue
        words = sentence.text[start:end]
        kind = told("agreement_kind", words) or "cooperation"
        if kind == "cooperation":
            kind = told("agreement_kind", sentence.text) or kind
        on, from_before = _date(page.sentences, at, told_by)
        spans = [page.span(sentence.start + start, sentence.start + end)]
        fields = {
            "kind": kind,
            "title": _title(words),
            "signed_on": on,
            "term": _term(sentence.text),
            "language": "zh" if sentence.in_chinese else "en",
        }
        for partner in partners:
            sure = 0.9 * (0.6 + 0.4 * partner.confidence)
            sure -= 0.15 * bool(told_by) + 0.05 * from_before + 0.1 * (not on)
            dates = [page.of(it) for it in (told_by or sentence).dated[:1] if on]
            yield Proposal(
                "agreement",
                fields | {"partner": partner.plain()},
                [*spans, page.of(partner), *dates],
                max(sure, 0.2),
            )


def _signed(sentence: Sentence) -> tuple[int, int] | None:
    """Give the words that conclude something, if the sentence says so as done."""
    objects = [*cue("agreement").finditer(sentence.text)]
    if not objects or _NOT_YET.search(sentence.text):
        return None
    reach = REACH_HAN if sentence.in_chinese else REACH
    for sign in cue("sign").finditer(sentence.text):
        near = [it for it in objects if 0 <= it.start() - sign.end() <= reach]
        if near:
            return sign.start(), near[0].end()
        behind = [it for it in objects if 0 <= sign.start() - it.end() <= reach // 3]
        if behind:
            return behind[-1].start(), sign.end()
    return None


def _partners(page: Page, at: int) -> tuple[list[Mention], Sentence | None]:
    """Give the other sides; where the sentence names none, those of the one before it."""
    sentence = page.sentences[at]
    partners = _others(page, sentence.bodies)
    if partners:
        return partners, None
    if at and page.sentences[at - 1].paragraph == sentence.paragraph:
        before = page.sentences[at - 1]
        return _others(page, hosts_of(page, before) or before.bodies), before
    return [], None


def _others(page: Page, named: Sequence[Mention]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for it in named:
        if not page.is_ours(it):
            found.setdefault(it.key, it)
    return list(found.values())


def _date(sentences: Sequence[Sentence], at: int, told_by: Sentence | None) -> tuple[str, bool]:
    """Give the day as exactly as the text says; where it stands in the sentence before, say so."""
    if sentences[at].dated:
        return sentences[at].dated[0].common, False
    if told_by is not None and told_by.dated:
        return told_by.dated[0].common, True
    return "", False


def _term(text: str) -> int | None:
    found = cue("term").search(text)
    if not found:
        return None
    said = next((it for it in found.groups() if it), "")
    if said.isdigit():
        return int(said)
    number = read_han(said) if not said.isascii() else read_english(said)
    return int(number) if number else None


def _title(words: str) -> str:
    """Name what was concluded, in the words of the document."""
    rest = cue("sign").sub("", words, count=1).strip(" ,，、了")
    rest = re.sub(r"^(?:up |an? |the |its |their )+", "", rest, flags=re.IGNORECASE)
    objects = [*cue("agreement").finditer(rest)]
    title = rest[: objects[0].end()] if objects else rest
    title = title[-80:] if len(title) > 80 else title
    return title[:1].upper() + title[1:]
