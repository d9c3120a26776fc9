"""Events: what, where, from when until when, and what its dossier says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.events.enums import (
    CONFERENCES,
    EVENT_FLOW,
    Discipline,
    EventKind,
    EventState,
)
from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord

PUBLIC_CODES = Signer(salt="events.event")
NEEDS_TITLE = _("It needs a title in at least one language.")
ENDS_BEFORE_START = _("The end lies before the beginning.")
MORE_THAN_ALL = _("More from abroad than in all.")


class EventQuerySet(RecordQuerySet["Event"]):
    """Ways to read events."""

    def with_code(self, code: str) -> Event | None:
        """Find the event that a public code leads to; a code of others leads nowhere."""
        try:
            return self.for_list().filter(pk=PUBLIC_CODES.unsign(code)).first()
        except BadSignature:
            return None

    def took_place(self) -> Self:
        """Keep those that took place."""
        return self.filter(state=EventState.HELD)

    def standing(self) -> Self:
        """Keep those that were not cancelled."""
        return self.exclude(state=EventState.CANCELLED)

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those that one of the organisations helps to hold."""
        return self.filter(hosts__organisation__in=organisations).distinct()

    def overdue(self, on: datetime.date) -> Self:
        """Keep what was approved, is over by a day, and nobody said that it took place."""
        return self.filter(state=EventState.APPROVED, last_day__lt=on)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit")


class Event(OwnedRecord):
    """A conference, forum, summer school, contest or the like, of one of our units.

    The dossier says what the rules ask: background, topics, budget, how many are expected (in all,
    and from outside the mainland), from which countries (`EventCountry`) and with which hosts
    (`EventHost`). `filed_on` is the day on which the dossier was handed in; how late that was
    follows from the rule and is always shown. `international` is what the rule made of its
    countries when they were entered. `came_total` and `came_foreign` are those who came. People
    register until `registers_until`; without that day it takes no registrations.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=EventKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    discipline = models.CharField(
        _("sciences"), max_length=8, choices=Discipline.choices, blank=True
    )
    starts_on = PartialDateField(_("first day"))
    ends_on = PartialDateField(_("last day"), null=True, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    background = models.TextField(_("background and purpose"), blank=True, max_length=8000)
    topics_zh = models.TextField(_("topics in Chinese"), blank=True, max_length=4000)
    topics_en = models.TextField(_("topics in English"), blank=True, max_length=4000)
    budget = models.TextField(_("budget and where the money comes from"), blank=True)
    expected_total = models.PositiveIntegerField(
        _("expected in all"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    expected_foreign = models.PositiveIntegerField(
        _("expected from outside the mainland"), null=True, blank=True
    )
    international = models.BooleanField(_("international"), default=False, editable=False)
    planned_on = models.DateField(_("entered into the yearly plan on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EventState.choices, default=EventState.DRAFT
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filed by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    approval_number = models.CharField(_("number of the decision"), max_length=100, blank=True)
    returned_because = models.TextField(_("what is to be mended"), blank=True, max_length=2000)
    reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    came_total = models.PositiveIntegerField(_("came in all"), null=True, blank=True)
    came_foreign = models.PositiveIntegerField(
        _("came from outside the mainland"), null=True, blank=True
    )
    registers_until = models.DateField(
        _("registration closes after"), null=True, blank=True, editable=False
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, editable=False)
    report_zh = models.TextField(_("report in Chinese"), blank=True, max_length=20000)
    report_en = models.TextField(_("report in English"), blank=True, max_length=20000)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    first_day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)

    title, place = Bilingual("title"), Bilingual("place")
    topics, report = Bilingual("topics"), Bilingual("report")
    flow = EVENT_FLOW
    audit_ignored = frozenset({"first_day", "last_day"})
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = (
            models.CheckConstraint(
                name="event_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.CheckConstraint(
                name="event_expects_foreigners_among_all",
                condition=Q(expected_foreign__isnull=True)
                | Q(expected_total__isnull=True)
                | Q(expected_foreign__lte=models.F("expected_total")),
                violation_error_message=MORE_THAN_ALL,
            ),
            models.CheckConstraint(
                name="event_foreigners_came_among_all",
                condition=Q(came_foreign__isnull=True)
                | Q(came_total__isnull=True)
                | Q(came_foreign__lte=models.F("came_total")),
                violation_error_message=MORE_THAN_ALL,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-first_day", "-id"), name="event_tree"),
            models.Index(fields=("unit", "-first_day", "-id"), name="event_unit"),
            models.Index(fields=("-first_day", "-id"), name="event_first"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("events:event", args=[self.pk])

    @property
    def is_conference(self) -> bool:
        """Whether the rules on conferences are asked of it."""
        return self.kind in CONFERENCES

    @property
    def days(self) -> int | None:
        """How many days it lasts, the first and the last included; None where not exact."""
        end = self.ends_on or self.starts_on
        first, last = self.starts_on, end
        if first.earliest != first.latest or last.earliest != last.latest:
            return None
        return (last.latest - first.earliest).days + 1

    @property
    def public_address(self) -> str:
        """The whole address at which anybody registers; it cannot be guessed."""
        return settings.ADDRESS + reverse("register_openly", args=[PUBLIC_CODES.sign(str(self.pk))])

    def takes_registrations(self, on: datetime.date) -> bool:
        """Say whether people can register on a day; never after the event, were it moved."""
        until = self.registers_until
        return (
            self.state == EventState.APPROVED
            and until is not None
            and on <= min(until, self.last_day)
        )

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the days beside what people typed."""
        super().clean_fields(exclude={*(exclude or ()), "first_day", "last_day"})
        self.first_day = self.starts_on.earliest
        self.last_day = (self.ends_on or self.starts_on).latest

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        start: Any = self.starts_on
        if start and self.ends_on and self.ends_on.latest < start.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        for name in ("expected", "came"):
            foreign, total = getattr(self, f"{name}_foreign"), getattr(self, f"{name}_total")
            if foreign is not None and total is not None and foreign > total:
                errors[f"{name}_foreign"] = MORE_THAN_ALL
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
