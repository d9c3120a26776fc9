"""What a merge moved, so that it can be undone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models.register import Organisation


class Merge(Record):
    """Two rows that were one institution: which stayed, which went over, and what moved with it."""

    kept = models.ForeignKey(Organisation, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Organisation, models.PROTECT, related_name="merged_by")
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    shared = True
    audit_parent = "kept"
    audit_ignored = frozenset({"moved"})
    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"

    def get_absolute_url(self) -> str:
        """It is read on the page of the organisation that stayed."""
        return self.kept.get_absolute_url()
