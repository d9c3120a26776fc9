"""Yearly reports: what a unit published of a year, kept as it stood."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord


class YearlyReportQuerySet(RecordQuerySet["YearlyReport"]):
    """Ways to read yearly reports."""

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit").defer("contents")

    def for_page(self) -> Self:
        """Fetch what the page shows."""
        return self.select_related("unit", "unit__top", "released_by")


class YearlyReport(OwnedRecord):
    """A report of one year in both languages.

    A draft shows what is published today. Its release keeps in `contents` all that it says:
    figures with their sentences, tables, agreements; the same files can be drawn from it ever
    after. What changes then stands in a new edition.
    """

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    edition = models.PositiveSmallIntegerField(pgettext_lazy("report", "edition"), default=1)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    opening_zh = models.TextField(_("foreword in Chinese"), blank=True, max_length=4000)
    opening_en = models.TextField(_("foreword in English"), blank=True, max_length=4000)
    released_on = models.DateField(_("released on"), null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("released by"),
    )
    contents = models.JSONField(default=dict, blank=True, editable=False)

    title = Bilingual("title")
    audit_ignored = frozenset({"contents"})
    objects = YearlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("figures", "yearly report")
        verbose_name_plural = pgettext_lazy("figures", "yearly reports")
        ordering = ("-year", "-edition", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "year", "edition"), name="yearlyreport_edition_once"
            ),
            models.CheckConstraint(
                name="yearlyreport_is_in_both_languages",
                condition=~Q(title_zh="") & ~Q(title_en=""),
                violation_error_message=_("A report has its title in both languages."),
            ),
        )
        indexes = (models.Index(fields=("top_unit", "id"), name="yearlyreport_tree"),)

    def __str__(self) -> str:
        if self.edition == 1:
            return str(self.title)
        return gettext("%(title)s (edition %(number)s)") % {
            "title": self.title,
            "number": self.edition,
        }

    def get_absolute_url(self) -> str:
        """Give the page of the report."""
        return reverse("figures:report", args=[self.pk])

    @property
    def is_released(self) -> bool:
        """Whether it is kept as it stood."""
        return self.released_on is not None

    def search_entry(self) -> search.Entry:
        """Be found by its titles."""
        return search.Entry(
            title_zh=self.title_zh,
            title_en=self.title_en,
            names=(self.title_zh, self.title_en),
            text=str(self.year),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )
