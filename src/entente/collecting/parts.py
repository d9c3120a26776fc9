"""What collecting rounds show in other pages: navigation and work list."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.collecting.enums import (
    CHANGE_PART,
    CHANGE_ROUND,
    SIGN_PART,
    VIEW_PART,
    VIEW_ROUND,
    PartState,
    RoundState,
)
from entente.collecting.models import Part, Round, SheetQuerySet
from entente.kit.parts import NavEntry, WorkGroup, WorkItem, navigation, work_list
from entente.kit.scope import Officer

SHOWN = 5


@navigation.fill(order=68)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer rounds to the office, sheets to the units."""
    return pgettext_lazy("navigation", "Collecting numbers"), [
        NavEntry(_("Collecting rounds"), reverse("collecting:rounds"), VIEW_ROUND),
        NavEntry(_("Sheets of units"), reverse("collecting:parts"), VIEW_PART),
    ]


@work_list.fill(order=40)
def to_fill_in(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the sheets that this person's units have to fill in."""
    if not officer.may(CHANGE_PART):
        return None
    rows = _own(officer, CHANGE_PART).filter(state=PartState.FILLING)
    return _group("sheets", _("Sheets to be filled in"), rows, on, PartState.FILLING)


@work_list.fill(order=41)
def to_sign(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the sheets that wait for this person's signature."""
    if not officer.may(SIGN_PART):
        return None
    rows = _own(officer, SIGN_PART).filter(state=PartState.HANDED_IN)
    return _group("signatures", _("Sheets to be signed off"), rows, on, PartState.HANDED_IN)


def _own(officer: Officer, permission: str) -> SheetQuerySet:
    """Keep what is this person's to do: who asks does not answer for the units that are asked."""
    rows: SheetQuerySet = Part.objects.visible_to(officer, permission)
    asking = Round.objects.visible_to(officer, CHANGE_ROUND)
    return rows.exclude(Q(round__in=asking) & ~Q(unit=getattr(officer, "unit_id", None)))


def _group(
    key: str, title: Any, rows: Any, on: datetime.date, state: PartState
) -> WorkGroup | None:
    found = list(rows.for_list().order_by("due_on", "pk"))
    if not found:
        return None
    items = [
        WorkItem(
            part.round.name,
            part.get_absolute_url(),
            part.unit.name,
            part.get_state_display(),
            part.flow.mark(part.state),
            part.due_on,
            late=part.is_late(on),
        )
        for part in found[:SHOWN]
    ]
    late = sum(part.is_late(on) for part in found)
    address = f"{reverse('collecting:parts')}?state={state.value}"
    return WorkGroup(key, title, items, len(found), address, late=late)


@work_list.fill(order=42)
def to_merge(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the rounds that can be merged, and those with late units."""
    if not officer.may(CHANGE_ROUND):
        return None
    rows = Round.objects.visible_to(officer, CHANGE_ROUND)
    late = Part.objects.late(on).filter(round__in=rows, round__state=RoundState.OPEN)
    lateness: dict[int, int] = {}
    for key in late.values_list("round", flat=True):
        lateness[key] = lateness.get(key, 0) + 1
    ready = list(rows.ready().order_by("due_on", "pk"))
    waiting = list(rows.filter(pk__in=lateness).order_by("due_on", "pk"))
    if not ready and not waiting:
        return None
    items = [
        WorkItem(
            one.name,
            one.get_absolute_url(),
            gettext("all units have signed"),
            _("To be merged"),
            "ok",
        )
        for one in ready
    ]
    items += [
        WorkItem(
            one.name,
            one.get_absolute_url(),
            ngettext("%(number)s unit is late", "%(number)s units are late", lateness[one.pk])
            % {"number": lateness[one.pk]},
            _("Late units"),
            "stop",
            one.due_on,
            late=True,
        )
        for one in waiting
    ]
    return WorkGroup(
        "rounds",
        _("Collecting rounds to look at"),
        items[:SHOWN],
        len(items),
        f"{reverse('collecting:rounds')}?state=open",
        late=len(waiting),
    )
