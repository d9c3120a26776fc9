"""A document while it is read: its sentences, names and dates, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from entente.figures.claims.prose import sentences
from entente.intake.documents.cues import cue
from entente.intake.documents.dates import Dated, dates_in
from entente.intake.documents.naming import Mention
from entente.intake.documents.proposal import Span

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass
class Sentence:
    """A sentence: `text[start:end]`, with the organisations and dates that it names."""

    start: int
    end: int
    text: str
    paragraph: int
    named: list[Mention] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)

    @property
    def bodies(self) -> list[Mention]:
        """Give the organisations, without parts of institutions."""
        return [it for it in self.named if not it.part]

    @property
    def in_chinese(self) -> bool:
        """Say whether it is written in Chinese."""
        return len(_HAN.findall(self.text)) * 3 > len(self.text.strip())

    def after(self, place: int) -> list[Mention]:
        """Give the organisations named behind a place of the text."""
        return [it for it in self.bodies if it.start >= place]

    def before(self, place: int) -> list[Mention]:
        """Give the organisations named in front of a place of the text."""
        return [it for it in self.bodies if it.end <= place]


@dataclass(frozen=True)
class Page:
    """A text cut into sentences, with who reads it: `home` are addresses and names of ours."""

    text: str
    sentences: Sequence[Sentence]
    mentions: Sequence[Mention]
    home: frozenset[str] = frozenset()

    def is_ours(self, mention: Mention) -> bool:
        """Say whether a mention is the institution for which the document is read."""
        return mention.key in self.home or mention.name.casefold() in self.home

    def span(self, start: int, end: int) -> Span:
        """Give some words of the text, without blanks around them."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip()), words.strip())

    def of(self, it: Mention | Dated | Sentence) -> Span:
        """Give the words of a mention, a date or a sentence."""
        return self.span(it.start, it.end)


def page_of(text: str, mentions: Sequence[Mention], home: Iterable[str] = ()) -> Page:
    """Cut a text; sentences that only lead elsewhere are left out, with the names in them."""
    away = cue("navigation")
    dates = dates_in(text)
    name_starts = [it.start for it in mentions]
    date_starts = [it.start for it in dates]
    found: list[Sentence] = []
    kept: list[Mention] = []
    for piece in sentences(text):
        words = text[piece.start : piece.end]
        if away.search(words):
            continue
        named = [
            *mentions[bisect_left(name_starts, piece.start) : bisect_left(name_starts, piece.end)]
        ]
        dated = [
            *dates[bisect_left(date_starts, piece.start) : bisect_left(date_starts, piece.end)]
        ]
        found.append(Sentence(piece.start, piece.end, words, piece.paragraph, named, dated))
        kept += named
    return Page(text, found, kept, frozenset(home))
