"""BibTeX, read by bibtexparser: what it cannot read is named with its line."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from bibtexparser import middlewares, model
from bibtexparser.entrypoint import parse_string
from django.utils.translation import gettext as _

from entente.research.bibliographies.authors import Author
from entente.research.bibliographies.entries import Broken, Entry, day_of, flat, in_parts

KINDS = {
    "article": "article",
    "inproceedings": "conference",
    "conference": "conference",
    "proceedings": "conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "book": "book",
    "techreport": "report",
    "report": "report",
    "unpublished": "preprint",
    "preprint": "preprint",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
VENUES = ("journal", "journaltitle", "booktitle", "publisher", "institution", "school")
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read_bibtex(text: str) -> Iterator[Entry | Broken]:
    """Read every entry; one that is broken is told apart and the rest is read."""
    number = 0
    for told in _blocks(text):
        line = (told.start_line or 0) + 1
        block = told
        if isinstance(told, model.DuplicateBlockKeyBlock):
            # Two entries may bear one key; what they say decides whether they are the same.
            block = next(iter(_blocks(told.raw or "")), told)
        if isinstance(block, model.Entry):
            number += 1
            yield _entry(block, number, line)
        elif isinstance(block, model.ParsingFailedBlock):
            number += 1
            why = _("A brace, a quotation mark or a comma is missing, or a field stands twice.")
            yield Broken(number, line, flat(block.raw)[:80], why)


def _blocks(text: str) -> list[model.Block]:
    # Made anew each time: a library's steps are not said to be safe for two files at once.
    steps = [middlewares.LatexDecodingMiddleware(), middlewares.SeparateCoAuthors()]
    return parse_string(text, append_middleware=steps).blocks


def _entry(block: model.Entry, number: int, line: int) -> Entry | Broken:
    said = {field.key.lower(): field.value for field in block.fields}
    title = flat(said.get("title"))
    if not title:
        return Broken(number, line, block.key, _("It has no title."))
    places = [flat(it) for it in str(said.get("affiliation", "")).split(";")]
    names = [in_order(flat(it)) for it in said.get("author") or ()]
    # One place for all is everybody's; several of them stand beside nobody in particular.
    authors = [Author.of(it, places if len(places) == 1 else ()) for it in names]
    if len(places) > 1:
        authors = [Author.of(it, places if at == 0 else ()) for at, it in enumerate(names)]
    return Entry(
        number=number,
        line=line,
        title=title,
        doi=str(said.get("doi", "")),
        published=day_of(said.get("date")) or _published(said.get("year"), said.get("month")),
        kind=KINDS.get(block.entry_type.lower(), "other"),
        venue=next((flat(said[it]) for it in VENUES if said.get(it)), ""),
        authors=tuple(authors),
    )


def _published(year: object, month: object) -> str:
    begins = str(month or "").strip().lower()[:3]
    number = MONTHS.index(begins) + 1 if begins in MONTHS else begins
    return in_parts((flat(year), number))


def in_order(name: str) -> str:
    """Write “Li, Wei” as it is said."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name
