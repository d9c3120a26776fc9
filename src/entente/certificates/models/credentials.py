"""What was signed for a certificate: kept as it was given out."""

from __future__ import annotations

from django.db import models

from entente.certificates.models.certificates import Certificate


class Credential(models.Model):
    """The two signed forms of a certificate; written once with it, never changed."""

    certificate = models.OneToOneField(
        Certificate, models.PROTECT, primary_key=True, related_name="credential"
    )
    document = models.TextField()
    token = models.TextField()

    def __str__(self) -> str:
        return self.certificate.number
