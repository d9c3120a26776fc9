"""Imports, the mappings they read by, and what each sheet said of which record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.intake.enums import ImportState
from entente.intake.shipped import SHIPPED, Mapping
from entente.kit.imports import Fault, plain
from entente.kit.models import StoredFile, Work
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord, Unit
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement

MOST_FAULTS = 1000


class SavedMappingQuerySet(RecordQuerySet["SavedMapping"]):
    """Ways to read mappings."""

    def of_unit(self, unit: Unit) -> Self:
        """Keep those of a unit, and of the units above it."""
        above = [int(pk) for pk in unit.path.strip("/").split("/") if pk]
        return self.filter(unit__in=above)

    def named(self, name: str, unit: Unit | None) -> Mapping | None:
        """Find a mapping by its name: the unit's own one, else one that comes with the house."""
        kept = (
            self.of_unit(unit).filter(name=name).order_by("-unit__path").first() if unit else None
        )
        return kept.mapping if kept else SHIPPED.get(name)

    def learned(self, unit: Unit) -> dict[str, str]:
        """Say which headings were given which meaning in the mappings of an institution."""
        found: dict[str, str] = {}
        for kept in self.filter(top_unit=unit.top_id).order_by("pk"):
            found |= {plain(heading): target for target, heading in kept.mapping.columns.items()}
        return found


class SavedMapping(OwnedRecord):
    """How one kind of sheet of a unit is read, by name; saved again, it is replaced."""

    name = models.CharField(_("name"), max_length=60)
    content = models.JSONField(_("columns"), default=dict)

    objects = SavedMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "name"),
                name="mapping_named_once_in_a_unit",
                violation_error_message=_("This unit has a mapping of that name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def mapping(self) -> Mapping:
        """The mapping itself."""
        return Mapping.of(self.content)


def headings_of(mapping: dict[str, Any]) -> str:
    """Name the columns that a mapping reads, as their sheet heads them."""
    return ", ".join(sorted(mapping.get("columns", {}).values()))


class ImportQuerySet(RecordQuerySet["Import"]):
    """Ways to read imports."""

    def for_list(self) -> Self:
        """Fetch what one line of a list shows."""
        return self.select_related("unit", "started_by").defer("faults", "made", "mapping")

    def for_page(self) -> Self:
        """Fetch what the page of an import shows."""
        return self.select_related("unit", "started_by", "file", "work")


class Import(OwnedRecord):
    """One sheet that was handed in: how it is read, what is wrong in it, what came of it.

    `made` names the records that it entered and changed, so that it can be looked up and undone.
    The numbers are those of the last look through the sheet, or of the import itself.
    """

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("file name"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    mapping_name = models.CharField(_("column mapping"), max_length=60, blank=True)
    mapping = models.JSONField(_("columns that are read"), default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.NEW
    )
    good_rows_only = models.BooleanField(_("good rows only"), default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("entered"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    to_confirm = models.PositiveIntegerField(_("to be confirmed"), default=0)
    summary = models.JSONField(default=dict, blank=True)
    faults = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    made = models.JSONField(default=dict, blank=True)
    work = models.ForeignKey(
        Work, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    done_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    audit_ignored = frozenset({"faults", "made", "notes", "summary", "work", "file"})
    history_words: ClassVar = {"mapping": headings_of}
    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("top_unit", "-id"), name="import_of_tree"),
            models.Index(fields=("unit", "-id"), name="import_of_unit"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the import."""
        return reverse("intake:import", args=[self.pk])

    @property
    def read_by(self) -> Mapping:
        """The mapping by which it is read."""
        return Mapping.of(self.mapping)

    @property
    def told_faults(self) -> list[Fault]:
        """The faults that are kept, cell by cell."""
        return [Fault(**fault) for fault in self.faults]

    @property
    def agreements(self) -> list[int]:
        """The keys of the agreements that it entered."""
        return list(self.made.get(Agreement._meta.label, ()))

    @property
    def organisations(self) -> list[int]:
        """The keys of the organisations that it entered."""
        return list(self.made.get(Organisation._meta.label, ()))


def key_of(words: Iterable[str]) -> str:
    """Give the key under which a sheet's words for one agreement are known again."""
    text = json.dumps(list(words), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class SourceKeyQuerySet(models.QuerySet["SourceKey"]):
    """Ways to read what sheets said."""

    def known(self, top: int, keys: Sequence[str]) -> dict[str, SourceKey]:
        """Find what is known under keys, with the agreements."""
        found: dict[str, SourceKey] = {}
        for at in range(0, len(keys), 500):
            rows = self.filter(top_unit=top, key__in=keys[at : at + 500])
            found |= {row.key: row for row in rows.select_related("agreement")}
        return found


class SourceKey(models.Model):
    """An agreement as a sheet names it, and what sheets said of it last.

    A sheet that comes again is compared with `said`: what it says as before changes nothing, even
    where a person has changed the record since.
    """

    top_unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="source_keys")
    said = models.JSONField(default=dict)

    objects = SourceKeyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("top_unit", "key"), name="source_key_once_in_a_tree"),
        )

    def __str__(self) -> str:
        return self.key


class KnownNameQuerySet(models.QuerySet["KnownName"]):
    """Ways to read which name is whose."""

    def meant(self, top: int, texts: Sequence[str]) -> dict[tuple[str, str], Organisation]:
        """Say which organisations names were joined with before, each beside its country."""
        found: dict[tuple[str, str], Organisation] = {}
        for at in range(0, len(texts), 500):
            rows = self.filter(top_unit=top, text__in=texts[at : at + 500])
            for row in rows.select_related("organisation"):
                found[row.text, row.country] = row.organisation
        return found


class KnownName(models.Model):
    """A name as sheets of an institution write it, and the organisation it was joined with.

    It moves along when two organisations are merged, so that what a person once decided holds for
    every sheet that comes later.
    """

    top_unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    country = models.CharField(max_length=2, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    likened = models.JSONField(default=list, blank=True)

    objects = KnownNameQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("top_unit", "text", "country"), name="known_name_once_in_a_tree"
            ),
        )

    def __str__(self) -> str:
        return self.text


def faults_as_kept(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Give faults as they are kept; of very many the first thousand."""
    return [
        {
            "row": fault.row,
            "message": fault.message,
            "column": fault.column,
            "heading": fault.heading,
            "value": fault.value[:200],
        }
        for fault in faults[:MOST_FAULTS]
    ]
