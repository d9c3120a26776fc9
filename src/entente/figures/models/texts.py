"""Texts that say numbers, and the claims that were found in them."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.figures import claims as engine
from entente.figures.claims.supporting import Published
from entente.figures.enums import PeriodKind, TextKind, Verdict
from entente.figures.models.figures import Figure, Release
from entente.kit import search
from entente.kit.measures import UNIT_LABELS, measure_named
from entente.kit.periods import PartialDate, PartialDateField
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import OwnedRecord

LONGEST_TEXT = 200_000
BODIES = ("zh", "en")


class SourceTextQuerySet(RecordQuerySet["SourceText"]):
    """Ways to read texts."""

    def for_list(self) -> Self:
        """Fetch what a line shows: how many claims stand in it, how many a figure contradicts."""
        kept = Q(claims__is_set_aside=False)
        return self.select_related("unit").annotate(
            claim_count=models.Count("claims", filter=kept),
            unsupported=models.Count(
                "claims", filter=kept & Q(claims__verdict=Verdict.UNSUPPORTED)
            ),
        )

    def for_page(self) -> Self:
        """Fetch what the page shows."""
        return self.select_related("unit", "unit__top")


class SourceText(OwnedRecord):
    """A text with statements, in one language or both: a page of ours or of a partner, a draft.

    `as_of` is the text's own date; without it its dateline counts, else the day of the check.
    """

    title = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("whose text"), max_length=8, choices=TextKind.choices)
    address = models.URLField(_("address"), blank=True, max_length=500)
    as_of = PartialDateField(_("date of the text"), null=True, blank=True)
    body_zh = models.TextField(_("Chinese text"), blank=True, max_length=LONGEST_TEXT)
    body_en = models.TextField(_("English text"), blank=True, max_length=LONGEST_TEXT)
    notes = models.TextField(_("notes"), blank=True, max_length=2000)

    objects = SourceTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="text_says_something",
                condition=~Q(body_zh="") | ~Q(body_en=""),
                violation_error_message=_("Give the text in one language or in both."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "id"), name="sourcetext_tree"),
            models.Index(fields=("unit", "id"), name="sourcetext_unit"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the page of the text."""
        return reverse("figures:text", args=[self.pk])

    @property
    def bodies(self) -> dict[str, str]:
        """The text by the language of its halves; a missing one is left out."""
        return {name: body for name in BODIES if (body := getattr(self, f"body_{name}"))}

    def languages(self) -> str:
        """Say in which languages it is here."""
        names = {"zh": "中文", "en": "English"}
        return " · ".join(names[name] for name in self.bodies)

    def day(self, on: datetime.date) -> PartialDate:
        """Give the day of the text: its own date, its dateline, else the day of the check."""
        if self.as_of is not None:
            return self.as_of
        found = (engine.dateline(body) for body in self.bodies.values())
        return next((day for day in found if day is not None), PartialDate.of(on))

    def search_entry(self) -> search.Entry:
        """Be found by its name and its words."""
        return search.Entry(
            title_zh=self.title,
            title_en=self.title,
            names=(self.title,),
            text=f"{self.address} {self.body_zh[:5000]} {self.body_en[:5000]}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class ClaimQuerySet(RecordQuerySet["Claim"]):
    """Ways to read claims."""

    scope_unit = "text__unit"
    scope_tree = "text__top_unit"

    def counted(self) -> Self:
        """Keep those that nobody has set aside."""
        return self.filter(is_set_aside=False)

    def with_words(self, words: str) -> Self:
        """Keep those that say these words, or stand in a text of that name."""
        return self.filter(Q(words__icontains=words) | Q(text__title__icontains=words))

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("text", "text__unit", "figure")

    def of(self, text: SourceText) -> Self:
        """Keep those of one text, in its order."""
        return self.filter(text=text).select_related("figure").order_by("number")


class Claim(Record):
    """One countable statement of a text: `body[start:end]` are its words.

    What was found stands in the words of claim files (`claims.claim`). `figure` is the published
    figure that it is held against; `verdict` and `why` repeat what that comparison said, so that
    lists need not compare (`services.judge_anew` keeps them).
    """

    text = models.ForeignKey(SourceText, models.CASCADE, related_name="claims")
    number = models.PositiveIntegerField(_("number"))
    body = models.CharField(max_length=2)
    language = models.CharField(_("language"), max_length=2)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField(_("words"))
    comparator = models.CharField(_("comparator"), max_length=6)
    value = models.DecimalField(_("value"), max_digits=21, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(_("from"), max_digits=21, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("up to"), max_digits=21, decimal_places=4, null=True, blank=True)
    counted_in = models.CharField(_("counted in"), max_length=20)
    window = models.CharField(_("time"), max_length=60)
    measure = models.CharField(_("measure"), max_length=60, blank=True)
    figure = models.ForeignKey(
        Figure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("figure"),
    )
    verdict = models.CharField(
        _("check"), max_length=4, choices=Verdict.choices, default=Verdict.NO_FIGURE
    )
    why = models.JSONField(default=list, blank=True)
    is_set_aside = models.BooleanField(_("set aside"), default=False)

    audit_parent = "text"
    audit_ignored = frozenset({"verdict", "why"})
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("text", "number")
        constraints = (
            models.UniqueConstraint(fields=("text", "number"), name="claim_number_once"),
        )
        indexes = (models.Index(fields=("verdict", "id"), name="claim_verdict"),)

    def __str__(self) -> str:
        return " ".join(self.words.split())

    def get_absolute_url(self) -> str:
        """It is read in its text."""
        return f"{self.text.get_absolute_url()}#claim-{self.number}"

    @property
    def unit_id(self) -> int:
        """The unit that owns the text."""
        return self.text.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of its tree."""
        return self.text.top_unit_id

    @property
    def said(self) -> engine.Claim:
        """The claim as the checks read it."""
        return engine.Claim(
            id=str(self.number),
            document=str(self.text_id),
            language=self.language,
            subject="",
            measure=self.measure or self.counted_in,
            detail="",
            quantity=engine.Quantity(self.comparator, self.value, self.low, self.high),
            unit=self.counted_in,
            window=engine.Window.parse(self.window),
            words=self.words,
            label=gettext("“%(words)s”") % {"words": self},
        )

    def number_in_words(self) -> str:
        """Say its number as it was meant."""
        quantity = self.said.quantity
        return engine.said(quantity, nearly=self.said.says_below) if quantity else ""

    def unit_word(self) -> str:
        """Name the counting unit in the reader's language."""
        labels = {unit.value: str(label) for unit, label in UNIT_LABELS.items()}
        return labels.get(self.counted_in, self.counted_in.upper())

    def window_in_words(self) -> str:
        """Say of which time it speaks."""
        return engine.time(self.said.window)

    def measure_label(self) -> str:
        """Name what it measures; empty where the words do not tell."""
        measure = measure_named(self.measure)
        return str(measure.label) if measure else ""

    def reasons(self) -> list[Any]:
        """Say in words why the figure does not support it."""
        return [engine.REASONS[kind] for kind in self.why if kind in engine.REASONS]


def published(release: Release, figure: Figure) -> Published:
    """Give what a release says, as claims are held against it."""
    return Published(
        unit=release.counted_in,
        number=release.quantity,
        period=release.period,
        stock=figure.period_kind == PeriodKind.AS_OF,
        in_all=figure.period_kind == PeriodKind.IN_ALL,
        per_year=figure.per_year,
    )
