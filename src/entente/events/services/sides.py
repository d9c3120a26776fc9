"""Hosts and countries of an event."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.events.enums import EDITABLE, EventState
from entente.events.models import Event, EventCountry, EventHost
from entente.events.models.sides import PartOfEvent
from entente.events.services.events import keep_standing, refuse_filed
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User

NAMES = {EventHost: "event_host", EventCountry: "event_country"}


def _set(record: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def add_host(event: Event, *, by: User, on: datetime.date, **values: Any) -> EventHost:
    """Enter a body that holds, organises or supports the event."""
    with locking(event):
        refuse_filed(event)
        host = creating(EventHost(event=event, **values), by=by, verb="event_host.entered")
        keep_standing(event, by=by, on=on)
    return host


def change_host(
    host: EventHost, *, by: User, on: datetime.date, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a host."""
    with locking(host.event):
        refuse_filed(host.event)
        with changing(host, by=by, verb="event_host.changed", seen=seen):
            _set(host, values)
        keep_standing(host.event, by=by, on=on)


def add_country(
    event: Event,
    *,
    by: User,
    on: datetime.date,
    country: str,
    expected: int | None = None,
    came: int | None = None,
) -> EventCountry:
    """Enter a country from which people are expected; once it is filed, only who came."""
    with locking(event):
        _refuse_expected(event, changes=expected is not None)
        row = EventCountry(event=event, country=country, expected=expected, came=came)
        creating(row, by=by, verb="event_country.entered")
        keep_standing(event, by=by, on=on)
    return row


def change_country(
    row: EventCountry,
    *,
    by: User,
    on: datetime.date,
    country: str,
    expected: int | None = None,
    came: int | None = None,
    seen: int | None = None,
) -> None:
    """Change how many are expected from a country; once it is filed, only how many came."""
    with locking(row.event):
        new = (country, expected)
        _refuse_expected(row.event, changes=new != (row.country, row.expected))
        with changing(row, by=by, verb="event_country.changed", seen=seen):
            row.country, row.expected, row.came = country, expected, came
        keep_standing(row.event, by=by, on=on)


def remove_part(part: PartOfEvent, *, by: User, on: datetime.date) -> None:
    """Take off a host or a country that was entered by mistake."""
    event = part.event
    with locking(event):
        refuse_filed(event)
        removing(part, by=by, verb=f"{NAMES[type(part)]}.removed")
        keep_standing(event, by=by, on=on)


def _refuse_expected(event: Event, *, changes: bool) -> None:
    if event.state == EventState.CANCELLED:
        raise DomainError(_("This event was cancelled; nothing is added to it."), code="cancelled")
    if changes and event.state not in EDITABLE:
        message = _("What was expected is filed and stays. Enter how many came.")
        raise DomainError({"expected": message}, code="filed")
