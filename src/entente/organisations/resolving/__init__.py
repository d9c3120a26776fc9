"""The resolver: from a name as people write it to one institution, several, or none."""

from entente.organisations.resolving.dumps import Entry, Name, read_dump
from entente.organisations.resolving.index import Index
from entente.organisations.resolving.resolver import (
    Answer,
    Decision,
    Question,
    Resolver,
    Thresholds,
)

__all__ = [
    "Answer",
    "Decision",
    "Entry",
    "Index",
    "Name",
    "Question",
    "Resolver",
    "Thresholds",
    "read_dump",
]
