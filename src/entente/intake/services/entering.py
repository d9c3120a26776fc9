"""Accepted proposals become records, through the services that every page uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from entente.consortia import services as consortia
from entente.consortia.models import Consortium
from entente.figures import services as figures
from entente.figures.enums import TextKind
from entente.figures.models import Claim, SourceText
from entente.intake.enums import ProposedKind
from entente.intake.models import Document, Proposed
from entente.intake.services.entering_doings import ENTERED_DOINGS
from entente.intake.services.entering_names import (
    language_of,
    organisation_entered,
    partner_of,
    person_named_in,
)
from entente.intake.services.touching import consortium_named, organisation_of
from entente.kit import files
from entente.kit.errors import DomainError
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.records import Record
from entente.office.models import User
from entente.organisations import services as organisations
from entente.organisations.models import Organisation
from entente.partnerships import services as partnerships
from entente.people import services as people

LONGEST_SOURCE = 300
Known = organisations.Known


def enter(proposed: Proposed, known: Known, *, by: User) -> Record:
    """Enter what a proposal says; the record carries the words, the document hangs on it."""
    record = _ENTERED[proposed.kind](proposed, known, by)
    if proposed.kind in {ProposedKind.AGREEMENT, ProposedKind.CONSORTIUM}:
        _attach(record, proposed.document, by=by)
    return record


def _attach(record: Record, document: Document, *, by: User) -> None:
    """Hang the document on the record: the very file, or its words."""
    stored = document.file
    if stored is not None and Attachment.objects.of(record).filter(file=stored).exists():
        return
    upload = ContentFile(_bytes(document), name=_file_name(document))
    files.attach(record, upload, kind=AttachmentKind.SOURCE, by=by, title_en=document.name)


def _bytes(document: Document) -> bytes:
    from django.core.files.storage import default_storage

    if document.file is None:
        return document.text.encode()
    with default_storage.open(document.file.location) as file:
        content: bytes = file.read()
    return content


def _file_name(document: Document) -> str:
    ending = document.file.kind if document.file is not None else "txt"
    name = document.name
    return name if name.lower().endswith(f".{ending}") else f"{name}.{ending}"


# --- Organisations --------------------------------------------------------------------------------


def _organisation(proposed: Proposed, known: Known, by: User) -> Organisation:
    return organisation_entered(proposed.fields, proposed, known, by)


# --- Agreements -----------------------------------------------------------------------------------


def _agreement(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    unit = proposed.document.unit
    partner = partner_of(said["partner"], proposed, known, by)
    language = said.get("language", "en")
    as_named = said["partner"]["as_named"]
    names = {f"name_at_signing_{language_of(as_named)}": as_named}
    term = said.get("term")
    titles: dict[str, Any] = {f"title_{language}": said.get("title") or ""}
    return partnerships.draft_agreement(
        by=by,
        unit=unit,
        kind=said["kind"],
        signed_on=said.get("signed_on") or None,
        source=proposed.quote,
        notes=_("The document names a term of %(years)s years.") % {"years": term} if term else "",
        parties=[
            partnerships.NewParty(unit=unit.top),
            partnerships.NewParty(organisation=partner, **names),
        ],
        **titles,
    )


# --- Consortia ------------------------------------------------------------------------------------


def _consortium(proposed: Proposed, _known: Known, by: User) -> Record:
    said = proposed.fields
    place = said.get("place") or ""
    return consortia.found_consortium(
        by=by,
        unit=proposed.document.unit,
        name_zh=said["name_zh"],
        name_en=said["name_en"],
        short_name=said["short"],
        founded_on=said["founded_on"] or None,
        source=proposed.quote,
        **({f"place_{language_of(place)}": place} if place else {}),
    )


def _of(proposed: Proposed) -> Consortium:
    found = consortium_named(proposed.fields, proposed.document.unit)
    if found is None:
        raise DomainError(_("Accept the consortium first."), code="no_consortium")
    return found


def _member(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    consortium = _of(proposed)
    organisation = partner_of(said["organisation"], proposed, known, by)
    as_named = said["organisation"]["as_named"]
    return consortia.admit_member(
        consortium,
        organisation,
        by=by,
        is_initiator=bool(said.get("initiator")),
        joined_on=said.get("joined_on") or None,
        source=proposed.quote,
        **{f"name_at_joining_{language_of(as_named)}": as_named},
    )


def _mandate(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    consortium = _of(proposed)
    values: dict[str, Any] = {"starts_on": said.get("starts_on") or None, "source": proposed.quote}
    if not said["person"]:
        holder = partner_of(said["organisation"], proposed, known, by)
        return consortia.give_mandate(
            consortium, by=by, office=said["office"], organisation=holder, **values
        )
    name = said["person"]
    person = person_named_in(proposed, name)
    values[f"name_then_{language_of(name)}"] = name
    if said.get("function"):
        values[f"function_{language_of(said['function'])}"] = said["function"]
    return consortia.give_mandate(consortium, by=by, office=said["office"], person=person, **values)


# --- People and claims ----------------------------------------------------------------------------


def _person(proposed: Proposed, known: Known, by: User) -> Record:
    said = proposed.fields
    unit = proposed.document.unit
    given, _blank, family = said["name_en"].rpartition(" ")
    source = proposed.quote[:LONGEST_SOURCE]
    person = people.add_person(
        by=by,
        unit=unit,
        name_zh=said["name_zh"],
        family_name=said.get("family_name") or family,
        given_name=said.get("given_name") or given,
        source=source,
    )
    place: dict[str, Any] = {}
    if said["organisation"]:
        there = organisation_of(said["organisation"], known)
        if there is not None:
            place = {"at_unit": there.unit} if there.unit else {"organisation": there}
    if place:
        role = said["role"]
        people.add_affiliation(
            person, by=by, source=source, **{f"role_{language_of(role)}": role}, **place
        )
    return person


def _claim(proposed: Proposed, _known: Known, by: User) -> Record:
    """Keep the words of the document once; of its claims those count that were accepted."""
    document = proposed.document
    body = "body_zh" if document.language == "zh" else "body_en"
    text = SourceText.objects.filter(top_unit=document.top_unit_id, **{body: document.text}).first()
    if text is None:
        text = figures.keep_text(
            by=by,
            unit=document.unit,
            title=document.name[:200],
            kind=TextKind.OLD,
            **{body: document.text},
        )
        for claim in Claim.objects.filter(text=text):
            figures.set_aside(claim, by=by, reason=_("Not accepted from the document."))
    start = proposed.spans[0]["start"]
    found = Claim.objects.filter(text=text, start=start).first()
    if found is None:
        raise DomainError(_("This statement is no longer found in the text."), code="no_claim")
    if found.is_set_aside:
        figures.take_back(found, by=by)
    return found


_ENTERED: Mapping[str, Callable[[Proposed, Known, User], Record]] = {
    ProposedKind.ORGANISATION: _organisation,
    ProposedKind.AGREEMENT: _agreement,
    ProposedKind.CONSORTIUM: _consortium,
    ProposedKind.MEMBER: _member,
    ProposedKind.MANDATE: _mandate,
    ProposedKind.PERSON: _person,
    ProposedKind.CLAIM: _claim,
    **ENTERED_DOINGS,
}
