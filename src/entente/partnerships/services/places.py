"""Decisions about places: how many may go and come, and how many did.

All of them go through `write_places`, which checks nested quotas for a whole year at once. The
agreement is locked meanwhile, so that two people who divide one quota cannot exceed it together.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import (
    changing,
    changing_all,
    creating_all,
    locking,
    removing,
    removing_all,
)
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.partnerships import quotas
from entente.partnerships.enums import AgreementState, PlacesBasis, StayKind, UsedFrom
from entente.partnerships.models import Agreement, Places
from entente.partnerships.services.balance import keep_sums

S = AgreementState
BATCH = 500


@dataclass(frozen=True)
class NewPlaces:
    """Places to be, or as they are to stand: what for, how many, how many of them were used.

    The words are those of `models.Places`. `parent` is the quota of which these are a part: one
    that stands already, or another line of the same batch.
    """

    agreement: Agreement
    academic_year: int
    direction: str
    number: int
    usual_number: int | None = None
    stay: str = StayKind.STUDY
    basis: str = PlacesBasis.EXCHANGE
    level: str = ""
    field: str = ""
    field_name: str = ""
    for_unit: Unit | None = None
    language: str = ""
    language_level: str = ""
    months: Decimal | int | None = None
    used: int | None = None
    used_semesters: int | None = None
    used_from: str = ""
    used_on: datetime.date | None = None
    source: str = ""
    external_reference: str = ""
    parent: Places | NewPlaces | None = None

    def unsaved(self) -> Places:
        """Give the record to be."""
        names = {it.name for it in fields(self)} - {"parent"}
        record = Places(**{name: getattr(self, name) for name in names})
        if record.used is not None and not record.used_from:
            record.used_from = UsedFrom.ENTERED
        record.keep_combination()
        return record


@dataclass
class Written:
    """What a batch did: the records in the order of its lines, and which of them changed."""

    places: list[Places] = field(default_factory=list)
    created: list[Places] = field(default_factory=list)
    changed: list[Places] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """How many lines said what stood there already."""
        return len(self.places) - len(self.created) - len(self.changed)


class QuotaError(DomainError):
    """Places do not fit together; `places` are those at which it is to be said."""

    def __init__(self, places: Places, message: dict[str, Any], *, code: str) -> None:
        super().__init__(message, code=code)
        self.places = places


# What a line of a batch may say anew of places that stand already; the rest is what they are for.
SAID = (
    "number",
    "months",
    "used",
    "used_semesters",
    "used_from",
    "used_on",
    "source",
    "external_reference",
)


# --- Many at once ---------------------------------------------------------------------------------


def write_places(rows: Sequence[NewPlaces], *, by: User, note: str = "") -> Written:
    """Write many lines of places in one transaction: what is new is added, what differs changed.

    A line finds the places it is about by agreement, year and what they are for. What it leaves
    empty stays as it stands. The number of queries depends on the number of batches, not of lines;
    every record is remembered. Nothing is written where one line is refused: two lines about the
    same places, parts that exceed their quota, an agreement under review.
    """
    with transaction.atomic():
        agreements = _lock({row.agreement.pk for row in rows})
        for agreement in agreements.values():
            refuse_closed(agreement)
        years = {row.academic_year for row in rows}
        records = _find(rows, _held(agreements, years))
        new = [row for row in rows if records[id(row)].pk is None]
        standing = [row for row in rows if records[id(row)].pk is not None]
        for layer in _layers(new):
            added = [_placed(row, records) for row in layer]
            creating_all(added, by=by, verb="places.added", note=note, indexed=False)
        changed = _bring_in_step(standing, records, by=by, note=note)
        _check(_held(agreements, years).values())
        if new or changed:
            keep_sums(agreements, years)
    created = [records[id(row)] for row in new]
    return Written([records[id(row)] for row in rows], created, changed)


def _lock(keys: set[int]) -> dict[int, Agreement]:
    """Hold the agreements, in the order of their keys, so that two batches never wait in a ring."""
    found: dict[int, Agreement] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        rows = Agreement.objects.select_for_update().filter(pk__in=ordered[start : start + BATCH])
        found |= {agreement.pk: agreement for agreement in rows.order_by("pk")}
    return found


def _held(agreements: Iterable[int], years: set[int]) -> dict[tuple[int, str], Places]:
    """Read the places that stand in these years, each with its agreement and unit."""
    keys = sorted(agreements)
    found: dict[tuple[int, str], Places] = {}
    for start in range(0, len(keys), BATCH):
        rows = Places.objects.for_quotas().select_related("agreement")
        rows = rows.filter(agreement__in=keys[start : start + BATCH], academic_year__in=years)
        found |= {(it.agreement_id, it.combination): it for it in rows}
    return found


def _find(rows: Sequence[NewPlaces], held: Mapping[tuple[int, str], Places]) -> dict[int, Places]:
    """Give the record of each line: the one that stands, or one to be."""
    records: dict[int, Places] = {}
    seen: set[tuple[int, str]] = set()
    for row in rows:
        record = row.unsaved()
        key = (row.agreement.pk, record.combination)
        if key in seen:
            raise DomainError(
                _("Two lines are about the same places: %(places)s.") % {"places": record},
                code="twice",
            )
        seen.add(key)
        records[id(row)] = held.get(key, record)
    return records


def _layers(rows: Sequence[NewPlaces]) -> list[list[NewPlaces]]:
    """Order lines so that a quota is saved before its parts."""
    layers: dict[int, list[NewPlaces]] = defaultdict(list)
    for row in rows:
        depth, above = 0, row.parent
        while isinstance(above, NewPlaces):
            depth, above = depth + 1, above.parent
        layers[depth].append(row)
    return [layers[depth] for depth in sorted(layers)]


def _placed(row: NewPlaces, records: Mapping[int, Places]) -> Places:
    """Give the record to be, as a part of its quota."""
    record = records[id(row)]
    if row.parent is not None:
        record.parent = _parent(row.parent, records)
    return record


def _parent(above: Places | NewPlaces, records: Mapping[int, Places]) -> Places:
    if isinstance(above, Places):
        return above
    if id(above) not in records:
        message = "A line is part of another line of the same batch."
        raise ValueError(message)
    return records[id(above)]


def _bring_in_step(
    rows: Sequence[NewPlaces], records: dict[int, Places], *, by: User, note: str
) -> list[Places]:
    """Change the places that say something else than their line."""
    lines = {records[id(row)].pk: row for row in rows}
    differing = sorted(
        pk for pk, row in lines.items() if _differences(row, records[id(row)], records)
    )
    changed: list[Places] = []
    for start in range(0, len(differing), BATCH):
        some = Places.objects.filter(pk__in=differing[start : start + BATCH])
        with changing_all(
            some.select_related("agreement"),
            by=by,
            verb="places.changed",
            note=note,
            indexed=False,
        ) as locked:
            for record in locked:
                for name, value in _differences(lines[record.pk], record, records).items():
                    setattr(record, name, value)
                records[id(lines[record.pk])] = record
        changed += locked
    return changed


def _differences(row: NewPlaces, record: Places, records: Mapping[int, Places]) -> dict[str, Any]:
    """Give what a line says and the record does not say."""
    said = {name: getattr(row, name) for name in SAID}
    if row.used is not None and not row.used_from:
        said["used_from"] = UsedFrom.ENTERED
    if row.parent is not None:
        said["parent_id"] = _parent(row.parent, records).pk
    return {
        name: value
        for name, value in said.items()
        if value not in (None, "") and value != getattr(record, name)
    }


def check_year(agreement: Agreement, year: int) -> None:
    """Refuse what does not fit in the nested quotas of a year."""
    _check(_held([agreement.pk], {year}).values())


def _check(held: Iterable[Places]) -> None:
    """Refuse parts that exceed their quota or stand under one that does not cover them."""
    of_agreements: dict[int, list[Places]] = defaultdict(list)
    for row in held:
        of_agreements[row.agreement_id].append(row)
        _refuse_foreign_unit(row)
    for rows in of_agreements.values():
        _check_one(rows)


def _refuse_foreign_unit(places: Places) -> None:
    if places.for_unit and places.for_unit.top_id != places.agreement.top_unit_id:
        raise DomainError(
            {"for_unit": _("%(unit)s belongs to another institution.") % {"unit": places.for_unit}},
            code="foreign_unit",
        )


def _check_one(rows: Sequence[Places]) -> None:
    by_key: dict[Any, Places] = {row.pk: row for row in rows}
    for fault in quotas.faults(row.quota for row in rows):
        record = by_key[fault.quota.key]
        if isinstance(fault, quotas.TooMany):
            raise QuotaError(
                record,
                {
                    "number": _(
                        "The parts of “%(places)s” come to %(parts)d, more than its %(number)d"
                        " places."
                    )
                    % {"places": record, "parts": fault.parts, "number": record.number}
                },
                code="too_many",
            )
        raise QuotaError(
            record,
            {
                "parent": _(
                    "“%(places)s” can only be part of broader places of the same agreement, year"
                    " and direction."
                )
                % {"places": record}
            },
            code="misplaced",
        )


def refuse_closed(agreement: Agreement) -> None:
    """Refuse places of a text that others look at, or that was given up."""
    if agreement.state == S.IN_REVIEW:
        raise DomainError(
            _("It is being reviewed. Have it returned to change it."), code="under_review"
        )
    if agreement.state == S.WITHDRAWN:
        raise DomainError(_("It was withdrawn and stays as it is."), code="withdrawn")


# --- One at a time --------------------------------------------------------------------------------


def set_places(row: NewPlaces, *, by: User, note: str = "") -> Places:
    """Add places to an agreement; the same ones that stand already are refused."""
    with locking(row.agreement):
        record = row.unsaved()
        if Places.objects.filter(agreement=row.agreement, combination=record.combination).exists():
            raise DomainError(
                _("Places for this year, direction, level, field and unit stand here already."),
                code="twice",
            )
        return write_places([row], by=by, note=note).places[0]


def change_places(
    places: Places, *, by: User, seen: int | None = None, note: str = "", **values: Any
) -> None:
    """Change places of one year; other years stay as they are.

    `seen` is the version that the person had before them. What is recorded as used without a word
    from where counts as entered; taking the number away takes its source and day with it.
    """
    with locking(places.agreement) as agreement:
        refuse_closed(agreement)
        with changing(places, by=by, verb="places.changed", seen=seen, note=note):
            for name, value in values.items():
                setattr(places, name, value)
            _keep_use(places)
        _check(_held([agreement.pk], {places.academic_year}).values())
        keep_sums([agreement.pk])


def record_used(
    places: Places,
    *,
    used: int | None,
    by: User,
    on: datetime.date,
    used_semesters: int | None = None,
    used_from: str = UsedFrom.ENTERED,
    seen: int | None = None,
) -> None:
    """Record how many places were used, as known on a day; None takes back what was said."""
    with locking(places.agreement), changing(places, by=by, verb="places.used", seen=seen):
        places.used = used
        places.used_semesters = used_semesters
        places.used_from = used_from
        places.used_on = on
        _keep_use(places)


def _keep_use(places: Places) -> None:
    if places.used is None:
        places.used_semesters, places.used_from, places.used_on = None, "", None
    elif not places.used_from:
        places.used_from = UsedFrom.ENTERED


def remove_places(places: Places, *, by: User, note: str = "") -> None:
    """Take places off an agreement; those that are divided are taken off part by part."""
    with locking(places.agreement) as agreement:
        refuse_closed(agreement)
        if places.parts.exists():
            raise DomainError(_("Take off its parts first."), code="divided")
        removing(places, by=by, verb="places.removed", note=note)
        keep_sums([agreement.pk], [places.academic_year])


def take_back_places(places: Iterable[Places], *, by: User, note: str = "") -> int:
    """Take many places off again, parts before what they are part of. Return how many.

    It is for undoing a batch: what the places said stays in the history.
    """
    with transaction.atomic():
        gone = list(
            Places.objects.filter(pk__in=[it.pk for it in places]).select_related("agreement")
        )
        _lock({it.agreement_id for it in gone})
        number = 0
        for layer in _from_below(gone):
            number += removing_all(layer, by=by, verb="places.removed", note=note, indexed=False)
        keep_sums({it.agreement_id for it in gone}, {it.academic_year for it in gone})
    return number


def _from_below(places: Sequence[Places]) -> list[list[Places]]:
    """Order places by how deep they stand, the deepest first."""
    layers: dict[int, list[Places]] = defaultdict(list)
    for depth, place in quotas.by_tree(places):
        layers[depth].append(place)
    return [layers[depth] for depth in sorted(layers, reverse=True)]
