"""Schemes that give money for stays, and what they may spend in a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord

NEEDS_TITLE = _("It needs a title in at least one language.")
YEARS = [MinValueValidator(1949), MaxValueValidator(2200)]


class SchemeQuerySet(RecordQuerySet["Scheme"]):
    """Ways to read schemes."""

    def for_list(self) -> SchemeQuerySet:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit")


class Scheme(OwnedRecord):
    """A scheme from which stays are funded.

    Schemes with the same word in `excludes` never fund one stay together; without a word a scheme
    goes with any other.
    """

    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    excludes = models.CharField(_("excluding group"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)

    title = Bilingual("title")
    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding scheme")
        verbose_name_plural = _("funding schemes")
        constraints = (
            models.CheckConstraint(
                name="scheme_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
        )
        indexes = (models.Index(fields=("top_unit", "id"), name="scheme_tree"),)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("funding:scheme", args=[self.pk])

    def search_entry(self) -> Entry:
        """Be found by its titles."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class BudgetQuerySet(RecordQuerySet[Any]):
    """Budgets are seen by whoever sees the scheme."""

    scope_unit = "scheme__unit"
    scope_tree = "scheme__top_unit"


class Budget(Record):
    """What a scheme may spend in one year, in yuan."""

    audit_parent = "scheme"
    audit_ignored = frozenset({"scheme"})
    scheme = models.ForeignKey(
        Scheme, models.CASCADE, related_name="budgets", verbose_name=_("funding scheme")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    amount = models.DecimalField(
        _("budget, in yuan"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget of a year")
        verbose_name_plural = _("budgets of years")
        ordering = ("scheme_id", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "year"),
                name="budget_once_a_year",
                violation_error_message=_("The scheme has a budget for this year already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        """Give the page of the scheme."""
        return self.scheme.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the scheme."""
        return self.scheme.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.scheme.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the scheme."""
        return self.scheme.chain


@dataclass(frozen=True)
class Sums:
    """How a budget of a year stands, in yuan; committed holds what is paid already."""

    year: int
    budget: Decimal
    committed: Decimal
    paid: Decimal
    persons: int

    @property
    def open(self) -> Decimal:
        """What is committed and not paid."""
        return self.committed - self.paid

    @property
    def left(self) -> Decimal:
        """What nobody was promised yet."""
        return self.budget - self.committed
