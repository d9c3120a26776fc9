"""Taking a whole import back, as long as nothing else has built on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.intake.enums import ImportState
from entente.intake.models import Import, KnownName, SourceKey
from entente.kit import numbering
from entente.kit.audit import changing, removing_all
from entente.kit.errors import DomainError
from entente.kit.models import Attachment
from entente.kit.records import Record
from entente.office.models import Unit, User
from entente.organisations.models import NameKey, Organisation, OrganisationName
from entente.partnerships import services as partnerships
from entente.partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementYear,
    PartnerYear,
    Places,
)

S = ImportState
# In the order in which they go: parts before what they are part of.
GOING = (Places, AgreementParty, Agreement, OrganisationName, Organisation, Unit)
VERBS = {
    Places: "places.removed",
    AgreementParty: "party.removed",
    Agreement: "agreement.import_undone",
    OrganisationName: "organisation.name_removed",
    Organisation: "organisation.import_undone",
    Unit: "unit.import_undone",
}
# What the house itself keeps beside these records, and what goes with them.
BESIDE = (NameKey, SourceKey, KnownName, AgreementYear, PartnerYear)
SHOWN = 5
SOME = 1000


def undo_import(record: Import, *, by: User) -> None:
    """Take back everything that an import entered and changed, or nothing.

    What somebody has changed since, or built on, stands in the way and is named.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=record.top_unit_id)
        with changing(record, by=by, verb="import.undone"):
            if record.state != S.DONE:
                raise DomainError(_("Only what was imported can be undone."), code="not_done")
            if found := obstacles(record):
                raise DomainError(found, code="built_upon")
            _give_numbers_back(record)
            _change_back(record, by=by)
            _forget_words(record)
            for model in GOING:
                for rows in _some(model, record.made.get(model._meta.label, ())):
                    removing_all(rows, by=by, verb=VERBS[model], note=record.name, indexed=False)
                if model is Places:
                    partnerships.keep_sums(record.agreements)
            record.state, record.undone_at = S.UNDONE, timezone.now()


def obstacles(record: Import) -> list[str]:
    """Name what stands in the way of undoing: what changed since, what was built on it."""
    mine = {label: set(keys) for label, keys in record.made.items() if "." in label}
    found = list(dict.fromkeys([*_in_the_way(mine), *_changed_since(record)]))
    more = len(found) - SHOWN
    if more > 0:
        rest = ngettext("And %(number)s more.", "And %(number)s more.", more) % {"number": more}
        return [*found[:SHOWN], rest]
    return found


def _in_the_way(mine: dict[str, set[int]]) -> Iterator[str]:
    """Name what was entered and has changed since, and what leads to it."""
    for model in GOING:
        for rows in _some(model, sorted(mine.get(model._meta.label, ()))):
            for row in rows:
                if row.version > 1:
                    yield _changed(row)
            yield from _built_on(model, rows, mine)


def _changed_since(record: Import) -> Iterator[str]:
    """Name what was changed by the import, and again since."""
    for label, pk, _was, became in record.made.get("changed", ()):
        row = apps.get_model(label)._default_manager.filter(pk=pk).first()
        if row is None or any(_plain(row, name) != value for name, value in became.items()):
            yield _changed(row or label)


def _changed(what: Any) -> str:
    return _("“%(record)s” has been changed since.") % {"record": what}


def _built_on(
    model: type[Record], rows: Sequence[Record], mine: dict[str, set[int]]
) -> Iterator[str]:
    """Name the records of others that lead to ours."""
    keys = [row.pk for row in rows]
    for relation in model._meta.related_objects:
        other: Any = relation.related_model
        if other in BESIDE or relation.many_to_many:
            continue
        ours = mine.get(other._meta.label, set())
        leads = other._base_manager.filter(**{f"{relation.field.name}__in": keys})
        for row in leads.exclude(pk__in=ours) if len(ours) < SOME else leads:
            if row.pk not in ours:
                yield _told(row, getattr(row, relation.field.name))
    kind = ContentType.objects.get_for_model(model)
    for file in Attachment.objects.filter(record_type=kind, record_id__in=keys):
        yield _told(file, file.record)


def _told(row: Any, on: Any) -> str:
    return _("“%(record)s” has been added to “%(on)s” since (%(kind)s).") % {
        "record": row,
        "on": on,
        "kind": row._meta.verbose_name,
    }


def _some(model: type[Record], keys: Sequence[int]) -> Iterator[list[Any]]:
    """Fetch records a thousand at a time, with what the trail asks of them."""
    parent = model.audit_parent
    for at in range(0, len(keys), SOME):
        rows: Any = model._base_manager.filter(pk__in=keys[at : at + SOME]).order_by("-pk")
        if model is Agreement:
            rows = rows.select_related("unit")
        yield list(rows.select_related(parent) if parent else rows)


def _give_numbers_back(record: Import) -> None:
    """Let the numbers be given again, if no other agreement has taken one since."""
    rows = Agreement.objects.filter(pk__in=record.agreements)
    numbers = sorted(
        int(number.rpartition("-")[2]) for number in rows.values_list("number", flat=True)
    )
    if numbers and len(numbers) == numbers[-1] - numbers[0] + 1:
        numbering.give_back(
            "agreement",
            range(numbers[0], numbers[-1] + 1),
            scope=record.top_unit_id,
            year=record.made["year"],
        )


def _change_back(record: Import, *, by: User) -> None:
    for label, pk, was, _became in record.made.get("changed", ()):
        row: Any = apps.get_model(label)._default_manager.get(pk=pk)
        with changing(row, by=by, verb="import.changed_back", note=record.name):
            for name, value in was.items():
                setattr(row, name, _typed(row, name, value))


def _forget_words(record: Import) -> None:
    """Let what sheets said be again what they had said before this one."""
    said: dict[str, Any] = record.made.get("said", {})
    for row in _keys(record.top_unit_id, said):
        row.said = said[row.key]
        row.save(update_fields=["said"])


def _keys(top: int, keys: Iterable[str]) -> list[SourceKey]:
    return list(SourceKey.objects.known(top, list(keys)).values())


def _plain(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if value is None or isinstance(value, (bool, int)):
        return value
    return str(value)


def _typed(row: models.Model, name: str, value: Any) -> Any:
    field: Any = row._meta.get_field(name)
    return (None if field.null else value) if value in ("", None) else value
