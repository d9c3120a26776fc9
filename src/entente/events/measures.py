"""What can be counted of events: those that took place, each once; conferences apart."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.events.enums import CONFERENCES, VIEW_EVENT, Discipline, EventKind
from entente.events.models import Event
from entente.kit.measures import EVERY, CountingUnit, Dimension, Falls, Kind, Measure, declare

LEFT_OUT = _("events that did not take place yet, and those that were cancelled")
INTERNATIONAL = Q(kind__in=CONFERENCES, international=True)


def events() -> Any:
    """Give the events that took place."""
    return Event.objects.took_place()


def _measure(name: str, label: Any, definition: Any, *, among: Q = EVERY) -> Measure:
    """Declare a flow of events."""
    return Measure(
        name,
        label,
        definition,
        CountingUnit.EVENTS,
        Kind.FLOW,
        when=Falls("starts_on"),
        rows=events,
        among=among,
        leaves_out=LEFT_OUT,
        dimensions=(
            Dimension("kind", _("kind"), "kind", choices=lambda: list(EventKind.choices)),
            Dimension(
                "sciences",
                _("sciences"),
                "discipline",
                choices=lambda: list(Discipline.choices),
            ),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year"), "starts_on", is_year=True),
        ),
        permission=VIEW_EVENT,
        watches=("events.event",),
        date="starts_on",
    )


declare(
    _measure(
        "conferences_hosted",
        _("International conferences hosted"),
        _("International academic conferences that we held or helped to hold."),
        among=INTERNATIONAL,
    ),
    _measure(
        "events_held",
        _("Events held"),
        _("Conferences, forums, summer schools, contests and the like that we held."),
    ),
)
