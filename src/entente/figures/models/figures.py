"""Figures and their releases."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.figures.enums import OverWord, PeriodKind, Step, Style
from entente.figures.models.counted import Counted
from entente.figures.sentences import faults
from entente.kit import search
from entente.kit.bilingual import LANGUAGES, Bilingual
from entente.kit.measures import Kind
from entente.kit.periods import PartialDateField, Period, add_months
from entente.kit.quantities import Quantity
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import Unit

NEEDED = {
    PeriodKind.YEAR: ("period_year",),
    PeriodKind.ACADEMIC_YEAR: ("period_year",),
    PeriodKind.LAST_YEARS: ("period_count",),
    PeriodKind.SINCE: ("period_from",),
    PeriodKind.BETWEEN: ("period_from", "period_to"),
}


class FigureQuerySet(RecordQuerySet["Figure"]):
    """Ways to read figures."""

    def below(self, unit: Unit) -> Self:
        """Keep those of a unit and of what lies below it."""
        if unit.pk == unit.top_id:
            return self.filter(top_unit=unit)
        return self.filter(unit__in=Unit.objects.below(unit))

    def with_release(self) -> Self:
        """Put beside each what its last release said."""
        last = Release.objects.filter(figure=OuterRef("pk")).order_by("-number")
        return self.annotate(
            released_low=Subquery(last.values("low")[:1]),
            released_high=Subquery(last.values("high")[:1]),
            released_on=Subquery(last.values("released_on")[:1]),
        )

    def released_before(self) -> Self:
        """Keep those that were released at least once, the oldest releases first."""
        return self.with_release().filter(released_on__isnull=False).order_by("released_on", "pk")

    def published(self) -> Self:
        """Keep those that were released at least once."""
        return self.filter(releases__isnull=False).distinct()

    def changed(self) -> Self:
        """Keep those whose number is another than the released one."""
        differs = ~Q(released_low=F("current_low")) | ~Q(released_high=F("current_high"))
        opened = Q(released_high__isnull=True, current_high__isnull=False)
        closed = Q(released_high__isnull=False, current_high__isnull=True)
        both_open = Q(released_high__isnull=True, current_high__isnull=True)
        low = ~Q(released_low=F("current_low"))
        return (
            self.with_release()
            .filter(released_on__isnull=False)
            .filter(opened | closed | (both_open & low) | (~both_open & differs))
        )

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit").with_release()

    def for_page(self) -> Self:
        """Fetch what the page shows."""
        return self.select_related("unit", "unit__top")


class Figure(Counted):
    """A measure with filters, a period and a sentence in both languages.

    It counts what belongs to its unit and to the units below. `current_low` and `current_high`
    repeat what was counted last, so that lists need not count; `services.recount` keeps them.
    `touched` grows with every change of records that can concern its totals: who counts sees
    whether somebody came between.
    """

    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    period_kind = models.CharField(_("period"), max_length=14, choices=PeriodKind.choices)
    period_year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2200)],
        help_text=_("An academic year is named by the year in which it begins."),
    )
    period_count = models.PositiveSmallIntegerField(
        _("how many years"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    period_from = PartialDateField(_("from"), null=True, blank=True)
    period_to = PartialDateField(_("to"), null=True, blank=True)
    fixed_on = models.DateField(
        _("fixed to the day"),
        null=True,
        blank=True,
        help_text=_("Empty: the period slides and always ends today."),
    )
    per_year = models.BooleanField(
        _("of every year"),
        default=False,
        help_text=_("The number of each year, from the lowest to the highest: 20 to 40 a year."),
    )
    sentence_zh = models.CharField(_("sentence in Chinese"), max_length=500)
    sentence_en = models.CharField(_("sentence in English"), max_length=500)
    style = models.CharField(
        pgettext_lazy("figure", "wording"),
        max_length=8,
        choices=Style.choices,
        default=Style.AUTOMATIC,
    )
    step = models.PositiveIntegerField(
        _("rounded to"), choices=Step.choices, default=Step.BY_SIZE, blank=True
    )
    over_word = models.CharField(
        _("“over” in Chinese"), max_length=2, choices=OverWord.choices, default=OverWord.YU
    )
    grows_old_after = models.PositiveSmallIntegerField(
        _("grows old after months"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    notes = models.TextField(_("notes"), blank=True, max_length=2000)
    current_low = models.BigIntegerField(null=True, editable=False)
    current_high = models.BigIntegerField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    touched = models.PositiveBigIntegerField(default=0, editable=False)

    name = Bilingual("name")
    sentence = Bilingual("sentence")
    audit_ignored = frozenset({"current_low", "current_high", "counted_at", "touched"})
    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("name_zh", "pk")
        constraints = (
            models.CheckConstraint(
                name="figure_is_in_both_languages",
                condition=~Q(name_zh="") & ~Q(name_en="") & ~Q(sentence_zh="") & ~Q(sentence_en=""),
                violation_error_message=_("A figure has its name and sentence in both languages."),
            ),
            models.CheckConstraint(
                name="figure_has_a_period",
                condition=Q(period_kind__in=(PeriodKind.AS_OF, PeriodKind.IN_ALL))
                | Q(
                    period_kind__in=(PeriodKind.YEAR, PeriodKind.ACADEMIC_YEAR),
                    period_year__isnull=False,
                )
                | Q(period_kind=PeriodKind.LAST_YEARS, period_count__isnull=False)
                | Q(period_kind=PeriodKind.SINCE, period_from__isnull=False)
                | Q(
                    period_kind=PeriodKind.BETWEEN,
                    period_from__isnull=False,
                    period_to__isnull=False,
                ),
                violation_error_message=_("A figure without its period is no figure."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "measure", "id"), name="figure_tree_measure"),
            models.Index(fields=("unit", "measure", "id"), name="figure_unit_measure"),
            models.Index(fields=("top_unit", "name_zh", "id"), name="figure_tree_name"),
            models.Index(fields=("measure", "id"), name="figure_measure"),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the page of the figure."""
        return reverse("figures:figure", args=[self.pk])

    def period(self, on: datetime.date) -> Period:
        """Give the days in which it counts, as they stand on a day."""
        end = self.fixed_on or on
        match self.period_kind:
            case PeriodKind.YEAR:
                return Period.year(self.period_year or on.year)
            case PeriodKind.ACADEMIC_YEAR:
                return Period.academic_year(self.period_year or on.year)
            case PeriodKind.LAST_YEARS:
                return Period.last_years(self.period_count or 1, on=end)
            case PeriodKind.SINCE if self.period_from:
                return Period.since(self.period_from, on=end)
            case PeriodKind.BETWEEN if self.period_from and self.period_to:
                return Period(self.period_from.earliest, self.period_to.latest)
            case PeriodKind.IN_ALL:
                return Period.in_all(on=end)
            case _:
                return Period.as_of(end)

    @property
    def current(self) -> Quantity | None:
        """What was counted last; None before the first count."""
        if self.current_low is None:
            return None
        return Quantity(self.current_low, self.current_high)

    @property
    def released(self) -> Quantity | None:
        """What the last release said; only where it was fetched beside (`with_release`)."""
        low = getattr(self, "released_low", None)
        return None if low is None else Quantity(low, self.released_high)  # type: ignore[attr-defined]

    @property
    def released_day(self) -> datetime.date | None:
        """The day of the last release; only where it was fetched beside."""
        return getattr(self, "released_on", None)

    @property
    def differs(self) -> bool:
        """Whether the number is another than the released one."""
        return self.released is not None and self.released != self.current

    def is_old(self, on: datetime.date) -> bool:
        """Say whether its last release has grown old by a day."""
        return self.released_day is not None and self.grows_old_on(self.released_day) <= on

    def grows_old_on(self, released_on: datetime.date) -> datetime.date:
        """Give the day from which a release of that day is old."""
        return add_months(released_on, self.grows_old_after)

    def clean(self) -> None:
        """Say at the field what is missing: a period that suits what is counted."""
        super().clean()
        errors = self._faults_of_period() | self._faults_of_sentences()
        if errors:
            raise ValidationError(errors)

    def _faults_of_period(self) -> dict[str, Any]:
        errors: dict[str, Any] = {
            name: gettext("This period needs it.")
            for name in NEEDED.get(self.period_kind, ())  # type: ignore[call-overload]
            if getattr(self, name) is None
        }
        is_stock = self.definition.kind is Kind.STOCK
        if is_stock and self.period_kind not in (PeriodKind.AS_OF, PeriodKind.IN_ALL):
            errors["period_kind"] = gettext(
                "The measure counts what holds on a day: choose “as of a day”."
            )
        if not is_stock and self.period_kind == PeriodKind.AS_OF:
            errors["period_kind"] = gettext(
                "The measure counts what falls into a period, so a day is not enough."
            )
        if self.per_year and is_stock:
            errors["per_year"] = gettext(
                "Only what falls into a period has a number for each year."
            )
        begins, ends = self.period_from, self.fixed_on
        if self.period_kind == PeriodKind.SINCE and begins and ends and ends < begins.earliest:
            errors["fixed_on"] = gettext("The last day lies before the first.")
        last = self.period_to if self.period_kind == PeriodKind.BETWEEN else None
        if begins and last and last.latest < begins.earliest:
            errors["period_to"] = gettext("The last day lies before the first.")
        return errors

    def _faults_of_sentences(self) -> dict[str, Any]:
        found = {
            f"sentence_{language}": faults(
                getattr(self, f"sentence_{language}"), language, self.definition.unit
            )
            for language in LANGUAGES
            if getattr(self, f"sentence_{language}")
        }
        return {field: wrong for field, wrong in found.items() if wrong}

    def search_entry(self) -> search.Entry:
        """Be found by its names and sentences."""
        return search.Entry(
            title_zh=self.name_zh,
            title_en=self.name_en,
            names=(self.name_zh, self.name_en),
            text=f"{self.sentence_zh} {self.sentence_en}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class ReleaseQuerySet(RecordQuerySet["Release"]):
    """Ways to read releases."""

    scope_unit = "figure__unit"
    scope_tree = "figure__top_unit"

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("released_by")

    def newest_first(self) -> Self:
        """Put the newest on top."""
        return self.order_by("-number")


class Release(Record):
    """A dated snapshot of a figure, in both languages together, signed off by a person.

    It never changes: number, period, definition, sentences and what stood behind them are kept as
    they were. `said_low` and `said_high` are the bounds that its words allow. `keys` names the
    records that were counted, where they were few enough to be kept.
    """

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(_("number"))
    released_on = models.DateField(_("released on"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("released by")
    )
    low = models.BigIntegerField(_("at least"))
    high = models.BigIntegerField(_("at most"), null=True, blank=True)
    said_low = models.BigIntegerField(_("the words allow from"))
    said_high = models.BigIntegerField(_("the words allow up to"), null=True, blank=True)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    period_kind = models.CharField(_("period"), max_length=40)
    sentence_zh = models.CharField(_("sentence in Chinese"), max_length=600)
    sentence_en = models.CharField(_("sentence in English"), max_length=600)
    number_zh = models.CharField(_("number in Chinese"), max_length=60)
    number_en = models.CharField(_("number in English"), max_length=60)
    counted_in = models.CharField(_("counted in"), max_length=20)
    definition_zh = models.TextField(_("definition in Chinese"))
    definition_en = models.TextField(_("definition in English"))
    parts = models.JSONField(_("made up of"), default=dict)
    keys = models.JSONField(_("records"), null=True, blank=True)

    sentence = Bilingual("sentence")
    number_words = Bilingual("number")
    audit_parent = "figure"
    audit_ignored = frozenset({"keys"})
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("figure", "-number")
        constraints = (
            models.UniqueConstraint(fields=("figure", "number"), name="release_number_once"),
            models.CheckConstraint(
                name="release_is_in_both_languages",
                condition=~Q(sentence_zh="") & ~Q(sentence_en=""),
                violation_error_message=_("A figure is released in both languages together."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.figure} · {self.released_on}"

    def get_absolute_url(self) -> str:
        """It is read on the page of its figure."""
        return f"{self.figure.get_absolute_url()}#releases"

    @property
    def unit_id(self) -> int:
        """The unit that owns the figure."""
        return self.figure.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of its tree."""
        return self.figure.top_unit_id

    @property
    def quantity(self) -> Quantity:
        """What was counted."""
        return Quantity(self.low, self.high)

    @property
    def said(self) -> Quantity:
        """What its words allow."""
        return Quantity(self.said_low, self.said_high)

    @property
    def period(self) -> Period:
        """In which days was counted."""
        return Period(self.first, self.last, self.period_kind)
