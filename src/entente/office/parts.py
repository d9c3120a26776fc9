"""What the office shows in the slots of other pages."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

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
    record_side,
    work_list,
)
from entente.kit.scope import Officer
from entente.office.deadline_kinds import shown_by_their_app
from entente.office.models import Deadline

VIEW = "office.view_deadline"
SHOWN = 5


@navigation.fill(order=90)
def office() -> tuple[Any, list[NavEntry]]:
    """Units, users, roles and the trail."""
    return pgettext_lazy("our own side", "Office"), [
        NavEntry(_("Units"), reverse("office:units"), "office.view_unit"),
        NavEntry(_("Users"), reverse("office:users"), "office.view_user"),
        NavEntry(_("Roles"), reverse("office:roles"), "office.view_rolegrant"),
        NavEntry(_("Rules"), reverse("office:rules"), "office.view_rulevalue"),
        NavEntry(_("Webhooks"), reverse("office:webhooks"), "office.change_webhook"),
        NavEntry(_("Trail of changes"), reverse("office:trail"), "office.view_trail"),
    ]


# --- Deadlines ------------------------------------------------------------------------------------


@navigation.fill(order=1)
def deadlines() -> tuple[Any, list[NavEntry]]:
    """Offer the list of deadlines."""
    return _("Work"), [NavEntry(_("Deadlines"), reverse("office:deadlines"), VIEW)]


@work_list.fill(order=5)
def my_deadlines(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List what this person answers for, from its first notice on; what is late comes first."""
    if not officer.may(VIEW):
        return None
    rows = Deadline.objects.of_person(officer).come(on).exclude(kind__in=shown_by_their_app())
    found = list(rows.for_list().order_by("due_on", "pk")[:SHOWN])
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    late = paging.count(rows.late(on)) if found and found[0].is_late(on) else 0
    return WorkGroup(
        "deadlines",
        _("Deadlines"),
        [_work(deadline, on) for deadline in found],
        total,
        f"{reverse('office:deadlines')}?mine=yes&state=open",
        gettext("%(number)s late") % {"number": late} if late else "",
        late,
    )


def _work(deadline: Deadline, on: datetime.date) -> WorkItem:
    left = (deadline.due_on - on).days
    if left < 0:
        words = ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    else:
        words = ngettext("%(days)d day", "%(days)d days", left) % {"days": left}
    return WorkItem(
        deadline.task,
        deadline.get_absolute_url(),
        deadline.kind_name,
        when=words,
        late=left < 0,
    )


@calendar.fill(order=5)
def days_of_deadlines(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show the days on which something is due that this person answers for."""
    if not officer.may(VIEW):
        return Occasions()
    mine = Deadline.objects.of_person(officer).exclude(kind__in=shown_by_their_app())
    rows = mine.due_between(first, last)
    today = timezone.localdate()

    def due(deadline: Deadline) -> Occasion:
        urgency = "stop" if deadline.is_late(today) else "wait"
        address = deadline.get_absolute_url()
        return Occasion(deadline.due_on, deadline.task, address, deadline.kind_name, urgency)

    return on_days(rows, "due_on", first, last, due)


@record_side.fill(order=80)
def of_record(record: Any, officer: Officer) -> Part | None:
    """Show the open deadlines of a record."""
    if not officer.may(VIEW) or isinstance(record, Deadline):
        return None
    rows = Deadline.objects.visible_to(officer).about(record).open().for_list()
    found = list(rows.order_by("due_on", "pk"))
    if not found:
        return None
    today = timezone.localdate()
    return Part(
        "office/parts/deadlines.html",
        {"deadlines": [(deadline, deadline.is_late(today)) for deadline in found]},
    )
