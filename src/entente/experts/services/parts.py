"""Stays held against the limit of the year, lectures, costs."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.experts.enums import EngagementState
from entente.experts.models import Cost, Engagement, ExpertStay, Lecture
from entente.experts.models.parts import PartOfEngagement
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.rules import rule

LIMIT, LIMITED_KINDS = "expert.days_in_year", "expert.limited_kinds"


def _set(record: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _refuse_cancelled(engagement: Engagement) -> None:
    if engagement.state == EngagementState.CANCELLED:
        message = _("This engagement was cancelled; nothing is added to it.")
        raise DomainError(message, code="cancelled")


# --- Days here ------------------------------------------------------------------------------------


def limit_of(engagement: Engagement, year: int) -> int | None:
    """Give how many days of a year the rule allows for this kind of engagement; None: any."""
    last = datetime.date(year, 12, 31)
    if engagement.kind not in rule(LIMITED_KINDS, on=last, unit=engagement.unit):
        return None
    return int(rule(LIMIT, on=last, unit=engagement.unit).number)


def _limited_stays(engagement: Engagement, year: int) -> list[ExpertStay]:
    """List the stays of the expert in a year under all engagements that the limit concerns."""
    kinds = rule(LIMITED_KINDS, on=datetime.date(year, 12, 31), unit=engagement.unit)
    rows = ExpertStay.objects.in_year(year).of_standing()
    return list(
        rows.filter(
            engagement__person=engagement.person_id,
            engagement__kind__in=kinds,
        )
    )


def days_left(engagement: Engagement, year: int) -> tuple[int, int | None]:
    """Give how many days the limit counts in a year so far, and how many it allows (None: any).

    All engagements of the expert that the limit concerns count together.
    """
    limit = limit_of(engagement, year)
    if limit is None:
        stays = engagement.stays.in_year(year)
        return sum(stay.days_in(year) for stay in stays), None
    return sum(stay.days_in(year) for stay in _limited_stays(engagement, year)), limit


def add_stay(engagement: Engagement, *, by: User, **values: Any) -> ExpertStay:
    """Enter days on which the expert is here: within the engagement, apart, within the limit."""
    with locking(engagement.person), locking(engagement):
        _refuse_cancelled(engagement)
        stay = creating(
            ExpertStay(engagement=engagement, **values), by=by, verb="expert_stay.entered"
        )
        _check_stay(stay)
    return stay


def change_stay(stay: ExpertStay, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change the days of a stay, held against the same limits."""
    with locking(stay.engagement.person), locking(stay.engagement):
        with changing(stay, by=by, verb="expert_stay.changed", seen=seen):
            _set(stay, values)
        _check_stay(stay)


def check_stays(engagement: Engagement) -> None:
    """Refuse what an engagement's stays would no longer fit into."""
    for stay in engagement.stays.all():
        stay.engagement = engagement
        try:
            _check_stay(stay)
        except DomainError as refusal:
            message = _("The stay of %(days)s no longer fits: %(why)s")
            words = {"days": stay, "why": " ".join(refusal.messages)}
            raise DomainError(message % words, code="stay") from None


def _check_stay(stay: ExpertStay) -> None:
    engagement = stay.engagement
    last = engagement.ends_on
    if stay.starts_on < engagement.starts_on.earliest or (last and stay.ends_on > last.latest):
        message = _("The engagement is from %(first)s to %(last)s; this stay lies outside.")
        words = {"first": engagement.starts_on, "last": last or "–"}
        raise DomainError({"starts_on": message % words}, code="outside")
    others = ExpertStay.objects.of_standing().exclude(pk=stay.pk)
    others = others.filter(engagement__person=engagement.person_id)
    same = others.filter(starts_on__lte=stay.ends_on, ends_on__gte=stay.starts_on).first()
    if same is not None:
        message = _("The expert is here from %(first)s to %(last)s already.")
        words = {"first": same.starts_on, "last": same.ends_on}
        raise DomainError({"starts_on": message % words}, code="overlap")
    for year in range(stay.starts_on.year, stay.ends_on.year + 1):
        _check_limit(stay, year)


def _check_limit(stay: ExpertStay, year: int) -> None:
    limit = limit_of(stay.engagement, year)
    if limit is None:
        return
    others = [it for it in _limited_stays(stay.engagement, year) if it.pk != stay.pk]
    before = sum(it.days_in(year) for it in others)
    if before + stay.days_in(year) > limit:
        message = _(
            "In %(year)s the expert would be here %(days)s days; the rule allows %(limit)s."
            " %(left)s are left."
        )
        words = {
            "year": year,
            "days": before + stay.days_in(year),
            "limit": limit,
            "left": max(limit - before, 0),
        }
        raise DomainError({"ends_on": message % words}, code="beyond_limit")


# --- Lectures and costs ---------------------------------------------------------------------------


def add_lecture(engagement: Engagement, *, by: User, **values: Any) -> Lecture:
    """Enter a lecture that the expert gave."""
    with locking(engagement):
        _refuse_cancelled(engagement)
        return creating(
            Lecture(engagement=engagement, **values), by=by, verb="expert_lecture.entered"
        )


def change_lecture(lecture: Lecture, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a lecture."""
    with changing(lecture, by=by, verb="expert_lecture.changed", seen=seen):
        _set(lecture, values)


def add_cost(engagement: Engagement, *, by: User, **values: Any) -> Cost:
    """Enter a cost in its own money, with the rate of a day."""
    with locking(engagement):
        _refuse_cancelled(engagement)
        return creating(Cost(engagement=engagement, **values), by=by, verb="expert_cost.entered")


def change_cost(cost: Cost, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a cost."""
    with changing(cost, by=by, verb="expert_cost.changed", seen=seen):
        _set(cost, values)


def remove_part(part: PartOfEngagement, *, by: User) -> None:
    """Take off a stay, a lecture or a cost that was entered by mistake."""
    verbs = {ExpertStay: "expert_stay", Lecture: "expert_lecture", Cost: "expert_cost"}
    removing(part, by=by, verb=f"{verbs[type(part)]}.removed")
