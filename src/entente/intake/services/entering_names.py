"""Institutions and people whom a document names, found among ours or entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from entente.intake.enums import ProposedKind, ProposedState
from entente.intake.models import Proposed
from entente.intake.services.touching import organisation_of, person_named
from entente.kit.errors import DomainError
from entente.kit.letters import is_han
from entente.office.models import User
from entente.organisations import services as organisations
from entente.organisations.models import Organisation, OrganisationName
from entente.people import services as people
from entente.people.models import Person

LONGEST_SOURCE = 300
Known = organisations.Known


def language_of(text: str) -> str:
    """Say in which of the two languages words are."""
    return "zh" if is_han(text) else "en"


def organisation_entered(
    named: Mapping[str, Any], proposed: Proposed, known: Known, by: User
) -> Organisation:
    """Enter an institution, or teach one that is there the name that the document uses."""
    address = str(named.get("id") or "")
    there = organisation_of(named, known)
    if there is None and address.startswith("https://"):
        there = organisations.add_from_registry(address, by=by)
    if there is None:
        return organisations.add_organisation(
            by=by,
            kind="university",
            names=[{"text": text, "language": language_of(text), "source": proposed.quote}
                   for text in _names(named)],
            country=named.get("country") or "",
            source=proposed.quote,
        )  # fmt: skip
    text = named["as_named"]
    if not OrganisationName.objects.filter(organisation=there, text__iexact=text).exists():
        organisations.add_name(
            there,
            by=by,
            text=text,
            language=language_of(text),
            kind="alias",
            source=proposed.quote,
        )
    return there


def _names(named: Mapping[str, Any]) -> list[str]:
    found = [named.get("name_zh"), named.get("name_en")]
    return [text for text in found if text] or [named["as_named"]]


def partner_of(
    named: Mapping[str, Any], proposed: Proposed, known: Known, by: User
) -> Organisation:
    """Give the institution that a record is about; one that nobody knows is decided first."""
    there = organisation_of(named, known) or _decided(named, proposed)
    if there is not None:
        return there
    if str(named.get("id") or "").startswith("https://"):
        return organisation_entered(named, proposed, known, by)
    raise DomainError(
        _("Say first which institution “%(name)s” is: decide it among the organisations."),
        params={"name": named["as_named"]},
        code="unknown_partner",
    )


def _decided(named: Mapping[str, Any], proposed: Proposed) -> Organisation | None:
    """Give what a person said in this document of an institution of that name."""
    rows = Proposed.objects.filter(
        document=proposed.document,
        kind=ProposedKind.ORGANISATION,
        state__in=[ProposedState.ACCEPTED, ProposedState.THERE],
    )
    for row in rows:
        if row.fields["as_named"] == named["as_named"]:
            return Organisation.objects.standing().filter(pk=row.made_id or 0).first()
    return None


def person_named_in(proposed: Proposed, name: str) -> Person:
    """Give the person of a name; one whom the document proposes is accepted first."""
    found = _known_person(proposed, name)
    if found is None:
        raise DomainError(
            _("Accept the person “%(name)s” first."), params={"name": name}, code="no_person"
        )
    return found


def person_of(name: str, proposed: Proposed, by: User) -> Person:
    """Give the person of a name, entered with it where neither we nor the document know more."""
    found = _known_person(proposed, name)
    if found is not None:
        return found
    waiting = Proposed.objects.filter(document=proposed.document, kind=ProposedKind.PERSON)
    if any(name in {row.fields["name_zh"], row.fields["name_en"]} for row in waiting):
        return person_named_in(proposed, name)
    given, _blank, family = ("", "", "") if is_han(name) else name.rpartition(" ")
    return people.add_person(
        by=by,
        unit=proposed.document.unit,
        name_zh=name if is_han(name) else "",
        family_name=family,
        given_name=given,
        source=proposed.quote[:LONGEST_SOURCE],
    )


def _known_person(proposed: Proposed, name: str) -> Person | None:
    rows = Person.objects.filter(top_unit=proposed.document.top_unit_id)
    for row in Proposed.objects.filter(
        document=proposed.document, kind=ProposedKind.PERSON, made_id__isnull=False
    ):
        if name in {row.fields["name_zh"], row.fields["name_en"]}:
            return rows.filter(pk=row.made_id or 0).first()
    names = {"name_zh": name if is_han(name) else "", "name_en": name}
    return person_named(names, proposed.document.unit)
