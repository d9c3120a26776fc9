"""The days that an expert is here, the lectures, the costs."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entente.experts.enums import EngagementState
from entente.experts.models.engagements import ENDS_BEFORE_START, Engagement
from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.partnerships.models.money import InCurrency


class PartOfEngagementQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the engagement."""

    scope_unit = "engagement__unit"
    scope_tree = "engagement__top_unit"

    def of_standing(self) -> Self:
        """Keep those of engagements that were not cancelled."""
        return self.exclude(engagement__state=EngagementState.CANCELLED)

    def in_year(self, year: int) -> Self:
        """Keep the stays of which a day lies in a calendar year."""
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class PartOfEngagement(Record):
    """A record inside an engagement, shown in the engagement's history."""

    audit_parent = "engagement"
    audit_ignored = frozenset({"engagement"})
    engagement: Engagement

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give the page of the engagement."""
        return self.engagement.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the engagement."""
        return self.engagement.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.engagement.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the engagement."""
        return self.engagement.chain


class ExpertStay(PartOfEngagement):
    """The days on which an expert is here: the first and the last belong to it."""

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="stays", verbose_name=_("engagement")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = PartOfEngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay of an expert")
        verbose_name_plural = _("stays of experts")
        ordering = ("engagement_id", "starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="expert_stay_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends_on - self.starts_on).days + 1

    def days_in(self, year: int) -> int:
        """How many of its days lie in a calendar year."""
        first = max(self.starts_on, datetime.date(year, 1, 1))
        last = min(self.ends_on, datetime.date(year, 12, 31))
        return max((last - first).days + 1, 0)

    def clean(self) -> None:
        """Say at the field what is in the wrong order."""
        first: Any = self.starts_on
        last: Any = self.ends_on
        if first and last and last < first:
            raise ValidationError({"ends_on": ENDS_BEFORE_START})


class Lecture(PartOfEngagement):
    """A lecture that the expert gave here, and how many listened."""

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="lectures", verbose_name=_("engagement")
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    held_on = models.DateField(_("day"))
    audience = models.PositiveIntegerField(_("how many listened"), null=True, blank=True)

    title = Bilingual("title")
    objects = PartOfEngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture")
        verbose_name_plural = _("lectures")
        ordering = ("engagement_id", "held_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="lecture_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=_("It needs a title in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class Cost(InCurrency, PartOfEngagement):
    """What was paid for an engagement, in its own money, and the rate of a day in yuan."""

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="costs", verbose_name=_("engagement")
    )
    what = models.CharField(_("what was paid"), max_length=300)

    objects = PartOfEngagementQuerySet.as_manager()

    class Meta(InCurrency.Meta):
        abstract = False
        verbose_name = _("cost")
        verbose_name_plural = _("costs")
        ordering = ("engagement_id", "pk")

    def __str__(self) -> str:
        return self.what
