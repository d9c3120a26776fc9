"""The sheet of one unit in a round, and its answers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.collecting.enums import PART_FLOW, AnswerKind, PartState
from entente.collecting.models.rounds import Round
from entente.figures.enums import Comparator
from entente.kit.measures import Measure, measure_named
from entente.kit.quantities import Quantity
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord

OPEN_STATES = (PartState.FILLING, PartState.HANDED_IN)


class SheetQuerySet(RecordQuerySet["Part"]):
    """Ways to read the sheets of units."""

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit", "round").defer("round__result")

    def for_page(self) -> Self:
        """Fetch what the page shows."""
        return self.select_related("unit", "unit__top", "round", "round__unit", "signed_by")

    def unsigned(self) -> Self:
        """Keep those that nobody has signed yet."""
        return self.filter(state__in=OPEN_STATES)

    def late(self, on: datetime.date) -> Self:
        """Keep those that were due before a day and are not signed."""
        return self.unsigned().filter(due_on__lt=on)


class Part(OwnedRecord):
    """What one unit is asked in a round: a sheet that it fills in and its head signs off.

    It belongs to the unit that is asked, so that a unit reads its own and no other's. `returned`
    counts how often it was sent back.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="parts", verbose_name=_("collecting round")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PartState.choices, default=PartState.FILLING
    )
    due_on = models.DateField(_("due on"))
    returned = models.PositiveSmallIntegerField(_("times sent back"), default=0)
    returned_because = models.CharField(_("sent back because"), max_length=2000, blank=True)
    signed_on = models.DateField(_("signed off on"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed off by"),
    )

    flow = PART_FLOW
    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet of a round")
        verbose_name_plural = _("sheets of rounds")
        ordering = ("-due_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "unit"), name="part_of_a_unit_once"),
            models.CheckConstraint(
                name="part_signed_by_somebody",
                condition=~Q(state="signed")
                | (Q(signed_on__isnull=False) & Q(signed_by__isnull=False)),
                violation_error_message=_("A signed sheet says who signed it, and when."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "id"), name="part_tree"),
            models.Index(fields=("unit", "state"), name="part_unit_state"),
        )

    def __str__(self) -> str:
        return f"{self.round.name} · {self.unit.name}"

    def get_absolute_url(self) -> str:
        """Give the page of the sheet."""
        return reverse("collecting:part", args=[self.pk])

    @property
    def is_being_filled(self) -> bool:
        """Whether its answers can be changed now."""
        return self.state == PartState.FILLING

    def is_late(self, on: datetime.date) -> bool:
        """Whether it was due before a day and nobody has signed it."""
        return self.state in OPEN_STATES and self.due_on < on


class AnswerQuerySet(RecordQuerySet["Answer"]):
    """Ways to read answers."""

    def for_page(self) -> Self:
        """Fetch what the page of an answer shows."""
        return self.select_related("part", "part__unit", "part__unit__top", "part__round", "unit")


class Answer(OwnedRecord):
    """What a unit says of one measure.

    `counted_low` and `counted_high` keep what was counted from records when the sheet was handed
    in. A correction is a statement with a source and a reason; it changes no record.
    """

    part = models.ForeignKey(
        Part, models.CASCADE, related_name="answers", verbose_name=_("sheet of a round")
    )
    measure = models.CharField(_("measure"), max_length=60)
    kind = models.CharField(
        _("answer"), max_length=10, choices=AnswerKind.choices, default=AnswerKind.RECORDS
    )
    comparator = models.CharField(
        _("how it compares"), max_length=6, choices=Comparator.choices, blank=True
    )
    low = models.BigIntegerField(_("number"), null=True, blank=True)
    high = models.BigIntegerField(_("up to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    counted_low = models.BigIntegerField(null=True, editable=False)
    counted_high = models.BigIntegerField(null=True, editable=False)

    audit_parent = "part"
    audit_ignored = frozenset({"counted_low", "counted_high"})
    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a unit")
        verbose_name_plural = _("answers of units")
        constraints = (
            models.UniqueConstraint(fields=("part", "measure"), name="answer_once"),
            models.CheckConstraint(
                name="answer_correction_has_a_number",
                condition=~Q(kind="corrected") | (Q(low__gte=0) & ~Q(comparator="")),
                violation_error_code="low",
                violation_error_message=_("Give the number; it is not below zero."),
            ),
            models.CheckConstraint(
                name="answer_correction_says_why",
                condition=~Q(kind="corrected") | (~Q(reason="") & ~Q(source="")),
                violation_error_code="reason",
                violation_error_message=_("A correction gives its reason and its source."),
            ),
            models.CheckConstraint(
                name="answer_range_has_two_ends",
                condition=(Q(comparator=Comparator.RANGE) & Q(high__gte=F("low")))
                | (~Q(comparator=Comparator.RANGE) & Q(high__isnull=True)),
                violation_error_code="high",
                violation_error_message=_("A range has a lower and a higher end; others have one."),
            ),
        )
        indexes = (models.Index(fields=("top_unit", "id"), name="answer_tree"),)

    def __str__(self) -> str:
        return f"{self.part} · {self.label}"

    def get_absolute_url(self) -> str:
        """Give the page of the answer."""
        return reverse("collecting:answer", args=[self.pk])

    @property
    def definition(self) -> Measure | None:
        """The measure; None where its app is gone."""
        return measure_named(self.measure)

    @property
    def label(self) -> str:
        """Name the measure in the reader's language."""
        return str(self.definition.label) if self.definition else self.measure

    @property
    def kept(self) -> Quantity | None:
        """What was counted when the sheet was handed in; None before that."""
        if self.counted_low is None:
            return None
        return Quantity(self.counted_low, self.counted_high)

    def said(self, counted: Quantity) -> Quantity:
        """Give the unit's number, where the records count this."""
        if self.kind == AnswerKind.NIL:
            return Quantity.exactly(0)
        if self.kind == AnswerKind.CORRECTED and self.low is not None:
            return Quantity.stated(self.comparator, self.low, self.high)
        return counted

    def clean(self) -> None:
        """Say at the field what a correction lacks."""
        super().clean()
        if self.kind == AnswerKind.CORRECTED and (errors := dict(self._lacks())):
            raise ValidationError(errors)

    def _lacks(self) -> Iterator[tuple[str, str]]:
        """Name each field of a correction that is wrong, and say what is."""
        if self.low is None or self.low < 0:
            yield "low", gettext("Give the number; it is not below zero.")
        if not self.comparator:
            yield "comparator", gettext("Say how the number compares.")
        if not self.reason:
            yield "reason", gettext("Say why the records do not have this number.")
        if not self.source:
            yield "source", gettext("Name the source of the number.")
        if self.comparator == Comparator.RANGE and self.high is None:
            yield "high", gettext("Give both ends of the range.")
        elif self.high is not None and self.high < (self.low or 0):
            yield "high", gettext("The upper end lies below the lower one.")
