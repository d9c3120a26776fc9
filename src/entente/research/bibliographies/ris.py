"""RIS, read by rispy entry by entry, so that each keeps its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rispy
from django.utils.translation import gettext as _

from entente.research.bibliographies.authors import Author
from entente.research.bibliographies.bibtex import in_order
from entente.research.bibliographies.entries import Broken, Entry, day_of, flat

KINDS = {
    "JOUR": "article",
    "JFULL": "article",
    "MGZN": "article",
    "CONF": "conference",
    "CPAPER": "conference",
    "CHAP": "chapter",
    "BOOK": "book",
    "EDBOOK": "book",
    "RPRT": "report",
    "UNPB": "preprint",
}
BEGINS = re.compile(r"^TY  ?- ?")
ENDS = re.compile(r"^ER  ?-")
VENUES = ("secondary_title", "journal_name", "alternate_title3", "alternate_title2", "publisher")


def read_ris(text: str) -> Iterator[Entry | Broken]:
    """Read every entry; one that never ends or has no title is told apart."""
    number = 0
    for line, rows in _entries(text):
        number += 1
        begins = " / ".join(it.strip() for it in rows[:2])[:80]
        if not any(ENDS.match(it) for it in rows):
            yield Broken(number, line, begins, _("Its end (ER) is missing."))
            continue
        try:
            found = rispy.loads("\n".join(rows) + "\n")
        except (rispy.parser.ParseError, ValueError, KeyError, IndexError) as fault:
            yield Broken(number, line, begins, str(fault)[:200])
            continue
        yield _entry(found[0] if found else {}, number, line, begins)


def _entries(text: str) -> Iterator[tuple[int, list[str]]]:
    begun, rows = 0, list[str]()
    for line, row in enumerate(text.splitlines(), 1):
        if BEGINS.match(row):
            if rows:
                yield begun, rows
            begun, rows = line, [row]
        elif rows:
            rows.append(row)
            if ENDS.match(row):
                yield begun, rows
                rows = []
    if rows:
        yield begun, rows


def _entry(said: dict[str, Any], number: int, line: int, begins: str) -> Entry | Broken:
    title = flat(said.get("title") or said.get("primary_title"))
    if not title:
        return Broken(number, line, begins, _("It has no title."))
    names = [*(said.get("authors") or ()), *(said.get("first_authors") or ())]
    address = said.get("author_address") or ""
    places = address if isinstance(address, list) else [address]
    places = [flat(it) for told in places for it in str(told).split(";")]
    # An address is of the entry, not of an author: it stands beside the first.
    authors = [
        Author.of(in_order(flat(it)), places if at == 0 else ()) for at, it in enumerate(names)
    ]
    return Entry(
        number=number,
        line=line,
        title=title,
        title_other=flat(said.get("translated_title")),
        doi=str(said.get("doi") or ""),
        published=day_of(said.get("date"))
        or day_of(said.get("year"))
        or day_of(said.get("publication_year")),
        kind=KINDS.get(str(said.get("type_of_reference", "")).strip(), "other"),
        venue=next((flat(said[it]) for it in VENUES if said.get(it)), ""),
        authors=tuple(authors),
    )
