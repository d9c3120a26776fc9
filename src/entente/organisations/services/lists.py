"""Dated lists that an office imports: groups of countries, rankings of institutions."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import Remembered as Entry
from entente.kit.audit import creating, locking, remember, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.organisations.enums import ListKind
from entente.organisations.models import (
    DatedList,
    Identifier,
    ListEntry,
    Organisation,
    OrganisationName,
)

Line = Mapping[str, Any]


def import_list(
    *,
    by: User,
    kind: str,
    name: str,
    valid_from: datetime.date,
    lines: Sequence[Line],
    source: str = "",
) -> DatedList:
    """Keep a list as it stands from a day on; what was imported before stays for its own time.

    `lines` are mappings: `country` for a group; `name`, `position` and as known `country` and
    `ror` for a ranking. A ranked institution is joined to the register by its ROR identifier or
    where its canonical name is one organisation's alone; else it waits to be joined by a person.
    """
    if not lines:
        raise DomainError(_("The list has no lines."), code="no_lines")
    other = DatedList.objects.filter(name=name).exclude(kind=kind)
    if other.exists():
        raise DomainError(
            {"name": _("There is a list of another kind with this name.")}, code="other_kind"
        )
    with transaction.atomic():
        held = DatedList(kind=kind, name=name, valid_from=valid_from, source=source)
        creating(held, by=by, verb="organisation.list_imported")
        known = organisations_of(lines) if kind == ListKind.RANKING else {}
        ListEntry.objects.bulk_create(
            [
                ListEntry(
                    of=held,
                    country=line.get("country") or "",
                    name=line.get("name") or "",
                    position=line.get("position"),
                    organisation=known.get(at),
                )
                for at, line in enumerate(lines)
            ],
            batch_size=500,
        )
    return held


def organisations_of(lines: Sequence[Line]) -> dict[int, Organisation]:
    """Say which lines of a ranking are surely which organisations, by their place in the sheet."""
    numbers = {line["ror"] for line in lines if line.get("ror")}
    by_ror = {
        identifier.value: identifier.organisation
        for identifier in Identifier.objects.filter(scheme="ror", value__in=numbers).select_related(
            "organisation"
        )
    }
    asked = {(line.get("name") or "", line.get("country") or "") for line in lines}
    by_name = OrganisationName.objects.surely_meant(asked)
    found = {
        at: by_ror.get(line.get("ror", ""))
        or by_name.get((line.get("name") or "", line.get("country") or ""))
        for at, line in enumerate(lines)
    }
    return {at: organisation for at, organisation in found.items() if organisation}


def join_entry(entry: ListEntry, organisation: Organisation | None, *, by: User) -> None:
    """Say which organisation a line of a ranking is; None parts them again."""
    with locking(entry.of):
        before = entry.organisation
        if before == organisation:
            return
        entry.organisation = organisation
        entry.save(update_fields=["organisation"])
        difference = {entry.name: [str(before or ""), str(organisation or "")]}
        remember([Entry(entry.of, "organisation.list_line_joined", difference)], by=by)


def remove_list(held: DatedList, *, by: User) -> None:
    """Take away a state of a list that was imported by mistake."""
    removing(held, by=by, verb="organisation.list_removed")
