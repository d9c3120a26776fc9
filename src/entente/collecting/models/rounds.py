"""Rounds: what an office asks of its units, of which time, until when."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.collecting.enums import ROUND_FLOW, PartState, RoundState
from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.measures import Kind, Measure, measure_named
from entente.kit.periods import Period
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord, Unit


class RoundQuerySet(RecordQuerySet["Round"]):
    """Ways to read rounds."""

    def for_list(self) -> Self:
        """Fetch what a line shows: how many units were asked, and how many have signed."""
        signed = Q(parts__signed_on__isnull=False)
        return (
            self.select_related("unit")
            .defer("result")
            .annotate(
                asked_units=Count("units", distinct=True),
                signed_parts=Count("parts", filter=signed, distinct=True),
            )
        )

    def for_page(self) -> Self:
        """Fetch what the page shows."""
        return self.select_related("unit", "unit__top", "merged_by")

    def ready(self) -> Self:
        """Keep the open ones of which every sheet is signed."""
        waiting = Q(parts__state__in=(PartState.FILLING, PartState.HANDED_IN))
        return self.filter(state=RoundState.OPEN).exclude(waiting)


class Round(OwnedRecord):
    """One collection of numbers: measures, a period that ends on the cut-off day, units asked.

    `definitions` keeps name, definition and counting unit of each measure in both languages as
    they stood when the round was sent. `result` is the locked copy made by merging, `result_hash`
    the SHA-256 of its canonical JSON.
    """

    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    starts_on = models.DateField(_("counted from"))
    cut_off_on = models.DateField(_("cut-off date"))
    due_on = models.DateField(_("due on"))
    note_zh = models.TextField(_("instructions in Chinese"), blank=True, max_length=2000)
    note_en = models.TextField(_("instructions in English"), blank=True, max_length=2000)
    measures = models.JSONField(_("measures"), default=list)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("units asked"))
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT
    )
    definitions = models.JSONField(default=list, blank=True, editable=False)
    result = models.JSONField(default=dict, blank=True, editable=False)
    result_hash = models.CharField(
        _("hash of the result"), max_length=64, blank=True, editable=False
    )
    merged_on = models.DateField(_("merged on"), null=True, blank=True, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("merged by"),
    )

    name = Bilingual("name")
    note = Bilingual("note")
    flow = ROUND_FLOW
    audit_ignored = frozenset({"definitions", "result"})
    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("collecting round")
        verbose_name_plural = _("collecting rounds")
        ordering = ("-due_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="round_ends_after_it_starts",
                condition=Q(cut_off_on__gte=F("starts_on")),
                violation_error_code="cut_off_on",
                violation_error_message=_("The cut-off date lies before the first day."),
            ),
            models.CheckConstraint(
                name="round_merged_keeps_its_result",
                condition=~Q(state="merged") | (Q(merged_on__isnull=False) & ~Q(result_hash="")),
                violation_error_message=_("A merged round keeps its result."),
            ),
        )
        indexes = (models.Index(fields=("top_unit", "id"), name="round_tree"),)

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the page of the round."""
        return reverse("collecting:round", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == RoundState.DRAFT

    def asked(self) -> list[Measure]:
        """Give the measures, in the order of their choice; one whose app is gone is left out."""
        found = (measure_named(name) for name in self.measures)
        return [measure for measure in found if measure is not None]

    def period_of(self, measure: Measure) -> Period:
        """Give the days of a measure: a stock holds on the cut-off day, a flow falls up to it."""
        if measure.kind is Kind.STOCK:
            return Period.as_of(self.cut_off_on)
        return Period(self.starts_on, self.cut_off_on)

    def clean(self) -> None:
        """Say at the field what is wrong with the measures."""
        super().clean()
        errors: dict[str, Any] = {}
        if not self.measures:
            errors["measures"] = gettext("Ask for at least one measure.")
        elif any(measure_named(str(name)) is None for name in self.measures):
            errors["measures"] = gettext("There is no such measure.")
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> search.Entry:
        """Be found by its names."""
        return search.Entry(
            title_zh=self.name_zh,
            title_en=self.name_en,
            names=(self.name_zh, self.name_en),
            text=str(self.cut_off_on.year),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )
