"""Authors as text: one a line, in order, with the institutions that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BETWEEN = "|"


@dataclass(frozen=True)
class Author:
    """A name as it was published, and the affiliations that stand beside it."""

    name: str
    affiliations: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f" {BETWEEN} ".join((self.name, *self.affiliations))

    @classmethod
    def of(cls, name: str, affiliations: Iterable[str] = ()) -> Author:
        """Make one from texts that may hold anything: each fits on the line and stands once."""
        told = dict.fromkeys(filter(None, map(_flat, affiliations)))
        return cls(_flat(name), tuple(told))


def read_authors(text: str) -> list[Author]:
    """Read the lines; empty ones are passed over."""
    found = []
    for line in text.splitlines():
        name, *affiliations = line.split(BETWEEN)
        author = Author.of(name, affiliations)
        if author.name or author.affiliations:
            found.append(author)
    return found


def affiliations_of(text: str) -> list[str]:
    """Give every affiliation of the lines once, in the order in which they come."""
    told = (place for author in read_authors(text) for place in author.affiliations)
    return list(dict.fromkeys(told))


def _flat(text: str) -> str:
    return " ".join(text.replace(BETWEEN, "/").split())
