"""Decisions about units, users and roles."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import search
from entente.kit.audit import (
    Difference,
    Remembered,
    changing,
    creating,
    difference,
    locking,
    remember,
    removing,
    snapshot,
)
from entente.kit.errors import DomainError
from entente.kit.records import Record
from entente.office.models import RoleGrant, Unit, User
from entente.office.people_list import Person
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


# --- Users ----------------------------------------------------------------------------------------


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
            _end(grant, by=by)
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


# --- Lists of staff and students ------------------------------------------------------------------


@dataclass
class InStep:
    """What a comparison with a list changed."""

    new: list[User] = field(default_factory=list)
    changed: list[User] = field(default_factory=list)
    closed: list[User] = field(default_factory=list)


def keep_people_in_step(
    people: Sequence[Person], *, list_name: str, by: User, limit: int
) -> InStep:
    """Open, change and close accounts as a list of people says, all or nothing.

    Who once stood in this list and no longer does is a leaver: the account is closed, its roles
    end. Accounts made by hand are adopted when the list names them and never closed by it. More
    leavers than `limit` percent of the list's open accounts are refused: the list is more likely
    broken than the university empty.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        known = {
            user.username.lower(): user for user in User.objects.people().select_related("unit")
        }
        units = {unit.code.lower(): unit for unit in Unit.objects.all()}
        named = {person.number.lower() for person in people}
        done = InStep()
        done.closed = [
            user
            for number, user in known.items()
            if user.kept_by_list == list_name and user.is_active and number not in named
        ]
        before = sum(u.kept_by_list == list_name and u.is_active for u in known.values())
        if len(done.closed) * 100 > limit * before:
            raise DomainError(
                _(
                    "%(leavers)s of %(before)s accounts would be closed, more than %(limit)s in a"
                    " hundred. Look at the list; if it is right, ask for it expressly (--force)."
                )
                % {"leavers": len(done.closed), "before": before, "limit": limit},
                code="too_many_leavers",
            )
        items: list[Remembered] = []
        for person in people:
            user = known.get(person.number.lower())
            if user is None:
                done.new.append(_from_list(person, units, list_name))
            elif differences := _bring_in_step(user, person, units, list_name):
                done.changed.append(user)
                items.append(Remembered(user, "user.changed", differences))
        User.objects.bulk_create(done.new, batch_size=500)
        items += [Remembered(user, "user.added", _as_new(user)) for user in done.new]
        for user in done.closed:
            user.is_active = False
            user.version += 1
            items.append(Remembered(user, "user.closed", {"is_active": [True, False]}))
        User.objects.bulk_update(
            [*done.changed, *done.closed],
            ["name_zh", "name_en", "email", "unit", "is_active", "kept_by_list", "version"],
            batch_size=500,
        )
        remember(items, by=by)
        for grant in RoleGrant.objects.filter(user__in=done.closed, lent_from=None):
            _end(grant, by=by)
        for grant in RoleGrant.objects.filter(user__in=done.closed):
            removing(grant, by=by, verb="role.withdrawn")
    return done


def _from_list(person: Person, units: Mapping[str, Unit], list_name: str) -> User:
    user = User(
        username=person.number,
        name_zh=person.name_zh,
        name_en=person.name_en,
        email=person.email,
        unit=units.get(person.unit.lower()),
        kept_by_list=list_name,
        version=1,
    )
    user.set_unusable_password()
    return user


def _as_new(user: User) -> Difference:
    return {name: ["", value] for name, value in snapshot(user).items() if value != ""}


def _bring_in_step(
    user: User, person: Person, units: Mapping[str, Unit], list_name: str
) -> Difference:
    """Put onto the account what the list says; what the list leaves empty stays."""
    before = snapshot(user)
    for name in ("name_zh", "name_en", "email"):
        setattr(user, name, getattr(person, name) or getattr(user, name))
    user.unit = units.get(person.unit.lower(), user.unit)
    user.is_active = True
    found = difference(before, snapshot(user))
    if user.kept_by_list != list_name:
        found["list"] = [user.kept_by_list, list_name]
        user.kept_by_list = list_name
    if found:
        user.version += 1
    return found


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
        _end(grant, by=by)


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


def _end(grant: RoleGrant, *, by: User) -> None:
    for lent in grant.lent.all():
        removing(lent, by=by, verb="role.withdrawn")
    removing(grant, by=by, verb="role.withdrawn")
