"""From roles granted on units to what a person may do and see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from entente.kit.scope import Scope
from entente.office.roles import Role

if TYPE_CHECKING:
    from entente.office.models import User


class Access:
    """The permissions of one person, each with the units it covers.

    `grants` are triples of role code, unit id and that unit's path; a unit id of None stands for
    the whole installation.
    """

    def __init__(
        self, grants: Iterable[tuple[str, int | None, str]], paths: dict[int, tuple[str, int]]
    ) -> None:
        self._everything: set[str] = set()
        self._roots: dict[str, set[int]] = defaultdict(set)
        self._paths = paths
        self._scopes: dict[str, Scope] = {}
        held = list(grants)
        self.roles: frozenset[str] = frozenset(code for code, _unit, _path in held)
        for code, unit, _path in held:
            for permission in Role.granted.get(code, ()):
                if unit is None:
                    self._everything.add(permission)
                else:
                    self._roots[permission].add(unit)

    def scope(self, permission: str) -> Scope:
        """Give the rows that a permission covers."""
        if permission not in self._scopes:
            self._scopes[permission] = self._work_out(permission)
        return self._scopes[permission]

    def _work_out(self, permission: str) -> Scope:
        if permission in self._everything:
            return Scope(everything=True)
        roots = self._roots.get(permission)
        if not roots:
            return Scope()
        trees = {unit for unit in roots if self._paths[unit][1] == unit}
        starts = tuple(self._paths[unit][0] for unit in roots - trees)
        units = {
            unit
            for unit, (path, top) in self._paths.items()
            if top not in trees and starts and path.startswith(starts)
        }
        return Scope(trees=frozenset(trees), units=frozenset(units))

    def may(self, permission: str, on: Any = None) -> bool:
        """Say whether the permission is held: anywhere, or for a record or unit."""
        scope = self.scope(permission)
        if on is None or getattr(on, "shared", False):
            return bool(scope)
        if hasattr(on, "path"):
            return scope.covers(unit=on.pk, tree=on.top_id)
        if not hasattr(on, "unit_id"):
            return bool(scope)
        if hasattr(on, "top_unit_id"):
            return scope.covers(unit=on.unit_id, tree=on.top_unit_id)
        return scope.covers(unit=on.unit_id, tree=on.unit.top_id if on.unit else None)


def of_user(user: User) -> Access:
    """Work out the access of a user today, in two queries."""
    from entente.office.models import Unit  # the models stand on this module

    today = timezone.localdate()
    if not user.is_active or user.pk is None:
        return Access((), {})
    grants: list[tuple[str, Any, Any, Any]] = list(
        user.grants.holding(today).values_list("role", "unit_id", "unit__path", "unit__top_id")
    )
    single = {top for _, unit, _, top in grants if unit is not None and unit != top}
    paths: dict[int, tuple[str, int]] = {
        unit: (path, top) for _, unit, path, top in grants if unit is not None
    }
    if single:
        paths |= {
            pk: (path, top or pk)
            for pk, path, top in Unit.objects.filter(top_id__in=single).values_list(
                "pk", "path", "top_id"
            )
        }
    return Access(((role, unit, path or "") for role, unit, path, _ in grants), paths)
