"""Entering organisations, their names, identifiers and notes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import search
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office.models import Unit, User
from entente.organisations import names
from entente.organisations.enums import NameKind
from entente.organisations.models import (
    DueDiligence,
    Identifier,
    NameKey,
    Organisation,
    OrganisationName,
)

CACHED = ("zh", "en")


def add_organisation(
    *,
    by: User,
    names: Iterable[Mapping[str, Any]],
    identifiers: Iterable[tuple[str, str]] = (),
    **values: Any,
) -> Organisation:
    """Enter an organisation with its names and identifiers.

    `names` are mappings with `text` and `language`, and as known `kind`, `is_main`, `since`,
    `until`, `source`; the first official name of a language becomes its main one unless another
    is marked. `identifiers` are pairs of register and value. `values` are columns of
    `Organisation`; a part of another one is in the country of the whole unless they name one.
    """
    given = [dict(name) for name in names if str(name.get("text", "")).strip()]
    if not given:
        raise DomainError(
            {"name_en": _("An organisation needs a name in at least one language.")}, code="no_name"
        )
    _choose_main_names(given)
    with transaction.atomic():
        organisation = Organisation(**values)
        if organisation.parent and not organisation.country:
            organisation.country = organisation.parent.country
        for name in given:
            if name.get("is_main") and name["language"] in CACHED:
                setattr(organisation, f"name_{name['language']}", name["text"].strip())
        _stand_in(organisation, given)
        creating(organisation, by=by, verb="organisation.added")
        for name in given:
            _store_name(OrganisationName(organisation=organisation, **name), by=by)
        for scheme, value in identifiers:
            _store_identifier(organisation, scheme, value, by=by)
        search.keep(organisation)
    return organisation


def change_organisation(
    organisation: Organisation, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change facts of an organisation; names and identifiers have services of their own."""
    with changing(organisation, by=by, verb="organisation.changed", seen=seen):
        for name, value in values.items():
            setattr(organisation, name, value)


def mark_as_ours(organisation: Organisation, unit: Unit, *, by: User) -> None:
    """Say that a row of the register is one of our own units."""
    with changing(organisation, by=by, verb="organisation.changed"):
        organisation.unit = unit


# --- Names ----------------------------------------------------------------------------------------


def add_name(organisation: Organisation, *, by: User, **values: Any) -> OrganisationName:
    """Add a name: `text`, `language`, and as known `kind`, `is_main`, `since`, `until`."""
    with locking(organisation):
        name = _store_name(OrganisationName(organisation=organisation, **values), by=by)
        repeat_main_names(organisation)
    return name


def change_name(
    name: OrganisationName, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Correct a name, its kind or its years."""
    with locking(name.organisation):
        with changing(name, by=by, verb="organisation.name_changed", seen=seen):
            for field, value in values.items():
                setattr(name, field, value)
        index_name(name)
        repeat_main_names(name.organisation)


def rename(
    organisation: Organisation,
    *,
    text: str,
    language: str,
    since: PartialDate | str | None = None,
    by: User,
    source: str = "",
) -> OrganisationName:
    """Record a new official name; the one borne until now is kept as a former name."""
    with locking(organisation):
        for old in organisation.names.main().filter(language=language):
            with changing(old, by=by, verb="organisation.name_changed"):
                old.is_main = False
                old.kind = NameKind.FORMER
                old.until = PartialDate.of(since) if since else None
        return add_name(
            organisation,
            by=by,
            text=text,
            language=language,
            is_main=True,
            since=PartialDate.of(since) if since else None,
            source=source,
        )


def remove_name(name: OrganisationName, *, by: User) -> None:
    """Take away a name that was entered by mistake; the last one stays."""
    organisation = name.organisation
    with locking(organisation):
        if organisation.names.count() == 1:
            raise DomainError(_("The only name cannot be removed."), code="last_name")
        removing(name, by=by, verb="organisation.name_removed")
        repeat_main_names(organisation)


def _choose_main_names(given: list[dict[str, Any]]) -> None:
    """Mark the first official name of each language as main where none is marked."""
    chosen = {name["language"] for name in given if name.get("is_main")}
    for name in given:
        official = name.get("kind", NameKind.OFFICIAL) == NameKind.OFFICIAL
        if official and name["language"] not in chosen:
            name["is_main"] = True
            chosen.add(name["language"])


def _stand_in(organisation: Organisation, given: Iterable[Mapping[str, Any]]) -> None:
    """Where neither Chinese nor English has a main name, let the first name be shown."""
    if not organisation.name_zh and not organisation.name_en:
        first = next(iter(given))
        field = "name_zh" if first["language"] == "zh" else "name_en"
        setattr(organisation, field, first["text"].strip())


def _store_name(name: OrganisationName, *, by: User) -> OrganisationName:
    creating(name, by=by, verb="organisation.name_added")
    index_name(name)
    return name


def index_name(name: OrganisationName) -> None:
    """Keep the rows behind proposals equal to the name."""
    reading = names.keys_for(name.text)
    name.keys.all().delete()
    NameKey.objects.bulk_create(
        [
            NameKey(name=name, organisation_id=name.organisation_id, row=row[:310])
            for row in sorted(reading.strong | reading.weak)
        ]
    )


def repeat_main_names(organisation: Organisation) -> None:
    """Keep the names that lists show equal to the main names."""
    main = {name.language: name.text for name in organisation.names.main()}
    organisation.name_zh, organisation.name_en = (main.get(language, "") for language in CACHED)
    _stand_in(
        organisation,
        [{"language": name.language, "text": name.text} for name in organisation.names.all()],
    )
    organisation.save(update_fields=["name_zh", "name_en"])
    search.keep(organisation)


# --- Identifiers ----------------------------------------------------------------------------------


def set_identifier(
    organisation: Organisation, scheme: str, value: str, *, by: User, source: str = ""
) -> Identifier:
    """Enter the number under which a register knows the organisation."""
    with locking(organisation):
        identifier = _store_identifier(organisation, scheme, value, by=by, source=source)
        search.keep(organisation)
    return identifier


def remove_identifier(identifier: Identifier, *, by: User) -> None:
    """Take away an identifier that was entered by mistake."""
    removing(identifier, by=by, verb="organisation.identifier_removed")


def _store_identifier(
    organisation: Organisation, scheme: str, value: str, *, by: User, source: str = ""
) -> Identifier:
    identifier = Identifier(organisation=organisation, scheme=scheme, value=value, source=source)
    return creating(identifier, by=by, verb="organisation.identifier_set")


# --- Due diligence --------------------------------------------------------------------------------


def note_due_diligence(
    organisation: Organisation,
    *,
    by: User,
    unit: Unit,
    grade: str,
    noted_on: datetime.date,
    owner: User | None = None,
    text_zh: str = "",
    text_en: str = "",
) -> DueDiligence:
    """Note what a unit found out about an organisation; other units do not see it."""
    note = DueDiligence(
        organisation=organisation,
        unit=unit,
        grade=grade,
        noted_on=noted_on,
        owner=owner or by,
        text_zh=text_zh,
        text_en=text_en,
    )
    return creating(note, by=by, verb="due_diligence.noted")


def change_due_diligence(
    note: DueDiligence, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Correct or renew a note."""
    with changing(note, by=by, verb="due_diligence.changed", seen=seen):
        for name, value in values.items():
            setattr(note, name, value)
