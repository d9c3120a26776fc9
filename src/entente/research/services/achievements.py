"""Patents and prizes: entered, changed, with whom."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing, removing_all
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.research.models import Achievement, AchievementPartner


def enter_achievement(
    *,
    by: User,
    unit: Unit,
    on: datetime.date,
    organisations: Iterable[Organisation] = (),
    **values: Any,
) -> Achievement:
    """Enter a patent or a prize, with the partners who hold it together with us."""
    achievement = Achievement(unit=unit, **values)
    with transaction.atomic():
        creating(achievement, by=by, verb="achievement.entered")
        _refuse_ahead(achievement, on)
        for organisation in dict.fromkeys(organisations):
            add_achievement_partner(achievement, by=by, organisation=organisation)
    return achievement


def change_achievement(
    achievement: Achievement,
    *,
    by: User,
    on: datetime.date,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Change what is said of a patent or a prize."""
    with changing(achievement, by=by, verb="achievement.changed", seen=seen):
        for name, value in values.items():
            setattr(achievement, name, value)
        achievement.clean_fields()
        _refuse_ahead(achievement, on)


def remove_achievement(achievement: Achievement, *, by: User) -> None:
    """Take off a patent or a prize that was entered by mistake."""
    with locking(achievement):
        parts = achievement.partners.all()
        removing_all(parts, by=by, verb="achievement_partner.removed", indexed=False)
        removing(achievement, by=by, verb="achievement.removed")


def add_achievement_partner(
    achievement: Achievement, *, by: User, organisation: Organisation
) -> AchievementPartner:
    """Enter an institution that holds it together with us."""
    with locking(achievement):
        partner = AchievementPartner(achievement=achievement, organisation=organisation)
        return creating(partner, by=by, verb="achievement_partner.entered")


def remove_achievement_partner(partner: AchievementPartner, *, by: User) -> None:
    """Take off an institution that was entered by mistake."""
    removing(partner, by=by, verb="achievement_partner.removed")


def erase_holder(person: Person, *, by: User) -> None:
    """Take a person off what they hold; the patent or the prize stays, without the names."""
    for achievement in Achievement.objects.filter(person=person).order_by("pk"):
        with changing(achievement, by=by, verb="achievement.erased"):
            achievement.holders = ""


def _refuse_ahead(achievement: Achievement, on: datetime.date) -> None:
    """Refuse a day that has not come."""
    message = _("This day has not come yet.")
    days: dict[str, Any] = {
        "applied_on": achievement.applied_on,
        "granted_on": achievement.granted_on,
    }
    if found := {name: message for name, day in days.items() if day and day.earliest > on}:
        raise DomainError(found, code="ahead")
