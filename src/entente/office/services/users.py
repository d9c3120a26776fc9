"""Decisions about users and the roles they hold."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.records import Record
from entente.office.models import RoleGrant, Unit, User
from entente.office.roles import Role


def add_user(
    *, by: User, password: str | None = None, password_hash: str = "", **values: Any
) -> User:
    """Add somebody who may sign in; without a password only single sign-on lets them in.

    `password_hash` is a password that was hashed before, as Django writes it.
    """
    user = User(**values)
    if password_hash:
        user.password = password_hash
    else:
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
    """Close a leaver's account: no more signing in, no roles; what they did stays theirs."""
    if user.pk == by.pk:
        raise DomainError(_("Nobody closes their own account."), code="own_account")
    with transaction.atomic():
        with changing(user, by=by, verb="user.closed", note=note):
            user.is_active = False
        for grant in user.grants.filter(lent_from=None):
            end_grant(grant, by=by)
        for grant in user.grants.all():
            removing(grant, by=by, verb="role.withdrawn")


def reopen_user(user: User, *, by: User) -> None:
    """Let somebody sign in again; roles are granted anew."""
    with changing(user, by=by, verb="user.reopened"):
        user.is_active = True


def owned_by(users: Sequence[int]) -> list[tuple[User, Any, int]]:
    """Count what users answer for, kind by kind, so that it can be handed over."""
    found = []
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model if relation.auto_created else None
        if not (isinstance(model, type) and issubclass(model, Record)) or model is RoleGrant:
            continue
        name = relation.field.name  # type: ignore[union-attr]
        counts = (
            model._default_manager.filter(**{f"{name}__in": users})
            .order_by()
            .values_list(name)
            .annotate(number=Count("pk"))
        )
        found += [(user, model._meta.verbose_name_plural, number) for user, number in counts]
    people = User.objects.in_bulk([user for user, _things, _number in found])
    return [(people[user], things, number) for user, things, number in found]


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
    _refuse_outside(by, unit)
    if not user.is_active and not user.is_system:
        raise DomainError({"user": _("This account is closed.")}, code="closed")
    if unit and unit.closed_on:
        raise DomainError({"unit": _("This unit is closed.")}, code="closed")
    today = timezone.localdate()
    if ends_on and ends_on < today:
        raise DomainError({"ends_on": _("The last day has passed already.")}, code="over")
    with locking(user):
        same = user.grants.filter(role=role.code, unit=unit, lent_from=None).not_over(today)
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
    today = timezone.localdate()
    if grant.user_id != by.pk and not by.is_system:
        raise DomainError(_("You may lend only a role that you hold."), code="not_held")
    if grant.lent_from_id:
        raise DomainError(_("A role that was lent cannot be lent again."), code="lent_twice")
    if to.pk == grant.user_id:
        raise DomainError({"user": _("You hold this role yourself.")}, code="lent_to_self")
    if not to.is_active:
        raise DomainError({"user": _("This account is closed.")}, code="closed")
    if ends_on < today:
        raise DomainError({"ends_on": _("The last day has passed already.")}, code="over")
    if grant.ends_on and ends_on > grant.ends_on:
        raise DomainError(
            {"ends_on": _("Your own role ends on %(day)s.") % {"day": grant.ends_on}},
            code="longer_than_own",
        )
    with locking(to):
        overlapping = grant.lent.filter(user=to, starts_on__lte=ends_on, ends_on__gte=starts_on)
        if overlapping.exists():
            raise DomainError(
                {"user": _("You have lent this role to %(user)s for that time.") % {"user": to}},
                code="already_lent",
            )
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
    """Take a role back; what was lent from it ends with it.

    Who has lent their own role may take it back too.
    """
    lender = grant.lent_from.user_id if grant.lent_from else None
    if lender != by.pk:
        _refuse_outside(by, grant.unit)
    with transaction.atomic():
        end_grant(grant, by=by)


def _refuse_outside(by: User, unit: Unit | None) -> None:
    if by.is_system:
        return
    if unit is None and not by.scope("office.grant_role").everything:
        raise DomainError(
            {"unit": _("Only an administrator of the whole installation may grant this.")},
            code="outside_own_units",
        )
    if unit is not None and not by.may("office.grant_role", unit):
        raise DomainError(
            {"unit": _("You may grant and withdraw roles only on units that you administer.")},
            code="outside_own_units",
        )


def end_grant(grant: RoleGrant, *, by: User) -> None:
    """Take a role away with what was lent from it; the caller has the right and the transaction."""
    for lent in grant.lent.all():
        removing(lent, by=by, verb="role.withdrawn")
    removing(grant, by=by, verb="role.withdrawn")
