"""Who holds an event together with us, and from which countries people come."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.events.enums import HOSTING, EventState, HostRole
from entente.events.models.events import Event
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation
from entente.organisations.places import place_name

NEEDS_BODY = _("Choose an institution, or write its name.")


class PartOfEventQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the event."""

    scope_unit = "event__unit"
    scope_tree = "event__top_unit"

    def of_held(self) -> Self:
        """Keep those of events that took place."""
        return self.filter(event__state=EventState.HELD)

    def hosting(self) -> Self:
        """Keep the bodies that hold or organise it; supporters apart."""
        return self.filter(role__in=HOSTING)


class PartOfEvent(Record):
    """A record inside an event, shown in the event's history."""

    audit_parent = "event"
    audit_ignored = frozenset({"event"})
    event: Event

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give the page of the event."""
        return self.event.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the event."""
        return self.event.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.event.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the event."""
        return self.event.chain


class EventHost(PartOfEvent):
    """A body that holds, organises or supports an event beside our unit.

    `foreign_ngo` says that it is a non-governmental organisation from outside the mainland: then
    the dossier is filed earlier. A body that stands in no register is only a name.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="hosts", verbose_name=_("event"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("institution"),
    )
    name = models.CharField(_("name, where it is in no register"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=HostRole.choices)
    foreign_ngo = models.BooleanField(
        _("a non-governmental organisation from outside the mainland"), default=False
    )

    objects = PartOfEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("host of an event")
        verbose_name_plural = _("hosts of events")
        ordering = ("event_id", "role", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "organisation"),
                name="event_host_once",
                violation_error_message=_("This institution stands here already."),
            ),
            models.CheckConstraint(
                name="event_host_is_somebody",
                condition=Q(organisation__isnull=False) | ~Q(name=""),
                violation_error_message=NEEDS_BODY,
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation.name) if self.organisation else self.name

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        if self.organisation_id is None and not self.name:
            raise ValidationError({"organisation": NEEDS_BODY})


class EventCountry(PartOfEvent):
    """A country or region from which people are expected, or came; one row for each."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="countries", verbose_name=_("event")
    )
    country = models.CharField(_("country or region"), max_length=2)
    expected = models.PositiveIntegerField(_("how many are expected"), null=True, blank=True)
    came = models.PositiveIntegerField(_("how many came"), null=True, blank=True)

    objects = PartOfEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("country of an event")
        verbose_name_plural = _("countries of events")
        ordering = ("event_id", "country")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "country"),
                name="event_country_once",
                violation_error_message=_("This country stands here already."),
            ),
        )

    def __str__(self) -> str:
        return self.country_name

    @property
    def country_name(self) -> str:
        """The country or region in the reader's language."""
        return place_name(self.country)
