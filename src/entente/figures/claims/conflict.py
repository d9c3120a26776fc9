"""A conflict: of what kind, between which statements, and a sentence for the reader."""

from __future__ import annotations

from dataclasses import dataclass

# unit, comparator, value, window, date, names, list: two statements differ in it.
# part: a total and its part could be read as one. arithmetic: the number cannot be.
# stale: a plan whose day is past.
KINDS = (
    "unit",
    "comparator",
    "value",
    "window",
    "date",
    "names",
    "list",
    "part",
    "arithmetic",
    "stale",
)


@dataclass(frozen=True)
class Conflict:
    """One contradiction: its kind, the ids of just the statements it is about, why, in words."""

    kind: str
    ids: tuple[str, ...]
    message: str
