"""Engagements: planned, invited, under contract, here, ended, summed up; and their deadlines."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.experts.enums import ENGAGEMENT_FLOW
from entente.experts.models import Engagement
from entente.experts.services.parts import check_stays
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office import services as office
from entente.office.models import Unit, User

SUMMARY, RESIDENCE = "expert.summary", "expert.residence"


def plan_engagement(*, by: User, unit: Unit, **values: Any) -> Engagement:
    """Plan an engagement; whoever enters it looks after it unless somebody else is named."""
    values.setdefault("owner", by)
    with transaction.atomic():
        engagement = creating(Engagement(unit=unit, **values), by=by, verb="engagement.planned")
        _keep_residence(engagement, by=by)
    return engagement


def change_engagement(
    engagement: Engagement, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of an engagement; its stays must still lie within it and its limit."""
    with locking(engagement.person), transaction.atomic():
        with changing(engagement, by=by, verb="engagement.changed", seen=seen):
            for name, value in values.items():
                setattr(engagement, name, value)
        check_stays(engagement)
        _keep_residence(engagement, by=by)


def note_invitation(engagement: Engagement, *, by: User) -> None:
    """Say that the expert was invited."""
    with changing(engagement, by=by, verb="engagement.invited"):
        engagement.state = ENGAGEMENT_FLOW.move(engagement.state, "invite")


def note_contract(engagement: Engagement, *, by: User) -> None:
    """Say that the contract is signed: the engagement counts."""
    with changing(engagement, by=by, verb="engagement.contracted"):
        engagement.state = ENGAGEMENT_FLOW.move(engagement.state, "contract")


def note_arrival(engagement: Engagement, *, by: User, on: datetime.date) -> None:
    """Say that the expert took up the work; it cannot be before the first day."""
    if engagement.first_day > on:
        message = _("It begins on %(day)s.") % {"day": engagement.starts_on}
        raise DomainError(message, code="too_early")
    with changing(engagement, by=by, verb="engagement.began"):
        engagement.state = ENGAGEMENT_FLOW.move(engagement.state, "arrive")


def end_engagement(engagement: Engagement, *, by: User, last_day: datetime.date) -> None:
    """Say that the work ended and on which day; the summary is due by the rule."""
    with changing(engagement, by=by, verb="engagement.ended"):
        engagement.state = ENGAGEMENT_FLOW.move(engagement.state, "end")
        engagement.ends_on = PartialDate.of(last_day)
        engagement.clean_fields()
        check_stays(engagement)
        office.set_deadline(
            engagement,
            SUMMARY,
            day=last_day,
            rule=SUMMARY,
            owner=engagement.owner,
            task_zh="请提交专家工作总结",
            task_en="Hand in the summary of the expert's work",
            by=by,
        )
        office.finish_deadlines(engagement, RESIDENCE, on=last_day, by=by)


def sum_up(
    engagement: Engagement,
    *,
    by: User,
    on: datetime.date,
    summary_zh: str = "",
    summary_en: str = "",
) -> None:
    """Hand in the summary; nothing is due any more."""
    if not (summary_zh.strip() or summary_en.strip()):
        message = _("Write the summary in at least one language.")
        raise DomainError({"summary_zh": message}, code="empty")
    with changing(engagement, by=by, verb="engagement.summed_up"):
        engagement.state = ENGAGEMENT_FLOW.move(engagement.state, "sum_up")
        engagement.summary_zh, engagement.summary_en = summary_zh, summary_en
        office.finish_deadlines(engagement, SUMMARY, on=on, by=by)


def cancel_engagement(engagement: Engagement, *, by: User, on: datetime.date, reason: str) -> None:
    """Say that it does not take place, and why; nothing is due any more."""
    if engagement.stays.exists():
        message = _("The expert was here; an engagement with stays is ended, not cancelled.")
        raise DomainError(message, code="was_here")
    with changing(engagement, by=by, verb="engagement.cancelled"):
        engagement.state = ENGAGEMENT_FLOW.move(engagement.state, "cancel")
        engagement.reason = reason
        office.drop_deadlines(engagement, on=on, by=by)


def erase_words(engagement: Engagement, *, by: User) -> None:
    """Erase what is the expert's own; that somebody was engaged stays, and counts."""
    with changing(engagement, by=by, verb="engagement.erased"):
        engagement.summary_zh = engagement.summary_en = engagement.permit_class = ""
        engagement.source, engagement.residence_until = "", None


def _keep_residence(engagement: Engagement, *, by: User) -> None:
    """Remind of the end of the residence permit while the engagement goes on."""
    day = engagement.residence_until
    going_on = any(
        name in ENGAGEMENT_FLOW.steps and engagement.state in ENGAGEMENT_FLOW[name].sources
        for name in ("invite", "contract", "arrive", "end")
    )
    if day and going_on:
        office.set_deadline(
            engagement,
            RESIDENCE,
            day=day,
            owner=engagement.owner,
            task_zh="请办理专家居留许可延期或注销",
            task_en="Renew or close the expert's residence permit",
            by=by,
        )
