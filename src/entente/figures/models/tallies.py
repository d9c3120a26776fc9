"""Totals from before the records begin, each with its source."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.figures.enums import Comparator
from entente.figures.models.counted import Counted
from entente.kit import search
from entente.kit.measures import UNIT_LABELS
from entente.kit.periods import PartialDateField, Period, in_order
from entente.kit.quantities import Quantity
from entente.kit.records import RecordQuerySet
from entente.office.models import Unit


class TallyQuerySet(RecordQuerySet["Tally"]):
    """Ways to read tallies."""

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit")

    def below(self, unit: Unit) -> Self:
        """Keep those of a unit and of what lies below it."""
        if unit.pk == unit.top_id:
            return self.filter(top_unit=unit)
        return self.filter(unit__in=Unit.objects.below(unit))

    def of_measure(self, name: str) -> Self:
        """Keep those of one measure."""
        return self.filter(measure=name)


class Tally(Counted):
    """A total that a document states for a time before the records begin.

    It counts together with records and is always visible as what it is. `low` and `high` hold
    the number as the source says it, `comparator` how it compares. A flow counts from `starts_on`
    to `ends_on`, a stock held in those days. Without both it is undated and enters no figure that
    has a period. `per_year` is true of “20 to 40 a year”: it is stated of every year.
    `beside_records` is true where somebody took off what has a record: the rest has nothing in
    common with the records and is added to them.
    """

    comparator = models.CharField(_("the source says"), max_length=6, choices=Comparator.choices)
    low = models.BigIntegerField(_("number"))
    high = models.BigIntegerField(
        _("up to"), null=True, blank=True, help_text=_("Only for “from … to …”.")
    )
    counted_in = models.CharField(
        _("counted in"),
        max_length=20,
        choices=[(unit.value, label) for unit, label in UNIT_LABELS.items()],
        help_text=_("As the source counts: persons, person-times and groups are not the same."),
    )
    per_year = models.BooleanField(_("stated of every year"), default=False)
    beside_records = models.BooleanField(_("none of it has a record of its own"), default=False)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("to"), null=True, blank=True)
    source = models.CharField(
        _("source document"), max_length=300, help_text=_("Its name, its date, where it is kept.")
    )
    words = models.TextField(
        _("exact words"), max_length=2000, help_text=_("The sentence that carries the number.")
    )
    notes = models.TextField(_("notes"), blank=True, max_length=2000)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering = ("measure", "pk")
        constraints = (
            models.CheckConstraint(
                name="tally_range_has_two_ends",
                condition=(Q(comparator=Comparator.RANGE) & Q(high__gte=F("low")))
                | (~Q(comparator=Comparator.RANGE) & Q(high__isnull=True)),
                violation_error_message=_("A range has a lower and a higher end; others have one."),
            ),
            models.CheckConstraint(
                name="tally_is_not_negative",
                condition=Q(low__gte=0),
                violation_error_message=_("A total is not below zero."),
            ),
            models.CheckConstraint(
                name="tally_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="tally_has_a_source",
                condition=~Q(source="") & ~Q(words=""),
                violation_error_message=_("A tally names its source and the exact words."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "measure", "id"), name="tally_tree_measure"),
            models.Index(fields=("unit", "measure", "id"), name="tally_unit_measure"),
        )

    def __str__(self) -> str:
        return f"{self.measure_label()}: {self.number_in_words()}"

    def get_absolute_url(self) -> str:
        """Give the page of the tally."""
        return reverse("figures:tally", args=[self.pk])

    @property
    def quantity(self) -> Quantity:
        """What is known of the number."""
        return Quantity.stated(self.comparator, self.low, self.high)

    @property
    def is_dated(self) -> bool:
        """Whether both ends are known."""
        return self.starts_on is not None and self.ends_on is not None

    def number_in_words(self) -> str:
        """Write the number as the source compares it."""
        word = {"=": "", ">": "> ", ">=": "≥ ", "~": "≈ "}.get(self.comparator, "")
        return f"{self.low:,}–{self.high:,}" if self.high is not None else f"{word}{self.low:,}"

    def when_in_words(self) -> str:
        """Say for which time it stands."""
        if self.starts_on and self.ends_on:
            first, last = self.starts_on.localized(), self.ends_on.localized()
            if first == last:
                return first
            return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        if self.starts_on:
            return gettext("from %(first)s, end unknown") % {"first": self.starts_on.localized()}
        if self.ends_on:
            return gettext("up to %(last)s, beginning unknown") % {"last": self.ends_on.localized()}
        return gettext("undated")

    def span(self) -> Period | None:
        """Give all days that it can speak of; None where it is undated."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return Period(self.starts_on.earliest, self.ends_on.latest)

    def clean(self) -> None:
        """Say at the field what is wrong: the unit above all."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.counted_in and self.counted_in != self.definition.unit.value:
            errors["counted_in"] = gettext(
                "The measure counts %(unit)s. A number of something else cannot be added to it;"
                " choose the measure that counts as the source does."
            ) % {"unit": self.unit_word()}
        if self.comparator == Comparator.RANGE and self.high is None:
            errors["high"] = gettext("Give both ends of the range.")
        elif self.high is not None and self.high < (self.low or 0):
            errors["high"] = gettext("The upper end lies below the lower one.")
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> search.Entry:
        """Be found by its words and its source."""
        return search.Entry(
            title_zh=self.source,
            title_en=self.source,
            names=(self.source,),
            text=f"{self.words} {self.measure}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )
