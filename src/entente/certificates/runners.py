"""Issuing many certificates, line by line, by a worker."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.certificates import services
from entente.certificates.enums import ISSUE
from entente.certificates.models import CertificateSeries, CertificateTemplate
from entente.kit.work import Batch

# Lines that are issued together.
AT_ONCE = 100
DAYS = ("starts_on", "ends_on", "expires_on")


class Issuing(Batch):
    """Issue certificates of one series with one template; the payload names both.

    They are issued in the transaction of their step (`kit.work.Batch`), so that whatever breaks
    off, none is issued twice and no number is lost. Somebody else who issues in the series waits
    for a step at most.
    """

    at_once = AT_ONCE

    @cached_property
    def series(self) -> CertificateSeries:
        """The series, if the person still may issue in it."""
        rows = CertificateSeries.objects.visible_to(self.by, ISSUE)
        return rows.select_related("unit").get(pk=self.payload["series"])

    @cached_property
    def template(self) -> CertificateTemplate:
        """The template."""
        return CertificateTemplate.objects.get(pk=self.payload["template"])

    def act(self, pk: Any) -> None:
        """Issue one."""
        self.act_all([pk])


class IssueLines(Issuing):
    """Issue one certificate for each line of a sheet; the payload holds the lines by number."""

    def values(self, pk: Any) -> dict[str, Any]:
        """Give what a line says."""
        line = dict(self.payload["lines"][str(pk)])
        for name in DAYS:
            if name in line:
                line[name] = datetime.date.fromisoformat(line[name])
        return line

    def label(self, pk: Any) -> str:
        """Name the line as people see it in their sheet."""
        line = self.payload["lines"][str(pk)]
        name = line.get("name_zh") or line.get("name_en")
        return _("Row %(row)s: %(name)s") % {"row": pk, "name": name}

    def act_all(self, keys: Sequence[Any]) -> None:
        """Issue many, or none."""
        services.issue_all(
            self.series,
            [self.values(pk) for pk in keys],
            template=self.template,
            on=timezone.localdate(),
            by=self.by,
        )
