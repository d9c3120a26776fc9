"""Programmes on which people go and come, and the agreements that carry them."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order, not_before
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.mobility.enums import TOOK_PLACE, Kind, ProgrammeDirection
from entente.office.models import OwnedRecord
from entente.partnerships.models import Agreement

NEEDS_TITLE = _("It needs a name in at least one language.")
ENDS_BEFORE_START = _("The end lies before the beginning.")


class ProgrammeQuerySet(RecordQuerySet["Programme"]):
    """Ways to read programmes."""

    def running(self, on: datetime.date) -> Self:
        """Keep those that have not ended before a day."""
        return self.filter(Q(ends_on__isnull=True) | not_before("ends_on", on))

    def for_list(self) -> Self:
        """Fetch the unit, and count agreements and the stays that took place, in one query."""
        went = Count("stays", filter=Q(stays__state__in=TOOK_PLACE), distinct=True)
        carried = Count("ties", distinct=True)
        return self.select_related("unit").annotate(went=went, carried=carried)


class Programme(OwnedRecord):
    """Something that people take part in again and again: an exchange, a camp, a scholarship."""

    title_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    direction = models.CharField(_("direction"), max_length=8, choices=ProgrammeDirection.choices)
    starts_on = PartialDateField(_("runs since"), null=True, blank=True)
    ends_on = PartialDateField(_("ended on"), null=True, blank=True)
    about_zh = models.TextField(_("about it, in Chinese"), blank=True, max_length=4000)
    about_en = models.TextField(_("about it, in English"), blank=True, max_length=4000)
    source = models.CharField(_("source"), max_length=300, blank=True)

    title = Bilingual("title")
    about = Bilingual("about")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("mobility programme")
        verbose_name_plural = _("mobility programmes")
        constraints = (
            models.CheckConstraint(
                name="programme_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "id"), name="programme_tree"),
            models.Index(fields=("unit", "id"), name="programme_unit"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("mobility:programme", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        if self.starts_on and self.ends_on and self.ends_on.latest < self.starts_on.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> Entry:
        """Be found by its name."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class ProgrammeAgreement(Record):
    """That an agreement carries a programme."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="ties", editable=False, verbose_name=_("programme")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="programmes", verbose_name=_("agreement")
    )

    audit_parent = "programme"

    class ProgrammeAgreementQuerySet(RecordQuerySet["ProgrammeAgreement"]):
        """Ways to read which agreements carry which programmes."""

        scope_unit = "programme__unit"
        scope_tree = "programme__top_unit"

    objects = ProgrammeAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement of a programme")
        verbose_name_plural = _("agreements of programmes")
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "agreement"),
                name="programme_agreement_once",
                violation_error_message=_("This agreement carries the programme already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.agreement)

    def get_absolute_url(self) -> str:
        """Give the page of the programme."""
        return self.programme.get_absolute_url()
