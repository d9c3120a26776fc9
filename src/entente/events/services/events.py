"""Events: drafted, filed, decided by somebody else, held; and the day by which to file."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.events.enums import EDITABLE, EVENT_FLOW
from entente.events.models import Event
from entente.events.services.dossier import dossier_of
from entente.events.services.mailing import tell
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.office import services as office
from entente.office.enums import Direction
from entente.office.models import Unit, User
from entente.office.rules import refuse_missing

FILING = "conference.filing"


def draft_event(*, by: User, unit: Unit, on: datetime.date, **values: Any) -> Event:
    """Draft an event; whoever enters it looks after it unless somebody else is named."""
    values.setdefault("owner", by)
    with transaction.atomic():
        event = creating(Event(unit=unit, **values), by=by, verb="event.drafted")
        keep_standing(event, by=by, on=on)
    return event


def change_event(
    event: Event, *, by: User, on: datetime.date, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of an event that is not filed; what is filed is taken back first."""
    with transaction.atomic():
        with changing(event, by=by, verb="event.changed", seen=seen):
            refuse_filed(event)
            for name, value in values.items():
                setattr(event, name, value)
        keep_standing(event, by=by, on=on)


def refuse_filed(event: Event) -> None:
    """Refuse to change what somebody decides about or has decided."""
    if event.state not in EDITABLE:
        message = _("The dossier is filed or decided. Take it back before you change it.")
        raise DomainError(message, code="filed")


def keep_standing(event: Event, *, by: User, on: datetime.date, again: bool = False) -> None:
    """Keep whether it is international, and remind of the day by which it is filed.

    `again` says that it was filed before and has to be filed anew.
    """
    dossier = dossier_of(event, on=on)
    if event.international != dossier.is_international:
        with changing(event, by=by, verb="event.weighed"):
            event.international = dossier.is_international
    if event.state not in EDITABLE:
        return
    if dossier.file_by is None:
        office.drop_deadlines(event, FILING, on=on, by=by)
        return
    office.set_deadline(
        event,
        FILING,
        day=event.first_day,
        rule=dossier.ahead_rule,
        direction=Direction.BEFORE,
        owner=event.owner,
        task_zh="请提交国际会议报批材料",
        task_en="File the dossier of the conference",
        by=by,
        again=again,
    )


def file_event(event: Event, *, by: User, on: datetime.date) -> None:
    """File the dossier: what the rule asks must be stated. A late filing is noted, not refused."""
    with changing(event, by=by, verb="event.filed"):
        event.state = EVENT_FLOW.move(event.state, "file")
        refuse_missing(dossier_of(event, on=on).asked)
        event.filed_on, event.filed_by = on, by
        event.decided_on = event.decided_by = None
        event.approval_number = event.returned_because = ""
        office.finish_deadlines(event, FILING, on=on, by=by)


def approve_event(event: Event, *, by: User, on: datetime.date, approval_number: str = "") -> None:
    """Approve an event; never by whoever filed it."""
    with changing(event, by=by, verb="event.approved"):
        event.state = EVENT_FLOW.move(event.state, "approve")
        _refuse_own(event, by=by)
        event.decided_on, event.decided_by = on, by
        event.approval_number = approval_number


def return_event(event: Event, *, by: User, on: datetime.date, reason: str) -> None:
    """Return a dossier with what is to be mended; never by whoever filed it."""
    with transaction.atomic():
        with changing(event, by=by, verb="event.returned"):
            event.state = EVENT_FLOW.move(event.state, "send_back")
            _refuse_own(event, by=by)
            event.decided_on, event.decided_by = on, by
            event.returned_because = reason
            _forget_filing(event)
        keep_standing(event, by=by, on=on, again=True)


def revise_event(event: Event, *, by: User, on: datetime.date) -> None:
    """Take a dossier back to change it; it is filed and decided again."""
    with transaction.atomic():
        with changing(event, by=by, verb="event.taken_back"):
            event.state = EVENT_FLOW.move(event.state, "revise")
            event.decided_on = event.decided_by = None
            event.approval_number = ""
            _forget_filing(event)
        keep_standing(event, by=by, on=on, again=True)


def hold_event(
    event: Event,
    *,
    by: User,
    on: datetime.date,
    came_total: int,
    came_foreign: int,
    report_zh: str = "",
    report_en: str = "",
) -> None:
    """Say that it took place and how many came; from then on it is counted."""
    if event.first_day > on:
        message = _("It begins on %(day)s.") % {"day": event.starts_on}
        raise DomainError(message, code="too_early")
    with transaction.atomic():
        with changing(event, by=by, verb="event.held"):
            event.state = EVENT_FLOW.move(event.state, "hold")
            event.came_total, event.came_foreign = came_total, came_foreign
            event.report_zh, event.report_en = report_zh, report_en
        keep_standing(event, by=by, on=on)


def cancel_event(event: Event, *, by: User, on: datetime.date, reason: str) -> None:
    """Say that it does not take place, and why; nothing is due, who registered is told by mail."""
    with locking(event):
        with changing(event, by=by, verb="event.cancelled"):
            event.state = EVENT_FLOW.move(event.state, "cancel")
            event.reason = reason
            office.drop_deadlines(event, on=on, by=by)
        for registration in event.registrations.standing():
            tell(registration)


def _refuse_own(event: Event, *, by: User) -> None:
    if event.filed_by_id == by.pk:
        message = _("Whoever filed a dossier does not decide about it; somebody else has to.")
        raise DomainError(message, code="own")


def _forget_filing(event: Event) -> None:
    """Begin anew: the day of filing is the one on which it is handed in again."""
    event.filed_on = event.filed_by = None
