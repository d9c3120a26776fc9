"""Joint laboratories and centres, and events that were or will be held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from entente.intake.documents.cues import cue, cues_of
from entente.intake.documents.naming import Mention
from entente.intake.documents.page import Page, Sentence
from entente.intake.documents.proposal import Proposal, Span
from entente.organisations.name_words import COUNTRIES

_WORD = r"[A-Z][A-Za-z'’-]*"
_NAMED = re.compile(
    rf"(?:[“\"][^”\"\n]{{3,40}}[”\"]\s)?(?:{_WORD}\s(?:(?:for|of|and|on|in|the)\s)*){{1,8}}"
    r"(?:[Cc]ent(?:er|re)|[Ll]aborator(?:y|ies)|[Ll]ab|Hub)\b"
    rf"(?:\s(?:of|for|on)\s{_WORD}(?:\s(?:and\s)?(?:{_WORD}|[a-z]+))*?(?=\s(?:with|was|is|at)\b|[,;.]))?"
)
_UNNAMED = re.compile(
    r"(?:collaborative|joint|international) (?:research )?(?:cent(?:er|re)|laboratory)\b"
)
_LIST_HAN = re.compile(r"(?:先后)?与(?P<list>[^。；;]{4,300}?)等?联合(?:建立|成立|共建|设立)")
_MANY = re.compile(
    r"(?i)\b(?:\d+|several|dozens|many|six|five|four|three|two)\s[\w\s]{0,30}(?:centers|centres|laboratories)\b"
)


def centres_in(page: Page) -> Iterable[Proposal]:
    """Propose joint laboratories and centres, each with the partner that it is kept with."""
    named = [it for sentence in page.sentences for it in _named(page, sentence)]
    listed = [it for sentence in page.sentences for it in _listed(page, sentence)]
    by_partner = {_partner(it): it for it in named if _partner(it)}
    rest: list[Proposal] = []
    for one in listed:
        same = by_partner.pop(_partner(one), None)
        if same is None:
            rest.append(one)
        else:
            same.spans = sorted({*same.spans, *one.spans})
    for one in [*rest]:
        home = _country(one)
        here = [it for it in rest if _country(it) == home]
        there = [it for it in by_partner.values() if _country(it) == home]
        if home and len(here) == 1 and len(there) == 1:
            rest.remove(one)
            del by_partner[_partner(there[0])]
            _liken(one, there[0])
    yield from named
    yield from rest


def _partner(it: Proposal) -> str:
    partner = it.fields["partner"]
    return str(partner["id"] or partner["name"]) if partner else ""


def _country(it: Proposal) -> str:
    """Give the country of a partner; a school that is called after its country lies there."""
    partner = it.fields["partner"]
    found: str = partner["country"]
    return found or next(
        (
            COUNTRIES[partner["name"][:length]]
            for length in range(6, 1, -1)
            if partner["name"][:length] in COUNTRIES
        ),
        "",
    )


def _liken(listed: Proposal, named: Proposal) -> None:
    """Join what is left on both sides in one country; say that the names are not known as one."""
    here, there = listed.fields["partner"], named.fields["partner"]
    named.spans = sorted({*named.spans, *listed.spans})
    named.conflicts.append(
        _("One language names “%(one)s”, the other “%(other)s”.")
        % {"one": here["as_named"], "other": there["as_named"]}
    )
    named.confidence -= 0.2


def _named(page: Page, sentence: Sentence) -> Iterable[Proposal]:
    text = sentence.text
    if not cue("centre").search(text) and "Hub" not in text:
        return
    found = [
        it
        for it in _NAMED.finditer(text)
        if cue("joint").search(it[0] + text[it.end() : it.end() + 6])
    ]
    for at, match in enumerate(found):
        if not re.search(r"(?i)joint|international|collaborative", match[0]):
            continue
        stop = found[at + 1].start() if at + 1 < len(found) else len(text)
        start = sentence.start + match.start()
        partner = _with(page, sentence, sentence.start + match.end(), sentence.start + stop)
        if partner is None and not _founded(sentence):
            continue  # A heading, or a passing word.
        spans = [page.span(start, sentence.start + match.end())]
        yield _centre(page, sentence, " ".join(match[0].split()), partner, spans)
    if not found and (plain := _UNNAMED.search(text)) and not _MANY.search(text):
        others = [it for it in sentence.bodies if not page.is_ours(it)]
        if others and cue("founded").search(text):
            start = sentence.start + plain.start()
            span = page.span(start, sentence.start + plain.end())
            yield _centre(page, sentence, "", others[0], [span])


def _with(page: Page, sentence: Sentence, start: int, stop: int) -> Mention | None:
    """Give the body behind "with", before the next centre is named."""
    near = [it for it in sentence.after(start) if it.start < stop and not page.is_ours(it)]
    return near[0] if near else None


def _founded(sentence: Sentence) -> str:
    if sentence.dated and cue("founded").search(sentence.text):
        return sentence.dated[0].common
    return ""


def _centre(
    page: Page, sentence: Sentence, name: str, partner: Mention | None, spans: Sequence[Span]
) -> Proposal:
    on = _founded(sentence)
    words = [*spans, *([page.of(partner)] if partner else [])]
    return Proposal(
        "centre",
        {
            "name": name,
            "partner": partner.plain() if partner else None,
            "founded_on": on,
        },
        words,
        0.8 if partner or on else 0.5,
    )


def _listed(page: Page, sentence: Sentence) -> Iterable[Proposal]:
    """Read a Chinese list of partners with whom laboratories were founded."""
    for match in _LIST_HAN.finditer(sentence.text):
        if not cue("centre").search(sentence.text, match.end()):
            continue
        start, end = (sentence.start + match.start("list"), sentence.start + match.end("list"))
        for it in sentence.bodies:
            if start <= it.start and it.end <= end and not page.is_ours(it):
                yield _centre(page, sentence, "", it, [page.of(it)])


def events_in(page: Page) -> Iterable[Proposal]:
    """Propose an event that is held at a stated time or by a stated host."""
    for sentence in page.sentences:
        held = cue("held").search(sentence.text)
        if not held or not sentence.dated:
            continue
        for kind, pattern in cues_of("event"):
            said = pattern.search(sentence.text)
            if not said or _counted(sentence.text, said.start()):
                continue
            host = next(iter(sentence.bodies), None)
            spans = [page.span(sentence.start + said.start(), sentence.start + said.end())]
            spans += [page.of(host)] if host else []
            yield Proposal(
                "event",
                {
                    "kind": kind,
                    "host": host.plain() if host else None,
                    "on": sentence.dated[0].common,
                },
                [*spans, page.of(sentence.dated[0])],
                0.8 if host else 0.6,
            )
            break


def _counted(text: str, at: int) -> bool:
    """Say whether a number counts events there: that is a statement, not one event."""
    return bool(
        re.search(
            r"(?i)(?:\d+|several|two|three|many)\s[\w\s-]{0,30}$|\d+\s?[场次个余]\S{0,8}$",
            text[:at],
        )
    )
