"""Engagements: one expert, as what, at which unit of ours, from when until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.experts.enums import (
    ENGAGED,
    ENGAGEMENT_FLOW,
    EngagementKind,
    EngagementState,
    PermitClass,
)
from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.people.models import Person

NEEDS_TOPIC = _("Say what the expert is engaged for, in at least one language.")
ENDS_BEFORE_START = _("The end lies before the beginning.")


class EngagementQuerySet(RecordQuerySet["Engagement"]):
    """Ways to read engagements."""

    def engaged(self) -> Self:
        """Keep those for which a contract was signed."""
        return self.filter(state__in=ENGAGED)

    def standing(self) -> Self:
        """Keep those that were not cancelled."""
        return self.exclude(state=EngagementState.CANCELLED)

    def of_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those of experts who come from one of the organisations."""
        return self.filter(organisation__in=organisations)

    def overdue(self, on: datetime.date) -> Self:
        """Keep those that are over by a day and of which nobody said that they ended."""
        open_states = (EngagementState.CONTRACTED, EngagementState.HERE)
        return self.filter(state__in=open_states, last_day__lt=on)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit", "person", "organisation")


class Engagement(OwnedRecord):
    """An expert whom one of our units engages: planned, invited, under contract, here, ended.

    `organisation` is where the expert comes from. `grant_amount` is what the fund named in
    `grant_name` gives for it, in yuan; costs are held against it. `residence_until` is the last
    day of the residence permit.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=EngagementKind.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="engagements", verbose_name=_("expert")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="engagements",
        verbose_name=_("home institution"),
    )
    topic_zh = models.CharField(_("what for, in Chinese"), max_length=300, blank=True)
    topic_en = models.CharField(_("what for, in English"), max_length=300, blank=True)
    starts_on = PartialDateField(_("first day"))
    ends_on = PartialDateField(_("last day"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=EngagementState.choices,
        default=EngagementState.PLANNED,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    permit_class = models.CharField(
        _("class of the work permit"), max_length=1, choices=PermitClass.choices, blank=True
    )
    residence_until = models.DateField(_("residence permit until"), null=True, blank=True)
    grant_name = models.CharField(_("fund"), max_length=300, blank=True)
    grant_amount = models.DecimalField(
        _("amount granted, in yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    summary_zh = models.TextField(_("summary in Chinese"), blank=True, max_length=20000)
    summary_en = models.TextField(_("summary in English"), blank=True, max_length=20000)
    reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    first_day = models.DateField(editable=False)
    last_day = models.DateField(null=True, editable=False)

    topic, summary = Bilingual("topic"), Bilingual("summary")
    flow = ENGAGEMENT_FLOW
    audit_ignored = frozenset({"first_day", "last_day"})
    audit_personal = frozenset(
        {"permit_class", "residence_until", "summary_zh", "summary_en", "source"}
    )
    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints = (
            models.CheckConstraint(
                name="engagement_says_what_for",
                condition=~Q(topic_zh="") | ~Q(topic_en=""),
                violation_error_message=NEEDS_TOPIC,
            ),
            models.CheckConstraint(
                name="engagement_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-first_day", "-id"), name="engagement_tree"),
            models.Index(fields=("unit", "-first_day", "-id"), name="engagement_unit"),
            models.Index(fields=("-first_day", "-id"), name="engagement_first"),
        )

    def __str__(self) -> str:
        return str(self.topic)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("experts:engagement", args=[self.pk])

    def personal_key(self) -> str:
        """Name the key under which the trail keeps what is the expert's own."""
        return self.person.personal_key()

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the days beside what people typed."""
        super().clean_fields(exclude={*(exclude or ()), "first_day", "last_day"})
        self.first_day = self.starts_on.earliest
        self.last_day = self.ends_on.latest if self.ends_on else None

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.topic_zh or self.topic_en):
            errors["topic_zh"] = NEEDS_TOPIC
        start: Any = self.starts_on
        if start and self.ends_on and self.ends_on.latest < start.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> Entry:
        """Be found by what the expert is engaged for."""
        return Entry(
            title_zh=self.topic_zh or self.topic_en,
            title_en=self.topic_en or self.topic_zh,
            names=tuple(filter(None, (self.topic_zh, self.topic_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )
