"""What a registry of the world's institutions says, as it was loaded last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.organisations.resolving.dumps import Entry


class RegistryReleaseQuerySet(RecordQuerySet["RegistryRelease"]):
    """Ways to read what was loaded when."""

    def newest(self) -> RegistryRelease | None:
        """Give the release that holds now."""
        return self.order_by("-pk").first()


class RegistryRelease(Record):
    """A file of the registry that was loaded, and what it changed."""

    file_name = models.CharField(_("file"), max_length=200)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entries = models.PositiveIntegerField(_("number of entries"), default=0)
    added = models.PositiveIntegerField(_("new entries"), default=0)
    changed = models.PositiveIntegerField(_("changed entries"), default=0)
    gone = models.PositiveIntegerField(_("entries that are gone"), default=0)

    shared = True
    objects = RegistryReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of the registry")
        verbose_name_plural = _("releases of the registry")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.file_name


class RegistryEntryQuerySet(models.QuerySet["RegistryEntry"]):
    """Ways to read the registry."""

    def read(self) -> Iterator[Entry]:
        """Give every entry as it was read, in the order of addresses."""
        for content in self.order_by("ror").values_list("content", flat=True).iterator(2000):
            yield Entry.of(content)

    def at(self, addresses: Iterable[str]) -> Self:
        """Keep the entries under some addresses."""
        return self.filter(ror__in=list(addresses))


class RegistryEntry(models.Model):
    """An institution of the registry: its address, and everything the registry says of it."""

    ror = models.CharField(max_length=40, unique=True)
    status = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    content = models.JSONField()

    objects = RegistryEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.ror


class RegistryName(models.Model):
    """A name in the registry under its key: on the key names are joined."""

    entry = models.ForeignKey(RegistryEntry, models.CASCADE, related_name="names")
    text = models.CharField(max_length=500)
    language = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=300, db_index=True)

    def __str__(self) -> str:
        return self.text
