"""Visits: one delegation, received or sent, from when until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.visits.enums import VISIT_FLOW, VisitState, Way

NEEDS_TITLE = _("It needs a title in at least one language.")
ENDS_BEFORE_START = _("The end lies before the beginning.")


class VisitQuerySet(RecordQuerySet["Visit"]):
    """Ways to read visits."""

    def took_place(self) -> Self:
        """Keep those that took place."""
        return self.filter(state=VisitState.DONE)

    def standing(self) -> Self:
        """Keep those that were not cancelled."""
        return self.exclude(state=VisitState.CANCELLED)

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those with a delegate of, or a stop at, one of the organisations."""
        from entente.visits.models.members import Delegate, Stop

        here = {"visit": OuterRef("pk"), "organisation__in": organisations}
        came = Exists(Delegate.objects.filter(**here))
        return self.filter(came | Exists(Stop.objects.filter(**here)))

    def within(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep those that can be under way on a day between two."""
        return self.filter(first_day__lte=last, last_day__gte=first)

    def overdue(self, on: datetime.date) -> Self:
        """Keep those planned to be over by a day, of which nobody said that they took place."""
        return self.filter(state=VisitState.PLANNED, last_day__lt=on)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        people = Count("delegates", distinct=True)
        partners = Q(delegates__organisation__isnull=False)
        came = Count("delegates__organisation", filter=partners, distinct=True)
        stops = Count("stops__organisation", distinct=True)
        return self.select_related("unit").annotate(people=people, came=came, stopped=stops)


class Visit(OwnedRecord):
    """A delegation that we receive or send: one group, however many belong to it.

    Received: the delegates are the partners', each with an institution. Sent: they are ours, and
    the stops say whom they visited. Every delegate is one person-time; the institutions are those
    of the delegates or of the stops, each counted once. Where a source names some of them only,
    `incomplete` says so, and numbers are open upwards.
    """

    way = models.CharField(_("received or sent"), max_length=3, choices=Way.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    starts_on = PartialDateField(_("first day"))
    ends_on = PartialDateField(_("last day"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=VisitState.choices, default=VisitState.PLANNED
    )
    purpose_zh = models.TextField(_("purpose in Chinese"), blank=True, max_length=4000)
    purpose_en = models.TextField(_("purpose in English"), blank=True, max_length=4000)
    report_zh = models.TextField(_("report in Chinese"), blank=True, max_length=20000)
    report_en = models.TextField(_("report in English"), blank=True, max_length=20000)
    incomplete = models.BooleanField(
        _("more belonged to it than are entered"),
        default=False,
        help_text=_("It is then counted as at least those who are entered."),
    )
    reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    first_day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)

    title, purpose, report = Bilingual("title"), Bilingual("purpose"), Bilingual("report")
    flow = VISIT_FLOW
    audit_ignored = frozenset({"first_day", "last_day"})
    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = (
            models.CheckConstraint(
                name="visit_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="visit_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-first_day", "-id"), name="visit_tree"),
            models.Index(fields=("unit", "-first_day", "-id"), name="visit_unit"),
            models.Index(fields=("-first_day", "-id"), name="visit_first"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("visits:visit", args=[self.pk])

    @property
    def person_times(self) -> str:
        """How many belonged to it, as far as they are entered; read with `for_list`."""
        row: Any = self
        return f"≥ {row.people}" if self.incomplete else str(row.people)

    @property
    def institutions(self) -> int:
        """How many institutions it counts; read with `for_list`."""
        row: Any = self
        number: int = row.came if self.way == Way.IN else row.stopped
        return number

    def places_on(self, day: datetime.date) -> list[Any]:
        """List the stops that the delegation can be at on a day, one for each country.

        Where the days of no stop are known all of them; where there is none, nowhere (None).
        """
        stops = list(self.stops.all())
        known = [stop for stop in stops if stop.starts_on]
        here = [
            stop
            for stop in known
            if stop.starts_on.earliest <= day <= (stop.ends_on or stop.starts_on).latest
        ]
        found = {stop.country: stop for stop in here or known or stops}
        return list(found.values()) or [None]

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the days beside what people typed."""
        super().clean_fields(exclude={*(exclude or ()), "first_day", "last_day"})
        self.first_day = self.starts_on.earliest
        self.last_day = (self.ends_on or self.starts_on).latest

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        start: Any = self.starts_on
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        if start and self.ends_on and self.ends_on.latest < start.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> Entry:
        """Be found by its title."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )
