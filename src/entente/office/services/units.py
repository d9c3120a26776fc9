"""Decisions about units; and the user that acts where nobody sits."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import search
from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office.models import Unit, User

SYSTEM = "system"


def system_user() -> User:
    """Give the named user that jobs, imports and the shell act as; it cannot sign in."""
    user, made = User.objects.get_or_create(
        username=SYSTEM,
        defaults={
            "name_zh": "系统",
            "name_en": "System",
            "is_system": True,
            "is_active": False,
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


# --- Units ----------------------------------------------------------------------------------------


def add_unit(*, by: User, parent: Unit | None = None, **values: Any) -> Unit:
    """Add a unit below another one, or a new root of the forest."""
    with transaction.atomic():
        unit = Unit(parent=parent, top=parent.top if parent else None, **values)
        creating(unit, by=by, verb="unit.added")
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.top_id = parent.top_id if parent else unit.pk
        unit.save(update_fields=["path", "top"])
        search.keep(unit)
    return unit


def change_unit(unit: Unit, *, by: User, seen: int | None = None, **values: Any) -> bool:
    """Rename a unit, or put it (with all below it) at another place of the same tree.

    Say whether anything changed.
    """
    with transaction.atomic():
        old, version = unit.path, unit.version
        with changing(unit, by=by, verb="unit.changed", seen=seen):
            for name, value in values.items():
                setattr(unit, name, value)
        parent = unit.parent
        new = f"{parent.path if parent else '/'}{unit.pk}/"
        if new != old:
            for below in Unit.objects.filter(path__startswith=old).select_for_update():
                below.path = new + below.path.removeprefix(old)
                below.save(update_fields=["path"])
            unit.path = new
    return unit.version != version


def close_unit(unit: Unit, *, by: User, on: datetime.date) -> None:
    """Close a unit that works no longer; its records stay, nothing new is put there."""
    open_below = Unit.objects.below(unit).open().exclude(pk=unit.pk)
    if open_below.exists():
        raise DomainError(
            _("Units below this one are still open, for example “%(unit)s”. Close or move them.")
            % {"unit": open_below[0]},
            code="open_below",
        )
    with changing(unit, by=by, verb="unit.closed"):
        unit.closed_on = on


def reopen_unit(unit: Unit, *, by: User) -> None:
    """Let a closed unit work again."""
    with changing(unit, by=by, verb="unit.reopened"):
        unit.closed_on = None
