"""Which rows a person may see: whole trees, single units, or everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Q


@dataclass(frozen=True)
class Scope:
    """The units whose records a person may see with one permission.

    `trees` are top units seen whole, `units` single units outside those trees (what lies below
    a unit is listed with it), `everything` is the whole installation.
    """

    everything: bool = False
    trees: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.trees or self.units)

    def covers(self, *, unit: int | None, tree: int | None) -> bool:
        """Say whether a record of that unit, in that tree, lies inside."""
        return self.everything or tree in self.trees or unit in self.units

    def q(self, unit: str = "unit", tree: str = "top_unit") -> Q:
        """Give the condition for rows whose owner stands in the fields named `unit` and `tree`."""
        if self.everything:
            return Q()
        if not self:
            return Q(pk__in=())
        inside = Q()
        if self.trees:
            inside |= _one_of(f"{tree}_id", self.trees)
        if self.units:
            inside |= _one_of(f"{unit}_id", self.units)
        return inside


def _one_of(field: str, values: frozenset[int]) -> Q:
    """Ask for equality where one value is left: an index can then also give the order."""
    if len(values) == 1:
        return Q(**{field: next(iter(values))})
    return Q(**{f"{field}__in": sorted(values)})


class Officer(Protocol):
    """What the kit needs to know of a person who is signed in."""

    pk: int

    def scope(self, permission: str) -> Scope:
        """Give the rows that this person may touch with a permission."""

    def may(self, permission: str, on: object | None = None) -> bool:
        """Say whether this person may do that, here or (without `on`) anywhere."""


class Narrowed:
    """A person for whom only some units of one tree count; all else is asked of the person."""

    def __init__(self, officer: Officer, tree: int, units: frozenset[int]) -> None:
        self.officer, self.tree, self.units = officer, tree, units
        self.pk = officer.pk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.officer, name)

    def scope(self, permission: str) -> Scope:
        """Give what the person may touch of these units."""
        scope = self.officer.scope(permission)
        if scope.everything or self.tree in scope.trees:
            return Scope(units=self.units)
        return Scope(units=scope.units & self.units)

    def may(self, permission: str, on: object | None = None) -> bool:
        """Say what the person may do."""
        return self.officer.may(permission, on)
