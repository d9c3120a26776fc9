"""Agreements in a brief: what binds us, and what is open."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext

from entente.kit.parts import BriefSection, BriefSubject, brief_matters, organisation_brief
from entente.kit.periods import PartialDate
from entente.kit.scope import Officer
from entente.office.models import Deadline
from entente.partnerships.enums import CLOSED, RUNNING
from entente.partnerships.models import Agreement
from entente.partnerships.services.deadlines import END

VIEW = "partnerships.view_agreement"
NEWEST = 50
OPEN = 20


def with_them(subject: BriefSubject, officer: Officer) -> Any:
    """Give the agreements with the subject that a person may see."""
    return Agreement.objects.visible_to(officer).of_organisations(subject.organisations)


def day(value: PartialDate | None) -> str:
    """Write a date as the reader does."""
    return value.localized() if value else ""


@organisation_brief.fill(order=30)
def agreements(subject: BriefSubject, officer: Officer, on: datetime.date) -> list[BriefSection]:
    """Count the agreements and list the newest."""
    if not officer.may(VIEW):
        return []
    rows = with_them(subject, officer)
    promised = rows.promised()
    total, running = promised.count(), promised.in_force(on).count()
    newest = list(promised.for_list().order_by("-first_day", "-pk")[:NEWEST])
    facts = (
        (gettext("In force"), str(running)),
        (gettext("Signed in all"), str(total)),
    )
    note = gettext("The newest %(number)s of %(total)s are listed.")
    return [
        BriefSection(
            gettext("Agreements"),
            facts=facts if total else (),
            headings=(
                *(gettext("Agreement"), gettext("Partner"), gettext("Unit")),
                *(gettext("Begins"), gettext("Ends"), gettext("State")),
            ),
            rows=tuple(
                (
                    it.title,
                    " · ".join(str(party) for party in it.theirs[:3]),
                    it.unit.name,
                    day(it.starts_on or it.signed_on),
                    day(it.ends_on),
                    it.get_state_display(),
                )
                for it in newest
            ),
            widths=(6, 5, 4, 3, 3, 3),
            note=note % {"number": NEWEST, "total": total} if total > NEWEST else "",
            empty=gettext("No agreement is registered."),
        )
    ]


@brief_matters.fill(order=10)
def open_agreements(
    subject: BriefSubject, officer: Officer, on: datetime.date
) -> list[tuple[Any, ...]]:
    """List what is on its way, what ends within a year, what has a deadline."""
    if not officer.may(VIEW):
        return []
    rows = with_them(subject, officer)
    moving = rows.exclude(state__in=(*RUNNING, *CLOSED)).order_by("-pk")
    matters = [
        (it.title, it.get_state_display(), day(it.starts_on)) for it in moving.for_list()[:OPEN]
    ]
    for it in rows.ending(on, months=12).for_list().order_by("last_day", "pk")[:OPEN]:
        matters.append((it.title, gettext("ends within a year"), day(it.ends_on)))
    due = Deadline.objects.visible_to(officer).open().exclude(kind=END)
    due = due.filter(
        Q(subject_type=ContentType.objects.get_for_model(Agreement)),
        subject_id__in=rows.values("pk"),
    )
    for it in due.order_by("due_on", "pk")[:OPEN]:
        matters.append((str(it), gettext("deadline"), it.due_on.isoformat()))
    return matters
