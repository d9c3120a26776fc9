"""Publications from a bibliography: looked through first, then what is new is entered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.research.bibliographies import (
    MOST_ENTRIES,
    Broken,
    Entry,
    Place,
    plain_doi,
    read_bibliography,
    title_key,
)
from entente.research.models import Publication
from entente.research.services.affiliations import Meant, meant_by
from entente.research.services.publications import enter_publication


@dataclass(frozen=True)
class New:
    """An entry that will be entered, and which institutions its affiliations mean."""

    entry: Entry
    values: dict[str, Any]
    places: dict[str, Meant]


@dataclass(frozen=True)
class Held:
    """An entry that is held already: as a publication, or as an earlier entry of the file."""

    entry: Entry
    publication: Publication | None = None
    earlier: int = 0


@dataclass
class Bibliography:
    """What stands in a file, sorted by what becomes of it."""

    new: list[New] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)


def look_through(text: str, *, unit: Unit) -> Bibliography:
    """Read a file and say what would become of each entry; nothing is entered."""
    entries = read_bibliography(text)
    if not entries:
        raise DomainError(
            {"file": _("This is no BibTeX, no RIS and no JSON of Crossref or OpenAlex.")},
            code="unread",
        )
    if len(entries) > MOST_ENTRIES:
        message = _("The file holds more than %(most)s entries; please take it in parts.")
        raise DomainError({"file": message % {"most": MOST_ENTRIES}}, code="many")
    found = Bibliography(broken=[it for it in entries if isinstance(it, Broken)])
    told = [it for it in entries if isinstance(it, Entry)]
    by_doi, by_title = _held(told, unit)
    first: dict[str, int] = {}
    fresh: list[tuple[Entry, dict[str, Any]]] = []
    for entry in told:
        values = _values(entry)
        doi, key = plain_doi(entry.doi), title_key(entry.title)
        there = by_doi.get(doi) if doi else by_title.get(key)
        mark = doi or key
        if there:
            found.held.append(Held(entry, publication=there))
        elif mark in first:
            found.held.append(Held(entry, earlier=first[mark]))
        elif why := _fault(values):
            found.broken.append(Broken(entry.number, entry.line, entry.title[:80], why))
        else:
            first[mark] = entry.number
            fresh.append((entry, values))
    places = {
        text: entry.places.get(text, Place())
        for entry, _values_of in fresh
        for author in entry.authors
        for text in author.affiliations
    }
    meant = meant_by(places, unit)
    for entry, values in fresh:
        texts = dict.fromkeys(text for it in entry.authors for text in it.affiliations)
        found.new.append(New(entry, values, {text: meant[text] for text in texts}))
    found.broken.sort(key=lambda it: (it.number, it.line))
    return found


def enter_bibliography(
    text: str,
    *,
    by: User,
    unit: Unit,
    source: str = "",
    chosen: Collection[int] | None = None,
    **whence: Any,
) -> list[Publication]:
    """Enter what is new in a file in one step: all of it, or the entries of the chosen numbers."""
    with transaction.atomic():
        found = look_through(text, unit=unit)
        return [
            enter_publication(
                by=by, unit=unit, places=it.entry.places, source=source, **whence, **it.values
            )
            for it in found.new
            if chosen is None or it.entry.number in chosen
        ]


def _held(
    entries: Sequence[Entry], unit: Unit
) -> tuple[dict[str, Publication], dict[str, Publication]]:
    rows = Publication.objects.in_tree(unit)
    dois = {plain_doi(it.doi) for it in entries if it.doi}
    keys = {title_key(it.title) for it in entries if not it.doi}
    return (
        {it.doi: it for it in rows.filter(doi__in=dois - {""})},
        {it.title_key: it for it in rows.filter(title_key__in=keys - {""}).order_by("-pk")},
    )


def _values(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "title_other": entry.title_other,
        "doi": entry.doi,
        "published_on": entry.published or None,
        "kind": entry.kind,
        "venue": entry.venue,
        "authors": "\n".join(map(str, entry.authors)),
    }


def _fault(values: dict[str, Any]) -> str:
    """Say what is wrong with an entry's values, without asking the database."""
    publication = Publication(**values)
    try:
        publication.clean_fields(exclude={"unit", "top_unit", "owner", "project", "centre"})
        publication.clean()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    long = [it for it in values["authors"].split("|") if len(it.strip()) > 1000]
    return _("An affiliation is longer than 1,000 characters.") if long else ""
