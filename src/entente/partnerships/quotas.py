"""Nested quotas: which covers which, what their sums are, where they do not fit.

An agreement promises places by academic year, direction, level, field and unit. A quota may be
divided: 10 places to go out, of these 6 for bachelor students, of these 2 for physics. What is
divided is counted once, at the top of its tree; the parts of a quota never exceed it, but need not
use it up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# Levels that hold others; every other level holds only itself.
LEVELS_WITHIN = {"postgraduate": frozenset({"master", "doctor"})}


@dataclass(frozen=True)
class Kind:
    """What places are for; an empty word stands for any.

    `year` is the calendar year in which the academic year begins, `field` a code of ISCED-F 2013
    (a longer code lies within a shorter one), `unit` the path of the unit of ours.
    """

    year: int
    direction: str
    basis: str = "exchange"
    stay: str = "study"
    level: str = ""
    field: str = ""
    field_name: str = ""
    unit: str = ""
    language: str = ""
    language_level: str = ""

    def covers(self, other: Kind) -> bool:
        """Say whether every place of that kind is also one of this kind."""
        return (
            (self.year, self.direction, self.basis, self.stay)
            == (other.year, other.direction, other.basis, other.stay)
            and self._covers_level(other.level)
            and other.field.startswith(self.field)
            and other.unit.startswith(self.unit)
            and self.field_name in ("", other.field_name)
            and self.language in ("", other.language)
            and self.language_level in ("", other.language_level)
        )

    def _covers_level(self, level: str) -> bool:
        return self.level in ("", level) or level in LEVELS_WITHIN.get(self.level, ())


@dataclass(frozen=True)
class Quota:
    """A number of places of a kind, perhaps part of another quota; `used` is None if unknown."""

    key: Hashable
    kind: Kind
    number: int
    parent: Hashable | None = None
    used: int | None = None


@dataclass(frozen=True)
class TooMany:
    """The parts of a quota come to more than it has."""

    quota: Quota
    parts: int


@dataclass(frozen=True)
class Misplaced:
    """A quota stands under one that does not cover it, that is not there, or below itself."""

    quota: Quota


Fault = TooMany | Misplaced


def children(quotas: Iterable[Quota]) -> Mapping[Hashable, list[Quota]]:
    """Give the parts of each divided quota."""
    parts: dict[Hashable, list[Quota]] = defaultdict(list)
    for quota in quotas:
        if quota.parent is not None:
            parts[quota.parent].append(quota)
    return parts


def faults(quotas: Iterable[Quota]) -> list[Fault]:
    """List where quotas do not fit together: first what is misplaced, then what is too much."""
    by_key = {quota.key: quota for quota in quotas}
    misplaced: list[Fault] = [
        Misplaced(quota) for quota in by_key.values() if not _well_placed(quota, by_key)
    ]
    sums = {
        key: sum(part.number for part in parts) for key, parts in children(by_key.values()).items()
    }
    too_many: list[Fault] = [
        TooMany(by_key[key], total)
        for key, total in sums.items()
        if key in by_key and total > by_key[key].number
    ]
    return misplaced + too_many


def _well_placed(quota: Quota, by_key: Mapping[Hashable, Quota]) -> bool:
    """Say whether a quota stands under one that is broader, up to a top."""
    seen = {quota.key}
    above = quota.parent
    if above is None:
        return True
    parent = by_key.get(above)
    if parent is None or parent.kind == quota.kind or not parent.kind.covers(quota.kind):
        return False
    while above is not None:
        if above in seen:
            return False
        seen.add(above)
        above = by_key[above].parent if above in by_key else None
    return True


def total(quotas: Iterable[Quota]) -> int:
    """Count the places: each tree counts with its top."""
    return sum(quota.number for quota in quotas if quota.parent is None)


def used(quotas: Iterable[Quota]) -> dict[Hashable, int | None]:
    """Say how many places of each quota are used.

    What is said of a quota itself holds; where nothing is said, its parts are added up; None
    where nothing is known of it nor of any part.
    """
    held = list(quotas)
    parts = children(held)
    found: dict[Hashable, int | None] = {}

    def of(quota: Quota) -> int | None:
        if quota.key not in found:
            known = [part for part in map(of, parts.get(quota.key, ())) if part is not None]
            below = sum(known) if known else None
            found[quota.key] = quota.used if quota.used is not None else below
        return found[quota.key]

    for quota in held:
        of(quota)
    return found


def by_tree(quotas: Iterable[Any], *, key: str = "pk", parent: str = "parent_id") -> list[Any]:
    """Put rows in the order of their trees, each with its depth: `[(0, top), (1, part), …]`."""
    rows = list(quotas)
    held = {getattr(row, key) for row in rows}
    below: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        above = getattr(row, parent)
        below[above if above in held else None].append(row)
    ordered: list[Any] = []

    def walk(at: Any, depth: int) -> None:
        for row in below.get(at, ()):
            ordered.append((depth, row))
            walk(getattr(row, key), depth + 1)

    walk(None, 0)
    return ordered


def semesters(months: Any) -> int | None:
    """Say how many semesters a stay of so many months is: one up to six months, else more.

    Exchange agreements count a whole year as two places of a semester.
    """
    return None if months is None else max(1, -(-int(months * 10) // 60))
