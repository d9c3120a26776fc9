"""Issuing the certificates of a class, learner by learner, by a worker."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils import timezone

from entente.certificates.enums import ISSUE
from entente.certificates.models import CertificateSeries, CertificateTemplate
from entente.kit.work import Batch
from entente.training import services
from entente.training.enums import VIEW_PROJECT
from entente.training.models import Learner


class CertifyLearners(Batch):
    """Issue one certificate to each learner who completed a class, each in a step of its own.

    Whatever breaks off, nobody receives two and no number is lost.
    """

    @cached_property
    def series(self) -> CertificateSeries:
        """The series, if the person still may issue in it."""
        rows = CertificateSeries.objects.visible_to(self.by, ISSUE)
        return rows.select_related("unit").get(pk=self.payload["series"])

    @cached_property
    def template(self) -> CertificateTemplate:
        """The template."""
        return CertificateTemplate.objects.get(pk=self.payload["template"])

    def learner(self, pk: Any) -> Learner:
        """Find a learner, if the person still sees them."""
        rows = Learner.objects.visible_to(self.by, VIEW_PROJECT)
        found: Learner = rows.select_related("training_class__project__unit").get(pk=pk)
        return found

    def label(self, pk: Any) -> str:
        """Name the learner."""
        return str(self.learner(pk))

    def act(self, pk: Any) -> None:
        """Issue the certificate."""
        services.certify(
            self.learner(pk),
            series=self.series,
            template=self.template,
            on=timezone.localdate(),
            by=self.by,
        )
