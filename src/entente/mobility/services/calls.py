"""Decisions about calls and their quotas."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.mobility.enums import CALL_FLOW, CallState
from entente.mobility.models import Call, CallQuota
from entente.mobility.placement.instance import LEVELS
from entente.office.models import Unit, User
from entente.partnerships.enums import Direction
from entente.partnerships.models import Places


def make_call(*, by: User, unit: Unit, **values: Any) -> Call:
    """Make a call; the seed of its lottery is drawn now."""
    return creating(Call(unit=unit, **values), by=by, verb="call.made")


def change_call(call: Call, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a call."""
    with changing(call, by=by, verb="call.changed", seen=seen):
        refuse_published(call)
        for name, value in values.items():
            setattr(call, name, value)


def open_call(call: Call, *, by: User) -> None:
    """Let applications be entered; there must be something to wish for."""
    with changing(call, by=by, verb="call.opened"):
        call.state = CALL_FLOW.move(call.state, "open_call")
        if not call.quotas.exists():
            raise DomainError(_("Enter at least one option before the call opens."), code="empty")


def close_call(call: Call, *, by: User, on: datetime.date) -> None:
    """Take no further applications; only after the last day, for then the seed is public."""
    with changing(call, by=by, verb="call.closed"):
        call.state = CALL_FLOW.move(call.state, "close_call")
        if on <= call.closes_on:
            message = _("The call is open until %(day)s; it can be closed on the day after.")
            raise DomainError(message % {"day": call.closes_on}, code="too_early")


def add_quota(call: Call, *, by: User, **values: Any) -> CallQuota:
    """Add a quota to a call, or a part to one of its quotas."""
    with locking(call):
        refuse_published(call)
        quota = CallQuota(call=call, **values)
        _refuse_divided(quota)
        return creating(quota, by=by, verb="quota.added")


def change_quota(quota: CallQuota, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a quota; runs that were made stay as they are."""
    with locking(quota.call) as call:
        refuse_published(call)
        with changing(quota, by=by, verb="quota.changed", seen=seen):
            for name, value in values.items():
                setattr(quota, name, value)
            _refuse_divided(quota)


def remove_quota(quota: CallQuota, *, by: User) -> None:
    """Take a quota off that nobody wishes for and that has no parts."""
    with locking(quota.call) as call:
        refuse_published(call)
        if quota.parts.exists() or quota.wishes.exists():
            message = _("It has parts, or somebody wishes for it: it stays.")
            raise DomainError(message, code="in_use")
        removing(quota, by=by, verb="quota.removed")


def take_places(call: Call, *, by: User) -> int:
    """Take over the outbound places of the programme's agreements for the year; give how many.

    What was taken over before, or has a quota's name already, is left alone.
    """
    if call.programme is None:
        raise DomainError(_("The call names no programme, so no agreements are known."))
    agreements = [tie.agreement_id for tie in call.programme.ties.all()]
    rows = Places.objects.filter(agreement__in=agreements, direction=Direction.OUTBOUND)
    rows = rows.of_year(call.academic_year).for_list().order_by("pk")
    made: dict[int, CallQuota] = {}
    taken = 0
    with transaction.atomic(), locking(call):
        known = {quota.name: quota for quota in call.quotas.all()}
        left = list(rows)
        while left:
            ready = [row for row in left if row.parent_id is None or row.parent_id in made]
            if not ready:
                break
            for row in ready:
                name = _name_of(row)
                if name not in known:
                    known[name] = add_quota(call, by=by, **_quota_of(row, made, name))
                    taken += 1
                made[row.pk] = known[name]
            left = [row for row in left if row.pk not in made]
    return taken


def _name_of(row: Places) -> str:
    partners = ", ".join(str(party) for party in row.agreement.theirs)
    return " · ".join(str(word) for word in (partners, *row.words()) if word)[:200]


def _quota_of(row: Places, made: dict[int, CallQuota], name: str) -> dict[str, Any]:
    asks = row.language and row.language_level in LEVELS
    return {
        "name": name,
        "cap": row.number,
        "parent": made.get(row.parent_id) if row.parent_id else None,
        "level": row.level,
        "field": row.field,
        "language": row.language if asks else "",
        "language_level": row.language_level if asks else "",
    }


def _refuse_divided(quota: CallQuota) -> None:
    """Refuse to divide what somebody wishes for, another call's quota, and circles."""
    parent = quota.parent
    if parent is None:
        return
    above: CallQuota | None = parent
    while above is not None:
        if above.pk == quota.pk:
            raise DomainError({"parent": _("It would be part of itself.")}, code="circle")
        above = above.parent
    if parent.call_id != quota.call_id:
        raise DomainError({"parent": _("This is a quota of another call.")}, code="other_call")
    if parent.wishes.exists():
        message = _("Somebody wishes for “%(name)s”: it cannot be divided any more.")
        raise DomainError({"parent": message % {"name": parent.name}}, code="wished_for")


def refuse_published(call: Call) -> None:
    """Refuse to change a call whose placement is published."""
    if call.state == CallState.PUBLISHED:
        raise DomainError(
            _("The placement of this call is published; nothing of it changes any more."),
            code="published",
        )
