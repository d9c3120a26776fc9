"""The trail: who changed what, when, from what to what; chained by hashes."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

GENESIS = "0" * 64
# What proves an entry, and what no history says of who did it.
NOT_IN_HISTORY = ("previous", "hash", "by__password", "by__last_login")


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Ways to read the trail."""

    def about(self, record: models.Model) -> Self:
        """Keep what happened to a record and to its parts, newest first."""
        return self.filter(
            subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk
        ).order_by("-pk")

    def for_history(self) -> Self:
        """Fetch what a readable history shows, in two queries."""
        lean = self.select_related("by").defer(*NOT_IN_HISTORY)
        return lean.prefetch_related("sealed__key")


class AuditEntry(models.Model):
    """One change. `hash` covers everything said here and the hash of the entry before it.

    `record` is the row that changed; `subject` the record in whose history it is read.
    `changes` maps a field to its old and new value. A personal value stands there only as two
    salted digests; the value itself is a `SealedValue` under the key of a person.
    """

    chain = models.BigIntegerField()
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(max_length=80, db_index=True)
    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    record = GenericForeignKey("record_type", "record_id")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    changes = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("chain", "sequence"), name="audit_one_entry_a_place"),
        )
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "-id"), name="audit_history"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    def content(self) -> dict[str, Any]:
        """Give what the hash covers, in words that survive a move to another database."""
        return {
            "chain": self.chain,
            "sequence": self.sequence,
            "at": self.at.isoformat(timespec="microseconds"),
            "by": self.by_id,
            "verb": self.verb,
            "record": [".".join(self.record_type.natural_key()), self.record_id],
            "subject": [".".join(self.subject_type.natural_key()), self.subject_id],
            "changes": self.changes,
            "note": self.note,
            "previous": self.previous,
        }

    def work_out_hash(self) -> str:
        """Compute the hash that this entry should carry."""
        text = json.dumps(self.content(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class ChainHead(models.Model):
    """The last entry of a chain; it is locked while the next one is written."""

    chain = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.chain}: {self.sequence}"


class PersonalKey(models.Model):
    """The key of one person's values in the trail; destroying it erases them for good."""

    owner = models.CharField(max_length=80, unique=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return self.owner


class SealedValue(models.Model):
    """A personal value of the trail, readable only while its key exists."""

    entry = models.ForeignKey(AuditEntry, models.CASCADE, related_name="sealed")
    key = models.ForeignKey(PersonalKey, models.SET_NULL, null=True, related_name="values")
    field = models.CharField(max_length=80)
    box = models.BinaryField()

    def __str__(self) -> str:
        return self.field
