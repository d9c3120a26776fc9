"""Texts of agreements compared: clauses, values in both languages, findings. No database."""

from entente.partnerships.comparing.clauses import Clause, split
from entente.partnerships.comparing.findings import (
    Finding,
    Name,
    Piece,
    Text,
    align,
    compare,
    marked,
)
from entente.partnerships.comparing.reading import LONGEST, READABLE, words_of
from entente.partnerships.comparing.values import LANGUAGE_WORDS, prevailing, values

__all__ = [
    "LANGUAGE_WORDS",
    "LONGEST",
    "READABLE",
    "Clause",
    "Finding",
    "Name",
    "Piece",
    "Text",
    "align",
    "compare",
    "marked",
    "prevailing",
    "split",
    "values",
    "words_of",
]
