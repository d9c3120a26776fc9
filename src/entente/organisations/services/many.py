"""Organisations that come in number, from a list: entered in sets, as one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from entente.kit import search
from entente.kit.audit import creating_all
from entente.office.models import User
from entente.organisations import names
from entente.organisations.enums import OrganisationKind
from entente.organisations.models import NameKey, Organisation, OrganisationName
from entente.organisations.services.register import CACHED


@dataclass(frozen=True)
class ListedOrganisation:
    """An organisation as a list names it: pairs of name and language, the first shown.

    `provisional` says that a person is to confirm which institution it is.
    """

    names: tuple[tuple[str, str], ...]
    country: str = ""
    provisional: bool = False
    source: str = ""
    kind: str = OrganisationKind.UNIVERSITY


def add_organisations(
    rows: Sequence[ListedOrganisation], *, by: User, note: str = ""
) -> list[Organisation]:
    """Enter many organisations with their names, all or none, in the order given."""
    with transaction.atomic():
        made = [_organisation(row) for row in rows]
        creating_all(made, by=by, verb="organisation.added", note=note, indexed=False)
        held = [
            OrganisationName(organisation=organisation, text=text, language=language, is_main=main)
            for row, organisation in zip(rows, made, strict=True)
            for text, language, main in _with_main(row)
        ]
        creating_all(held, by=by, verb="organisation.name_added", note=note, indexed=False)
        index_names(held)
        keys = [organisation.pk for organisation in made]
        for at in range(0, len(keys), 1000):
            search.keep_many(Organisation.objects.filter(pk__in=keys[at : at + 1000]).for_search())
    return made


def index_names(held: Iterable[OrganisationName]) -> None:
    """Write the rows behind proposals for many new names."""
    NameKey.objects.bulk_create(
        [
            NameKey(name_id=name.pk, organisation_id=name.organisation_id, row=row[:310])
            for name in held
            for reading in [names.keys_for(name.text)]
            for row in sorted(reading.strong | reading.weak)
        ],
        batch_size=2000,
    )


def _organisation(row: ListedOrganisation) -> Organisation:
    organisation = Organisation(
        kind=row.kind, country=row.country, provisional=row.provisional, source=row.source
    )
    for text, language in row.names:
        if language in CACHED and not getattr(organisation, f"name_{language}"):
            setattr(organisation, f"name_{language}", text)
    if not (organisation.name_zh or organisation.name_en):
        organisation.name_en = row.names[0][0]
    return organisation


def _with_main(row: ListedOrganisation) -> Iterable[tuple[str, str, bool]]:
    seen: set[str] = set()
    for text, language in row.names:
        yield text, language, language not in seen
        seen.add(language)
