"""A text read into proposals, by rules and by the names that are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entente.figures.claims import claims_of
from entente.intake.documents.agreements import agreements_in
from entente.intake.documents.consortia import consortia_in
from entente.intake.documents.doing import centres_in, events_in
from entente.intake.documents.naming import Mention, Names, even
from entente.intake.documents.page import Page, page_of
from entente.intake.documents.people import appointments_in, people_in
from entente.intake.documents.proposal import KINDS, Proposal, Span, joined
from entente.intake.documents.texts import Text
from entente.intake.documents.visits import visits_in

STATED_IN = ("text", "comparator", "value", "low", "high", "unit", "window", "measure")
STATED = 0.8  # a statement with a number is where the recogniser says in eight of ten


@dataclass(frozen=True)
class Reading:
    """What a document proposes, and sentences for its reader about the document itself."""

    text: Text
    proposals: list[Proposal]
    notes: list[str]

    def plain(self) -> dict[str, Any]:
        """Give it as data for machines; `touches` is added where records are known."""
        return {"proposals": [it.plain() for it in self.proposals], "notes": self.notes}


class Reader:
    """Reads documents with the names of one resolver; making it ready takes a moment, once."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def read(self, text: Text, home: Iterable[str] = ()) -> Reading:
        """Read a text; `home` are the addresses and names of the institution that reads it."""
        content = text.content
        mentions = self.names.find(content, even(content))
        page = page_of(content, mentions, home)
        notes = []
        leagues = [*consortia_in(page)] if text.language != "other" else []
        centres = [*centres_in(page)] if text.language != "other" else []
        names = [span for it in leagues if it.kind == "consortium" for span in it.spans]
        names += [span for it in centres for span in it.spans if span.text == it.fields["name"]]
        proposals = [*_organisations(page, names), *leagues]
        if text.language == "other":
            notes.append(
                _(
                    "This document is neither in Chinese nor in English. Only names of institutions"
                    " were looked for; everything else is for a person to read."
                )
            )
        else:
            proposals += [
                *agreements_in(page),
                *visits_in(page),
                *centres,
                *events_in(page),
                *appointments_in(page),
                *people_in(page),
                *_claims(page),
            ]
        if text.by_eye:
            notes.append(
                _("The pages are pictures; their words were recognised and may hold mistakes.")
            )
        found = joined(proposals)
        found.sort(key=lambda it: (KINDS.index(it.kind), it.spans[0].start))
        return Reading(text, found, notes)


def _organisations(page: Page, others: Sequence[Span]) -> Iterable[Proposal]:
    """Propose each institution once, with every place where it is named.

    Where the name of a consortium or of a joint centre stands, no institution is meant.
    """
    found: dict[str, list[Mention]] = {}
    taken = bytearray(len(page.text))
    for span in others:
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    meant = {it.key for it in page.mentions if any(taken[it.start : it.end])}
    for it in page.mentions:
        if not it.part and (it.id or it.key not in meant) and not page.is_ours(it):
            found.setdefault(it.key, []).append(it)
    for some in found.values():
        first = some[0]
        yield Proposal(
            "organisation",
            first.plain(),
            [page.of(it) for it in some],
            first.confidence if first.decision != "unknown" else max(first.confidence, 0.3),
        )


def _claims(page: Page) -> Iterable[Proposal]:
    read = {(it.start, it.end) for it in page.sentences}
    starts = sorted(read)
    at = 0
    for statement, claim in claims_of(page.text):
        while at < len(starts) and starts[at][1] <= statement.start:
            at += 1
        if at == len(starts) or starts[at][0] > statement.start:
            continue  # It stands in a line that leads elsewhere.
        data = statement.as_data()
        fields = {name: data[name] for name in STATED_IN}
        fields["language"] = claim.language
        span = Span(statement.start, statement.end, page.text[statement.start : statement.end])
        yield Proposal("claim", fields, [span], STATED)
