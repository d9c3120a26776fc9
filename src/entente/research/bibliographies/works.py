"""JSON as Crossref and OpenAlex give it: one work, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from entente.research.bibliographies.authors import Author
from entente.research.bibliographies.entries import Broken, Entry, Place, day_of, flat, in_parts

CROSSREF_KINDS = {
    "journal-article": "article",
    "proceedings-article": "conference",
    "book-chapter": "chapter",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "report": "report",
    "posted-content": "preprint",
}
OPENALEX_KINDS = {
    "article": "article",
    "review": "article",
    "letter": "article",
    "book-chapter": "chapter",
    "book": "book",
    "report": "report",
    "preprint": "preprint",
}
DATES = ("published", "published-print", "published-online", "issued")
Read = Callable[[dict[str, Any], int], Entry]


def read_json(text: str) -> Iterator[Entry | Broken]:
    """Read every work; one that is not as it should be is named with its number."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", 1)
        why = _("The file is no JSON that can be read; it breaks off or is damaged here.")
        yield Broken(0, line, "", why)
        return
    for number, work in enumerate(_works(held), 1):
        if not isinstance(work, dict):
            yield Broken(number, 0, flat(work)[:80], _("It is no work of Crossref or OpenAlex."))
            continue
        read: Read = _openalex if "authorships" in work or "ids" in work else _crossref
        begins = flat(work.get("DOI") or work.get("doi") or work.get("id"))[:80]
        try:
            entry = read(work, number)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            why = _("Its fields do not hold what Crossref or OpenAlex write there.")
            yield Broken(number, 0, begins, why)
            continue
        yield entry if entry.title else Broken(number, 0, begins, _("It has no title."))


def _works(held: Any) -> list[Any]:
    if isinstance(held, dict) and isinstance(held.get("message"), dict):
        held = held["message"]
    if isinstance(held, dict):
        for name in ("items", "results"):
            if isinstance(held.get(name), list):
                held = held[name]
                break
    return held if isinstance(held, list) else [held]


def _first(value: Any) -> str:
    return flat(value[0] if isinstance(value, list) and value else value or "")


def _crossref(work: dict[str, Any], number: int) -> Entry:
    places: dict[str, Place] = {}
    authors = []
    for person in work.get("author") or []:
        name = person.get("name") or f"{person.get('given', '')} {person.get('family', '')}"
        told: list[str] = []
        for place in person.get("affiliation") or []:
            author = Author.of("", [place.get("name") or ""])
            told += author.affiliations
            for known in place.get("id") or []:
                if known.get("id-type") == "ROR" and author.affiliations:
                    places[author.affiliations[0]] = Place(ror=_number(known.get("id")))
        authors.append(Author.of(flat(name), told))
    dates = [(work.get(it) or {}).get("date-parts") or [[]] for it in DATES]
    return Entry(
        number=number,
        line=0,
        title=_first(work.get("title")),
        title_other=_first(work.get("original-title")),
        doi=flat(work.get("DOI")),
        published=next((day for it in dates if (day := in_parts(it[0]))), ""),
        kind=CROSSREF_KINDS.get(work.get("type", ""), "other"),
        venue=_first(work.get("container-title")) or flat(work.get("publisher")),
        authors=tuple(authors),
        places=places,
    )


def _openalex(work: dict[str, Any], number: int) -> Entry:
    places: dict[str, Place] = {}
    authors = []
    for share in work.get("authorships") or []:
        known = {it.get("id"): it for it in share.get("institutions") or []}
        told: list[str] = []
        for place in share.get("affiliations") or []:
            author = Author.of("", [place.get("raw_affiliation_string") or ""])
            told += author.affiliations
            meant = [known[it] for it in place.get("institution_ids") or [] if it in known]
            if author.affiliations and len(meant) == 1:
                places[author.affiliations[0]] = _place(meant[0])
        if not told:
            told = [flat(it) for it in share.get("raw_affiliation_strings") or []]
        if not told:
            for it in known.values():
                [*named] = Author.of("", [it.get("display_name") or ""]).affiliations
                told += named
                places |= {name: _place(it) for name in named}
        name = share.get("raw_author_name") or share["author"]["display_name"]
        authors.append(Author.of(flat(name), told))
    source = (work.get("primary_location") or {}).get("source") or {}
    return Entry(
        number=number,
        line=0,
        title=flat(work.get("title") or work.get("display_name")),
        doi=flat(work.get("doi")),
        published=day_of(work.get("publication_date")) or day_of(work.get("publication_year")),
        kind=OPENALEX_KINDS.get(work.get("type", ""), "other"),
        venue=flat(source.get("display_name")),
        authors=tuple(authors),
        places=places,
    )


def _place(institution: dict[str, Any]) -> Place:
    country = flat(institution.get("country_code")).upper()[:2]
    return Place(country, _number(institution.get("ror")))


def _number(address: Any) -> str:
    return flat(address).rpartition("/")[2][:40]
