"""What is about a record of another app, whichever that is."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class AboutQuerySet(RecordQuerySet[M_co]):
    """Ways to read what is about records, each with a scan that comes back."""

    def of(self, record: models.Model) -> Self:
        """Keep what is about one record."""
        return self.filter(
            record_type=ContentType.objects.get_for_model(record), record_id=record.pk
        )

    def about_each(self, model: type[models.Model]) -> Self:
        """Keep what is about the record of an outer query, which asks whether there is any."""
        kind = ContentType.objects.get_for_model(model)
        return self.filter(record_type=kind, record_id=OuterRef("pk"))

    def with_scan(self) -> Self:
        """Say of each whether a scan hangs on it: `has_scan`."""
        scans = Attachment.objects.filter(
            record_type=ContentType.objects.get_for_model(self.model),
            record_id=OuterRef("pk"),
            kind=AttachmentKind.SCAN,
        )
        return self.annotate(has_scan=Exists(scans))


class AboutRecord(OwnedRecord):
    """Something about one record of another app; `record` leads to it."""

    record_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    record_id = models.BigIntegerField(null=True, blank=True, editable=False)
    record = GenericForeignKey("record_type", "record_id")
    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def record_kind(self) -> str:
        """What kind of record it is about, in words; empty where there is none."""
        model: Any = self.record_type.model_class() if self.record_type else None
        return str(model._meta.verbose_name) if model else ""
