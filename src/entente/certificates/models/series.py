"""Series: one for each unit, class and year; the numbers in it have no gap."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.certificates.enums import CertificateKind, CertificateState
from entente.certificates.numbers import CODE
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord


class CertificateSeriesQuerySet(RecordQuerySet["CertificateSeries"]):
    """Ways to read series."""

    def open(self) -> Self:
        """Keep those in which numbers are given."""
        return self.filter(closed=False)

    def for_list(self) -> Self:
        """Fetch what a line shows: how many numbers were given, how many still hold."""
        return self.select_related("unit").annotate(
            given=Count("certificates"),
            holding=Count("certificates", Q(certificates__state=CertificateState.VALID)),
        )


class CertificateSeries(OwnedRecord):
    """The numbers of a unit's certificates of one class in one year: 1, 2, 3 … without a gap."""

    kind = models.CharField(_("class"), max_length=3, choices=CertificateKind.choices)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1950), MaxValueValidator(2199)]
    )
    code = models.CharField(
        _("issuer's code"),
        max_length=12,
        validators=[
            RegexValidator(
                rf"\A{CODE.pattern}\Z",
                _("Two to twelve capital letters or digits, a letter first, such as CUG."),
            )
        ],
        help_text=_("Stands first in the number, for example CUG."),
    )
    closed = models.BooleanField(pgettext_lazy("series", "closed"), default=False, editable=False)

    objects = CertificateSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of certificates")
        verbose_name_plural = _("series of certificates")
        ordering = ("-year", "kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "kind", "year"),
                name="cert_series_once",
                violation_error_message=_("This unit has a series of that class and year already."),
            ),
            models.UniqueConstraint(
                fields=("code", "kind", "year"),
                name="cert_series_code",
                violation_error_message=_(
                    "Another unit gives numbers with this code in that class and year."
                ),
            ),
        )
        indexes = (models.Index(fields=("top_unit", "-year", "id"), name="cert_series_tree"),)

    def __str__(self) -> str:
        return f"{self.code}-{self.kind}-{self.year}"

    def get_absolute_url(self) -> str:
        """Give the page of the series."""
        return reverse("certificates:series", args=[self.pk])
