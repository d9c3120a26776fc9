"""Decisions about units, users and roles."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import RoleGrant, Unit, User
from entente.office.roles import Role

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
    return unit


def change_unit(unit: Unit, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Rename a unit, or put it (with all below it) at another place of the same tree."""
    with transaction.atomic():
        old = unit.path
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


# --- Users ----------------------------------------------------------------------------------------


def add_user(*, by: User, password: str | None = None, **values: Any) -> User:
    """Add somebody who may sign in; without a password only single sign-on lets them in."""
    user = User(**values)
    user.set_password(password)
    return creating(user, by=by, verb="user.added")


def change_user(user: User, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a user's names, address or unit."""
    with changing(user, by=by, verb="user.changed", seen=seen):
        for name, value in values.items():
            setattr(user, name, value)


def change_preferences(user: User, **values: Any) -> None:
    """Keep how somebody wants to see pages: `language`, `theme`."""
    change_user(user, by=user, **values)


def close_user(user: User, *, by: User, note: str = "") -> None:
    """Close a leaver's account: no more signing in; what they did stays theirs."""
    with changing(user, by=by, verb="user.closed", note=note):
        user.is_active = False


# --- Roles ----------------------------------------------------------------------------------------


def grant_role(
    user: User,
    role: Role,
    *,
    by: User,
    unit: Unit | None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> RoleGrant:
    """Give a role on a unit and all below it; nobody grants outside their own units."""
    if not by.is_system and not by.may("office.grant_role", unit if unit else None):
        raise DomainError(
            {"unit": _("You may grant roles only on units that you administer.")},
            code="outside_own_units",
        )
    if unit is None and not (by.is_system or by.scope("office.grant_role").everything):
        raise DomainError(
            {"unit": _("Only an administrator of the whole installation may grant this.")},
            code="outside_own_units",
        )
    with locking(user):
        same = RoleGrant.objects.filter(user=user, role=role.code, unit=unit, lent_from=None)
        if same.exists():
            raise DomainError(
                {"role": _("%(user)s holds this role there already.") % {"user": user}},
                code="already_granted",
            )
        grant = RoleGrant(
            user=user, role=role.code, unit=unit, starts_on=starts_on, ends_on=ends_on
        )
        return creating(grant, by=by, verb="role.granted")


def delegate_role(
    grant: RoleGrant,
    to: User,
    *,
    by: User,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> RoleGrant:
    """Lend one's own role to a colleague for a time; a lent role is not lent again."""
    if grant.user_id != by.pk and not by.is_system:
        raise DomainError(_("You may lend only a role that you hold."), code="not_held")
    if grant.lent_from_id:
        raise DomainError(_("A role that was lent cannot be lent again."), code="lent_twice")
    if to.pk == grant.user_id:
        raise DomainError({"user": _("You hold this role yourself.")}, code="lent_to_self")
    lent = RoleGrant(
        user=to,
        role=grant.role,
        unit=grant.unit,
        starts_on=starts_on,
        ends_on=ends_on,
        lent_from=grant,
    )
    return creating(lent, by=by, verb="role.delegated")


def withdraw_role(grant: RoleGrant, *, by: User) -> None:
    """Take a role back; what was lent from it ends with it."""
    if not by.is_system and not by.may("office.grant_role", grant.unit):
        raise DomainError(
            _("You may withdraw roles only on units that you administer."),
            code="outside_own_units",
        )
    with transaction.atomic():
        for lent in grant.lent.all():
            removing(lent, by=by, verb="role.withdrawn")
        removing(grant, by=by, verb="role.withdrawn")
