"""What meetings show in the work list and in the calendar."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from entente.consortia.enums import CHANGE_MEETING, MeetingState
from entente.consortia.models import Meeting, Resolution
from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import Occasion, WorkGroup, WorkItem, calendar, work_list
from entente.kit.scope import Officer

SHOWN = 5


@work_list.fill(order=61)
def minutes_to_approve(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the meetings that are closed and whose minutes nobody has approved."""
    if not officer.may(CHANGE_MEETING):
        return None
    rows = Meeting.objects.visible_to(officer, CHANGE_MEETING).filter(state=MeetingState.CLOSED)
    found = list(rows.for_list().order_by("held_on", "pk")[:SHOWN])
    items = [
        WorkItem(meeting, meeting.get_absolute_url(), meeting.consortium.name, when=meeting.held_on)
        for meeting in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    return WorkGroup("minutes", _("Minutes to approve"), items, total, aside=True)


@work_list.fill(order=62)
def resolutions_to_carry_out(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the resolutions whose effect stands in no record yet."""
    if not officer.may(CHANGE_MEETING):
        return None
    rows = Resolution.objects.visible_to(officer, CHANGE_MEETING).waiting()
    found = list(rows.for_list().order_by("effective_on", "pk")[:SHOWN])
    items = [
        WorkItem(
            resolution,
            resolution.get_absolute_url(),
            resolution.consortium.name,
            when=resolution.effective_on,
            late=resolution.effective_on < on,
        )
        for resolution in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    late = sum(item.late for item in items)
    return WorkGroup("resolutions", _("Resolutions to carry out"), items, total, late=late)


@calendar.fill(order=31)
def meetings(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days consortia meet."""
    rows = Meeting.objects.visible_to(officer, "consortia.view_meeting").between(first, last)
    return on_days(rows, "held_on", first, last, _meets)


def _meets(meeting: Meeting) -> Occasion:
    kind = pgettext("in the calendar", "Meeting of a consortium")
    return Occasion(meeting.held_on, str(meeting), meeting.get_absolute_url(), kind)
