"""Issuing the certificates of a class, learner by learner, by a worker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone

from entente.certificates.runners import Issuing
from entente.training import services
from entente.training.enums import VIEW_PROJECT
from entente.training.models import TrainingClass


class CertifyLearners(Issuing):
    """Issue one certificate to each learner who completed a class.

    Whatever breaks off, nobody receives two and no number is lost.
    """

    @cached_property
    def group(self) -> TrainingClass:
        """The class, if the person still sees it."""
        rows = TrainingClass.objects.visible_to(self.by, VIEW_PROJECT).for_page()
        found: TrainingClass = rows.get(pk=self.payload["class"])
        return found

    def label(self, pk: Any) -> str:
        """Name the learner."""
        return str(self.group.learners.get(pk=pk))

    def act_all(self, keys: Sequence[Any]) -> None:
        """Issue many, or none."""
        services.certify_all(
            self.group,
            keys,
            series=self.series,
            template=self.template,
            on=timezone.localdate(),
            by=self.by,
        )
