"""Stays: one person, one host, from when until when; what mobility figures count."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.periods import PartialDateField, Period, in_order
from entente.kit.records import RecordQuerySet
from entente.mobility.enums import STAY_FLOW, TAKES, TOOK_PLACE, Kind, StayState
from entente.mobility.lengths import academic_year_of, days_between
from entente.mobility.models.programmes import ENDS_BEFORE_START, Programme
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.partnerships.enums import Direction, PlacesBasis, StudyLevel
from entente.partnerships.models import Agreement
from entente.people.models import Person

NEEDS_PLACE = _("Name the institution, or at least the country or region.")
NEEDS_DATES = _("A stay that is over has a first and a last day, as exact as they are known.")
NEEDS_START = _("A stay that has begun has a first day, as exact as it is known.")
ENTERED_ALREADY = _("This stay of the person is entered already.")


class StayQuerySet(RecordQuerySet["Stay"]):
    """Ways to read stays."""

    def took_place(self) -> Self:
        """Keep those that began: under way, completed or broken off."""
        return self.filter(state__in=TOOK_PLACE)

    def taking_places(self) -> Self:
        """Keep those that take one of the places of their agreement, in a year that is certain."""
        took = self.took_place().filter(agreement__isnull=False, academic_year__isnull=False)
        return took.filter(kind__in=TAKES).select_related("unit")

    def away_on(self, day: datetime.date) -> Self:
        """Keep those that can be under way on a day."""
        return self.took_place().filter(first_day__lte=day, last_day__gte=day)

    def out_on(self, day: datetime.date, today: datetime.date) -> Self:
        """Keep those of ours who can be abroad on a day, also where nobody confirmed the way.

        Who was to be back by now, and of whom nobody said so, counts as out there.
        """
        covering = Q(first_day__lte=day, last_day__gte=day) & ~Q(state=StayState.NOT_TAKEN)
        not_back = Q(state=StayState.UNDER_WAY, last_day__lt=min(day, today))
        return self.filter(covering | not_back, direction=Direction.OUTBOUND)

    def at_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those at, or from, one of the organisations."""
        return self.filter(organisation__in=organisations)

    def overdue(self, on: datetime.date) -> Self:
        """Keep those planned to begin, or to end, before a day, of which nobody said that so it is.

        A date that is known as a month is over when the month is over.
        """
        late_start = Q(state=StayState.PLANNED, begins_by__lt=on)
        late_end = Q(state=StayState.UNDER_WAY, last_day__lt=on)
        return self.filter(late_start | late_end)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit", "person", "organisation", "programme")

    def for_page(self) -> Self:
        """Fetch what the page of a stay shows."""
        return self.for_list().select_related("agreement", "programme", "agreement__unit")


class Stay(OwnedRecord):
    """One person's stay abroad (outbound) or with us (inbound).

    `organisation` is the partner's side: where one of ours goes to, or where a guest comes from. A
    conference may be known by its country alone. An empty level is a student of whom the level is
    not known; `staff` are teachers and other staff.

    Beside what people type a stay keeps what lists and measures ask: `first_day` and `last_day`
    without gaps, `begins_by` the last day on which it can begin, the academic year where it is
    certain, and the fewest and the most days that it lasts.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="stays", verbose_name=_("person")
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    level = models.CharField(_("level"), max_length=12, choices=StudyLevel.choices, blank=True)
    field = models.CharField(
        _("field of study"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[\d.]+$", _("A code of ISCED-F, for example 0211."))],
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("institution"),
    )
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("programme"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stays",
        verbose_name=_("agreement"),
    )
    basis = models.CharField(
        _("basis"), max_length=10, choices=PlacesBasis.choices, default=PlacesBasis.EXCHANGE
    )
    starts_on = PartialDateField(_("first day"), null=True, blank=True)
    ends_on = PartialDateField(_("last day"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=StayState.choices, default=StayState.PLANNED
    )
    reason = models.CharField(
        _("why it ended early or was not taken up"), max_length=500, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=4000)
    first_day = models.DateField(editable=False)
    begins_by = models.DateField(editable=False)
    last_day = models.DateField(editable=False)
    academic_year = models.PositiveSmallIntegerField(_("academic year"), null=True, editable=False)
    fewest_days = models.PositiveIntegerField(null=True, editable=False)
    most_days = models.PositiveIntegerField(null=True, editable=False)

    flow = STAY_FLOW
    audit_ignored = frozenset(
        {"first_day", "begins_by", "last_day", "academic_year", "fewest_days", "most_days"}
    )
    audit_personal = frozenset({"reason", "notes", "source"})
    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        constraints = (
            models.CheckConstraint(
                name="stay_has_a_place",
                condition=Q(organisation__isnull=False) | ~Q(country=""),
                violation_error_message=NEEDS_PLACE,
            ),
            models.CheckConstraint(
                name="stay_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=("person", "direction", "kind", "organisation", "starts_on"),
                name="stay_entered_once",
                violation_error_message=ENTERED_ALREADY,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-first_day", "-id"), name="stay_tree"),
            models.Index(fields=("unit", "-first_day", "-id"), name="stay_unit"),
            models.Index(fields=("-first_day", "-id"), name="stay_first"),
            models.Index(fields=("state", "last_day"), name="stay_open"),
            # What counting and splitting look at, so that they need not read whole rows.
            models.Index(
                fields=(
                    *("direction", "state", "kind", "country", "level", "starts_on", "person"),
                    *("top_unit", "unit"),
                ),
                name="stay_counted",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.place}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("mobility:stay", args=[self.pk])

    @property
    def place(self) -> str:
        """The institution; where it is not known, the country or region."""
        return str(self.organisation.name) if self.organisation else self.country_name

    @property
    def country_name(self) -> str:
        """The country or region in the reader's language."""
        return place_name(self.country)

    @property
    def year_label(self) -> str:
        """The academic year, as one writes it; empty where it is not certain."""
        return Period.academic_year(self.academic_year).label if self.academic_year else ""

    @property
    def level_name(self) -> str:
        """The level in words."""
        return str(self.get_level_display())

    def personal_key(self) -> str:
        """Name the key of the person: free words go when the person's data go."""
        return self.person.personal_key()

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep beside what people typed what lists and measures ask."""
        kept = {"first_day", "begins_by", "last_day", "academic_year", "fewest_days", "most_days"}
        super().clean_fields(exclude={*(exclude or ()), *kept})
        if self.organisation and self.organisation.country:
            self.country = self.organisation.country
        start, end = self.starts_on, self.ends_on
        self.first_day = start.earliest if start else datetime.date.min
        self.begins_by = start.latest if start else datetime.date.max
        self.last_day = end.latest if end else datetime.date.max
        self.academic_year = academic_year_of(start)
        self.fewest_days, self.most_days = days_between(start, end)

    def clean(self) -> None:
        """Say at the field what is missing or in the wrong order."""
        errors: dict[str, Any] = {}
        if not (self.organisation_id or self.country):
            errors["organisation"] = NEEDS_PLACE
        if self.starts_on and self.ends_on and self.ends_on.latest < self.starts_on.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        if self.state in TOOK_PLACE and not self.starts_on:
            errors["starts_on"] = NEEDS_START
        if self.state in (StayState.DONE, StayState.BROKEN_OFF) and not self.ends_on:
            errors["ends_on"] = NEEDS_DATES
        if errors:
            raise ValidationError(errors)
