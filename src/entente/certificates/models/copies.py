"""Copies of a certificate that were drawn to be printed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.certificates.models.certificates import Certificate
from entente.kit.models import StoredFile


class Copy(models.Model):
    """One PDF that was handed out: when, by whom, and the digest of its bytes.

    `file` is kept for the one that the holder fetches: a signed paper is not the same twice.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="drawn")
    digest = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(auto_now_add=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("printed copy")
        verbose_name_plural = _("printed copies")

    def __str__(self) -> str:
        return self.digest
