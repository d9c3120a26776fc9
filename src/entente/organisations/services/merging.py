"""Two rows that are one institution: bring them together, and take it back."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import search
from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.kit.parts import organisation_ties
from entente.kit.records import Record
from entente.office.models import User
from entente.organisations.enums import NameKind
from entente.organisations.models import (
    DueDiligence,
    Identifier,
    ListEntry,
    Merge,
    NameKey,
    Organisation,
    OrganisationName,
)
from entente.organisations.services.register import repeat_main_names

Tie = tuple[type[models.Model], str]
OWN_TIES: tuple[Tie, ...] = (
    (Organisation, "parent"),
    (Organisation, "successor"),
    (Identifier, "organisation"),
    (DueDiligence, "organisation"),
    (ListEntry, "organisation"),
)


def merge_organisations(kept: Organisation, merged: Organisation, *, by: User) -> Merge:
    """Let one row stand for both: all names stay, all ties move, the other row points here.

    What belongs to apps above moves too: they name their ties in the slot `organisation_ties`.
    """
    with transaction.atomic():
        rows = Organisation.objects.select_for_update().in_bulk([kept.pk, merged.pk])
        _may_merge(rows.get(kept.pk), rows.get(merged.pk))
        moved = [
            *_move_names(kept, merged, by=by),
            *chain.from_iterable(_move(tie, kept, merged, by=by) for tie in _ties()),
        ]
        with changing(merged, by=by, verb="organisation.merged"):
            unit, merged.unit = merged.unit, None
            merged.merged_into = kept
        with changing(kept, by=by, verb="organisation.merged") as change:
            change.fact("merged", "", str(merged))
            if unit is not None and kept.unit_id is None:
                kept.unit = unit
                moved.append({"unit": unit.pk})
        repeat_main_names(kept)
        search.forget(merged)
        merge = Merge(kept=kept, merged=merged, moved={"rows": moved})
        return creating(merge, by=by, verb="organisation.merged")


def undo_merge(merge: Merge, *, by: User) -> None:
    """Part what was brought together: every name and tie that moved goes back."""
    with transaction.atomic():
        with changing(merge, by=by, verb="organisation.merge_undone"):
            if merge.undone_at is not None:
                raise DomainError(_("This merge has been undone already."), code="undone")
            merge.undone_at = timezone.now()
        kept, merged = merge.kept, merge.merged
        rows = merge.moved["rows"]
        had_unit = next((row["unit"] for row in rows if "unit" in row), None)
        with changing(kept, by=by, verb="organisation.merge_undone") as change:
            change.fact("merged", str(merged), "")
            if had_unit is not None:
                kept.unit_id = None
        with changing(merged, by=by, verb="organisation.merge_undone"):
            merged.merged_into = None
            merged.unit_id = had_unit
        for row in reversed(rows):
            if "unit" not in row:
                _move_back(row, kept, by=by)
        for organisation in (kept, merged):
            repeat_main_names(organisation)


def _may_merge(kept: Organisation | None, merged: Organisation | None) -> None:
    if kept is None or merged is None or kept.pk == merged.pk:
        raise DomainError(_("Choose two different organisations."), code="same")
    if kept.merged_into_id or merged.merged_into_id:
        raise DomainError(
            _("One of the two has been merged already. Look at its history."), code="merged"
        )
    if kept.unit_id and merged.unit_id:
        raise DomainError(
            _("Both are institutions of our own; they cannot be one."), code="both_ours"
        )
    if kept.parent_id == merged.pk or merged.parent_id == kept.pk:
        raise DomainError(
            _("One is part of the other. Take it out of there before merging them."), code="part"
        )


def _ties() -> list[Tie]:
    return [*OWN_TIES, *chain.from_iterable(organisation_ties())]


def _move(tie: Tie, kept: Organisation, merged: Organisation, *, by: User) -> list[dict[str, Any]]:
    model, field = tie
    moved = []
    for row in model._default_manager.filter(**{field: merged}).order_by("pk"):
        _set(row, {field: kept}, by=by, verb="organisation.merged")
        moved.append({"model": model._meta.label, "pk": row.pk, "was": {f"{field}_id": merged.pk}})
    return moved


def _move_names(kept: Organisation, merged: Organisation, *, by: User) -> list[dict[str, Any]]:
    """Bring every name over that is not there yet; a main name becomes a further one."""
    there = set(kept.names.values_list("language", "text"))
    moved = []
    for name in merged.names.all():
        if (name.language, name.text) in there:
            continue
        was = {"organisation_id": merged.pk, "is_main": name.is_main, "kind": name.kind}
        kind = NameKind.ALIAS if name.kind == NameKind.OFFICIAL else name.kind
        values = {"organisation": kept, "is_main": False, "kind": kind}
        _set(name, values, by=by, verb="organisation.merged")
        NameKey.objects.filter(name=name).update(organisation=kept)
        moved.append({"model": name._meta.label, "pk": name.pk, "was": was})
    return moved


def _move_back(row: dict[str, Any], kept: Organisation, *, by: User) -> None:
    """Give a row back, if it is still there and still with the organisation it had moved to."""
    model = apps.get_model(row["model"])
    record = model._default_manager.filter(pk=row["pk"]).first()
    tie = next(name for name in row["was"] if name.endswith("_id"))
    if record is None or getattr(record, tie) != kept.pk:
        return
    _set(record, row["was"], by=by, verb="organisation.merge_undone")
    if isinstance(record, OrganisationName):
        NameKey.objects.filter(name=record).update(organisation=record.organisation_id)


def _set(row: models.Model, values: dict[str, Any], *, by: User, verb: str) -> None:
    if not isinstance(row, Record):
        type(row)._default_manager.filter(pk=row.pk).update(**values)
        return
    try:
        with changing(row, by=by, verb=verb):
            for name, value in values.items():
                setattr(row, name, value)
    except ValidationError as refusal:
        raise DomainError(
            _("“%(row)s” stands in the way: %(why)s")
            % {"row": row, "why": " ".join(refusal.messages)},
            code="in_the_way",
        ) from refusal
