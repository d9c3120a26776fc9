"""Accounts kept in step with a university's lists of staff and students."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import Difference, Remembered, difference, remember, removing, snapshot
from entente.kit.errors import DomainError
from entente.office.models import RoleGrant, Unit, User
from entente.office.people_list import Person
from entente.office.services.users import end_grant


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
            end_grant(grant, by=by)
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
