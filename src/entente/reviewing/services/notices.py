"""Decisions about public notices: who stands in them, how long, what is answered to objections."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import (
    changing,
    creating,
    creating_all,
    erase_personal_values,
    locking,
)
from entente.kit.errors import DomainError
from entente.mobility.enums import CallState
from entente.mobility.models import Application, Call, PlacementRun
from entente.office.enums import Direction
from entente.office.models import User
from entente.office.reckoning import reckon
from entente.office.rules import rule
from entente.reviewing.enums import NOTICE_FLOW, OBJECTION_FLOW, NoticeState, Verdict
from entente.reviewing.models import NoticeLine, Objection, PublicNotice

NOTICE_DAYS = "reviewing.notice_days"
MASKS = {"mask_names": "reviewing.mask_names", "mask_numbers": "reviewing.mask_numbers"}


def usual_masks(call: Call, *, on: datetime.date) -> dict[str, bool]:
    """Say what a new notice hides, by the rules of the call's unit."""
    return {name: bool(rule(told, on=on, unit=call.unit)) for name, told in MASKS.items()}


def last_day(call: Call, *, on: datetime.date) -> datetime.date:
    """Give until when a notice runs that is published on a day: the working days of the rule."""
    return reckon(on, rule(NOTICE_DAYS, on=on, unit=call.unit), Direction.AFTER)


# --- Who stands in it -----------------------------------------------------------------------------


def draft_from_run(call: Call, run: PlacementRun, *, by: User, **values: Any) -> PublicNotice:
    """Draft a notice of those whom a run places, by option."""
    with locking(call):
        if run.call_id != call.pk or not run.holds:
            message = _("The verifier refuses this run; it cannot be made public.")
            raise DomainError({"source": message}, code="does_not_hold")
        placed = {key: option for key, option in run.result["assignment"].items() if option}
        found = [it for it in Application.objects.handed_in(call) if it.key in placed]
        named = [(it, run.names.get(placed[it.key], "")) for it in found]
        named.sort(key=lambda pair: (pair[1], pair[0].pk))
        return _draft(call, named, by=by, run=run, **values)


def draft_from_ranking(
    call: Call, chosen: Collection[int], *, by: User, reason: str = "", **values: Any
) -> PublicNotice:
    """Draft a notice of applications chosen by hand; who is passed over needs a reason."""
    with locking(call):
        if call.state not in (CallState.CLOSED, CallState.PUBLISHED):
            message = _("Close the call first: until then applications still change.")
            raise DomainError(message, code="call_open")
        applications = list(Application.objects.handed_in(call))
        picked = [it for it in applications if it.pk in set(chosen)]
        unscored = [it.key for it in picked if it.score is None]
        if unscored:
            message = _("%(codes)s: no score is given yet.") % {"codes": _(", ").join(unscored)}
            raise DomainError({"chosen": message}, code="no_score")
        lowest = min((it.score for it in picked if it.score is not None), default=None)
        passed = [
            it
            for it in applications
            if it not in picked
            and it.score is not None
            and lowest is not None
            and it.score > lowest
        ]
        if passed and not reason.strip():
            message = _("Somebody with a higher score is passed over. Say why.")
            raise DomainError({"reason": message}, code="passed_over")
        picked.sort(key=lambda it: (-(it.score or 0), it.pk))
        named = [(it, "") for it in picked]
        return _draft(call, named, by=by, reason=reason.strip(), **values)


def _draft(
    call: Call, named: list[tuple[Application, str]], *, by: User, **values: Any
) -> PublicNotice:
    if not named:
        message = _("Nobody is selected: there is nothing to make public.")
        raise DomainError({"source": message}, code="nobody")
    notice = creating(PublicNotice(call=call, **values), by=by, verb="notice.drafted")
    lines = [
        NoticeLine(notice=notice, application=application, position=position, option=option)
        for position, (application, option) in enumerate(named, 1)
    ]
    creating_all(lines, by=by, verb="notice_line.entered")
    return notice


# --- How it goes ----------------------------------------------------------------------------------


def change_notice(
    notice: PublicNotice, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change the words of a draft and what it hides; what people read stays as it was."""
    with changing(notice, by=by, verb="notice.changed", seen=seen):
        if notice.state != NoticeState.DRAFT:
            message = _("What was published stays as people read it. Withdraw it and make another.")
            raise DomainError(message, code="published")
        for name, value in values.items():
            setattr(notice, name, value)


def publish_notice(notice: PublicNotice, *, by: User, on: datetime.date) -> None:
    """Let anybody read a notice, for the working days that the rule asks."""
    with locking(notice.call) as call, changing(notice, by=by, verb="notice.published"):
        notice.state = NOTICE_FLOW.move(notice.state, "publish_notice")
        if PublicNotice.objects.standing(call).filter(ends_on__gte=on).exists():
            message = _("Another notice of this call runs. Withdraw it first.")
            raise DomainError(message, code="runs")
        if notice.lines.exclude(application__state="handed_in").exists():
            message = _("Somebody has withdrawn since this was drafted. Make a new draft.")
            raise DomainError(message, code="changed")
        notice.starts_on, notice.ends_on = on, last_day(call, on=on)


def withdraw_notice(notice: PublicNotice, *, by: User, reason: str) -> None:
    """Take a notice back; nobody reads the names any more."""
    with changing(notice, by=by, verb="notice.withdrawn", note=reason):
        notice.state = NOTICE_FLOW.move(notice.state, "withdraw_notice")


# --- Objections -----------------------------------------------------------------------------------


def log_objection(notice: PublicNotice, *, by: User, on: datetime.date, **values: Any) -> Objection:
    """Note what somebody objects to."""
    with locking(notice):
        if notice.state != NoticeState.PUBLISHED or notice.starts_on is None:
            message = _("Objections are noted to a notice that is published.")
            raise DomainError(message, code="not_published")
        objection = Objection(notice=notice, **values)
        if not notice.starts_on <= objection.received_on <= on:
            message = _("The day lies between the publication, %(day)s, and today.")
            raise DomainError({"received_on": message % {"day": notice.starts_on}}, code="day")
        return creating(objection, by=by, verb="objection.noted")


def answer_objection(
    objection: Objection, *, by: User, on: datetime.date, upheld: bool, answer: str
) -> None:
    """Answer an objection: upheld or not, and why."""
    with changing(objection, by=by, verb="objection.answered"):
        objection.state = OBJECTION_FLOW.move(objection.state, "uphold" if upheld else "reject")
        if not answer.strip():
            raise DomainError({"answer": _("Write the answer.")}, code="no_answer")
        objection.answer, objection.answered_on, objection.answered_by = answer.strip(), on, by


def erase_objection(objection: Objection, *, by: User) -> None:
    """Erase who objected and what was written, once it is answered; that it was stays."""
    with changing(objection, by=by, verb="objection.erased"):
        if objection.state == Verdict.OPEN:
            raise DomainError(_("Answer it first."), code="open")
        objection.by_name = objection.contact = ""
        objection.text = objection.answer = _("erased")
    erase_personal_values(objection.personal_key())
