"""Running text made ready for reading: ordinary signs, sentences, paragraphs. Places stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Signs that stand for one another, one for one, so that every place in the text stays the same.
# The full-width comma stays: it parts clauses and never groups digits.
_SAME = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C},
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), ord("-")),
    **dict.fromkeys(map(ord, "\u00a0\u3000\u2009\u202f\t"), ord(" ")),
    ord("\u2019"): ord("'"),
    ord("\u301c"): ord("~"),
}
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|No|St|Inc|Ltd|Co|Corp|Univ|Dept|vs|e\.g|i\.e|approx|ca|cf|U\.S"
    r"|U\.K|Ph\.D|[A-Z]))$"
)
_END = re.compile(
    r"[。!?！？\n\r]+|(?<=[^\W\d_)\]\"'”])\.(?=\s|$|[\u3400-\u9fff])|(?<=\d)\.(?=\s+[A-Z\u3400-\u9fff]|\s*$)"
)
_HEADING_LENGTH = 60
# No sentence of a text is longer; a text without stops is read in pieces of this length.
LONGEST_SENTENCE = 1500


@dataclass(frozen=True)
class Sentence:
    """A sentence: its first place and the one after its last; the section it stands in."""

    start: int
    end: int
    paragraph: int
    section: int


def ordinary(text: str) -> str:
    """Write full-width and typographic signs as ordinary ones; every place stays the same."""
    return text.translate(_SAME)


def sentences(plain: str) -> list[Sentence]:
    """Cut a text into sentences; a short line without a stop is a heading and begins a section."""
    return list(_sentences(plain))


def _sentences(plain: str) -> Iterator[Sentence]:
    start = paragraph = section = 0
    for end, newline in _ends(plain):
        piece = plain[start:end]
        if piece.strip():
            if newline and _is_heading(piece, plain, start):
                section += 1
            for at in range(start, end, LONGEST_SENTENCE):
                stop = min(at + LONGEST_SENTENCE, end)
                yield Sentence(at, stop, paragraph, section)
        if newline:
            paragraph += 1
        start = end


def _ends(plain: str) -> Iterator[tuple[int, bool]]:
    for found in _END.finditer(plain):
        if found[0] == "." and _ABBREVIATION.search(
            plain, max(0, found.start() - 8), found.start()
        ):
            continue
        yield found.end(), "\n" in found[0] or "\r" in found[0]
    yield len(plain), True


def _is_heading(piece: str, plain: str, start: int) -> bool:
    """Say whether a line stands alone, is short, and is no sentence."""
    line = piece.strip()
    if len(line) > _HEADING_LENGTH or line[-1] in "。!?.,，;:":
        return False
    return start == 0 or plain[start - 1] in "\n\r"


def clause_between(plain: str, start: int, end: int) -> bool:
    """Say whether a sign that ends a clause stands between two places."""
    return any(sign in ",，;:、(" for sign in plain[start:end])
