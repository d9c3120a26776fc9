"""What events show in other pages: partner, work list, calendar."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.events.enums import APPROVE_EVENT, CHANGE_EVENT, VIEW_EVENT, EventState
from entente.events.models import Event, EventHost, Registration
from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import (
    NavEntry,
    Occasion,
    Part,
    WorkGroup,
    WorkItem,
    calendar,
    navigation,
    organisation_page,
    organisation_ties,
    work_list,
)
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.organisations.models import Organisation

SHOWN = 5


@navigation.fill(order=27)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the events."""
    return pgettext_lazy("navigation", "Events"), [
        NavEntry(_("Conferences and events"), reverse("events:events"), VIEW_EVENT),
        NavEntry(_("Registrations"), reverse("events:registrations"), VIEW_EVENT),
    ]


@organisation_ties.fill()
def hosts_of() -> list[tuple[type[Record], str]]:
    """Hosts and those who registered move with an institution that is merged."""
    return [(EventHost, "organisation"), (Registration, "organisation")]


@organisation_page.fill(order=20)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the events that an institution, or what lies below it, helps to hold."""
    if not officer.may(VIEW_EVENT):
        return None
    rows = Event.objects.visible_to(officer).standing()
    rows = rows.with_organisations(organisation.itself_and_below)
    found = list(rows.order_by("-first_day", "-pk")[: SHOWN + 1])
    if not found:
        return None
    address = f"{reverse('events:events')}?partner={organisation.pk}"
    more = address if len(found) > SHOWN else ""
    return Part("events/parts/events.html", {"events": found[:SHOWN], "all_url": more})


# --- Work list and calendar -----------------------------------------------------------------------


def _items(rows: Any, *, late: bool) -> tuple[list[WorkItem], int]:
    found = list(rows.select_related("unit").order_by("first_day", "pk")[:SHOWN])
    items = [
        WorkItem(
            str(event.title),
            event.get_absolute_url(),
            str(event.unit.name),
            when=str(event.starts_on),
            late=late,
        )
        for event in found
    ]
    return items, paging.count(rows) if len(found) == SHOWN else len(found)


@work_list.fill(order=53)
def to_decide(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the dossiers that wait for a decision of this person; never those they filed."""
    if not officer.may(APPROVE_EVENT):
        return None
    rows = Event.objects.visible_to(officer, APPROVE_EVENT).filter(state=EventState.FILED)
    items, total = _items(rows.exclude(filed_by=officer.pk), late=False)
    address = f"{reverse('events:events')}?state=filed"
    return WorkGroup("event_dossiers", _("Events to decide about"), items, total, address)


@work_list.fill(order=54)
def to_confirm(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the events that are over and of which nobody said that they took place."""
    if not officer.may(CHANGE_EVENT):
        return None
    rows = Event.objects.visible_to(officer, CHANGE_EVENT).overdue(on)
    items, total = _items(rows, late=True)
    address = f"{reverse('events:events')}?now=overdue"
    return WorkGroup("events", _("Events to confirm"), items, total, address)


@calendar.fill(order=28)
def occasions(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days events begin."""
    if not officer.may(VIEW_EVENT):
        return Occasions()
    rows = Event.objects.visible_to(officer).standing()
    rows = rows.only("first_day", "title_zh", "title_en", "kind")
    return on_days(rows, "first_day", first, last, _occasion)


def _occasion(event: Event) -> Occasion:
    kind = event.get_kind_display()
    return Occasion(event.first_day, event.title, event.get_absolute_url(), kind)
