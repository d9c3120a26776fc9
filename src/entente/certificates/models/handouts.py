"""Mails with which a certificate goes to its holder."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.certificates.models.certificates import Certificate
from entente.office.models import Outgoing


class Handout(Outgoing):
    """A mail to the holder of a certificate; its address is forgotten once it has left."""

    certificate = models.ForeignKey(
        Certificate, models.CASCADE, related_name="handouts", verbose_name=_("certificate")
    )
    address = models.EmailField(_("mail address"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("mail to a holder")
        verbose_name_plural = _("mails to holders")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.certificate} {self.made_at:%Y-%m-%d}"
