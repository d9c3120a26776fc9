"""Statements with numbers: found in running text, read from files, checked against each other."""

from entente.figures.claims.checks import check
from entente.figures.claims.claim import Claim, Quantity, Window, dated
from entente.figures.claims.conflict import Conflict
from entente.figures.claims.finding import Statement, find
from entente.figures.claims.phrases import said, time
from entente.figures.claims.reading import Fault, read
from entente.figures.claims.supporting import REASONS, Published, held_against
from entente.figures.claims.texts import (
    Finding,
    Place,
    claims_of,
    dateline,
    review,
    review_in_both,
)

__all__ = [
    "REASONS",
    "Claim",
    "Conflict",
    "Fault",
    "Finding",
    "Place",
    "Published",
    "Quantity",
    "Statement",
    "Window",
    "check",
    "claims_of",
    "dated",
    "dateline",
    "find",
    "held_against",
    "read",
    "review",
    "review_in_both",
    "said",
    "time",
]
