"""Cooperative programmes and institutions: what was approved, until when, which majors."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.partnerships.models.agreements import Agreement
from entente.partnerships.schooling import (
    LEVELS,
    STANDING_MARKS,
    Currency,
    PartnerSide,
    SchoolingKind,
    SchoolingStanding,
)

S = SchoolingStanding
NEEDS_APPROVAL = _("What is approved has a number, an authority and a first day.")
ENDS_BEFORE_START = _("The last day lies before the first day.")
NEEDS_TITLE = _("It needs a name in at least one language.")


class SchoolingQuerySet(RecordQuerySet["CooperativeSchooling"]):
    """Ways to read cooperative programmes and institutions."""

    def standing(self, standing: str, on: datetime.date) -> Self:
        """Keep those that stand so on a day."""
        ended, stopped = Q(ended_on__isnull=False), Q(stopped_on__isnull=False)
        approved, lapsed = Q(approval_number__gt=""), Q(last_day__lt=on)
        live = ~ended & approved & ~lapsed
        return self.filter(
            {
                S.ENDED: ended,
                S.APPLYING: ~ended & ~approved,
                S.LAPSED: ~ended & approved & lapsed,
                S.STOPPED: live & stopped,
                S.RUNNING: live & ~stopped,
            }[S(standing)]
        )

    def answerable(self) -> Self:
        """Keep those of which reports are asked: approved, and not ended."""
        return self.filter(approval_number__gt="", ended_on__isnull=True)

    def without_report(self, year: int) -> Self:
        """Keep those of which the report of a year is asked and not there."""
        from entente.partnerships.models.schooling_life import YearlyReport

        reports = YearlyReport.objects.filter(schooling=OuterRef("pk"), year=year)
        return self.answerable().filter(first_year__lte=year).exclude(Exists(reports))

    def at_level(self, level: str) -> Self:
        """Keep those with a major of a level."""
        return self.filter(
            Exists(SchoolingMajor.objects.filter(schooling=OuterRef("pk"), level=level))
        )

    def with_organisations(self, organisations: Any) -> Self:
        """Keep those whose agreement one of the organisations is a party to."""
        return self.filter(agreement__in=Agreement.objects.of_organisations(organisations))

    def for_list(self) -> Self:
        """Fetch the unit, the agreement with its partners, and the majors: a few queries."""
        rows = self.select_related("unit", "agreement__owner")
        parties = ("agreement__parties__organisation", "agreement__parties__unit")
        return rows.prefetch_related(*parties, "majors")


class CooperativeSchooling(OwnedRecord):
    """A cooperative programme or institution: an agreement that the state has approved.

    `last_day` repeats the last day of the approval without gaps, `first_year` is the first of
    which a yearly report is asked. Where it stands follows from the days (`standing`).
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="schoolings", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SchoolingKind.choices)
    side = models.CharField(_("with whom"), max_length=8, choices=PartnerSide.choices)
    title_zh = models.CharField(_("name in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("name in English"), max_length=300, blank=True)
    approval_number = models.CharField(_("approval number"), max_length=100, blank=True)
    authority = models.CharField(_("approving authority"), max_length=200, blank=True)
    approved_on = PartialDateField(_("approved on"), null=True, blank=True)
    valid_from = PartialDateField(_("approval holds from"), null=True, blank=True)
    valid_until = PartialDateField(_("approval holds until"), null=True, blank=True)
    stopped_on = PartialDateField(_("no new intake since"), null=True, blank=True)
    ended_on = PartialDateField(_("ended on"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, editable=False)
    last_day = models.DateField(editable=False)
    notes = models.TextField(_("notes"), blank=True, max_length=4000)

    title = Bilingual("title")
    audit_ignored = frozenset({"first_year", "last_day"})
    objects = SchoolingQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperative programme or institution")
        verbose_name_plural = _("cooperative programmes and institutions")
        ordering = ("last_day", "pk")
        constraints = (
            models.CheckConstraint(
                name="schooling_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="schooling_approved_is_complete",
                condition=Q(approval_number="") | (~Q(authority="") & Q(valid_from__isnull=False)),
                violation_error_message=NEEDS_APPROVAL,
            ),
            models.CheckConstraint(
                name="schooling_ends_after_it_starts",
                condition=in_order("valid_from", "valid_until"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=("top_unit", "approval_number"),
                condition=~Q(approval_number=""),
                name="schooling_approved_once",
                violation_error_message=_("This approval number is registered already."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "last_day", "id"), name="schooling_tree"),
            models.Index(fields=("unit", "last_day", "id"), name="schooling_unit"),
            models.Index(fields=("last_day", "id"), name="schooling_last"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("partnerships:schooling", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep beside what people typed the last day and the first year of reports."""
        super().clean_fields(exclude={*(exclude or ()), "last_day", "first_year"})
        self.last_day = self.valid_until.latest if self.valid_until else datetime.date.max
        begun = self.valid_from or self.approved_on
        self.first_year = begun.year if begun else None

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        if self.approval_number and not self.authority:
            errors["authority"] = NEEDS_APPROVAL
        if self.approval_number and not self.valid_from:
            errors["valid_from"] = NEEDS_APPROVAL
        begun = self.valid_from or self.approved_on
        for name in ("valid_until", "stopped_on", "ended_on"):
            day = getattr(self, name)
            if begun and day and day.latest < begun.earliest:
                errors[name] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    def standing_on(self, on: datetime.date) -> SchoolingStanding:
        """Say where it stands on a day."""
        if self.ended_on:
            return S.ENDED
        if not self.approval_number:
            return S.APPLYING
        if self.last_day < on:
            return S.LAPSED
        return S.STOPPED if self.stopped_on else S.RUNNING

    def mark_on(self, on: datetime.date) -> str:
        """Give the mark with which its standing is shown."""
        return STANDING_MARKS.get(self.standing_on(on), "")

    @property
    def partners(self) -> list[Organisation]:
        """The partners of its agreement, in order."""
        return [party.organisation for party in self.agreement.theirs if party.organisation]

    def search_entry(self) -> search.Entry:
        """Be found by name, approval number, majors."""
        return search.Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            text=f"{self.approval_number} {self.authority}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class PartQuerySet(RecordQuerySet[Any]):
    """Ways to read what hangs on a programme or institution."""

    scope_unit = "schooling__unit"
    scope_tree = "schooling__top_unit"

    def visible_to(self, officer: Any, permission: str = "") -> Self:
        """Keep what hangs on the ones that a person may see."""
        return super().visible_to(officer, permission or "partnerships.view_cooperativeschooling")

    def for_page(self) -> Self:
        """Fetch the programme or institution with each."""
        return self.select_related("schooling")


class SchoolingPart(Record):
    """Something that hangs on a programme or institution; its history is told there."""

    schooling_id: int
    audit_parent = "schooling"
    audit_ignored = frozenset({"schooling"})

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give its place on the page of the programme or institution."""
        page = reverse("partnerships:schooling", args=[self.schooling_id])
        return f"{page}#{self._meta.model_name}-{self.pk}"


class SchoolingMajor(SchoolingPart):
    """A major that is taught: its level, how many may enrol in a year, the fee of a year."""

    schooling = models.ForeignKey(
        CooperativeSchooling, models.CASCADE, related_name="majors", editable=False
    )
    name_zh = models.CharField(_("major in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("major in English"), max_length=200, blank=True)
    code = models.CharField(_("code of the major"), max_length=20, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=LEVELS)
    intake = models.PositiveIntegerField(
        _("intake in a year"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    fee = models.DecimalField(
        _("fee of an academic year"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY
    )

    name = Bilingual("name")
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("major of a cooperative programme")
        verbose_name_plural = _("majors of cooperative programmes")
        ordering = ("schooling_id", "level", "pk")
        constraints = (
            models.CheckConstraint(
                name="schooling_major_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=_("A major needs a name in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Say at the field what is missing."""
        if not (self.name_zh or self.name_en):
            raise ValidationError({"name_zh": _("A major needs a name in at least one language.")})
