"""Pages of a long list by key: no deep offset, a capped count, an order that an index gives."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from entente.kit.scope import Scope

PAGE = 25
CAP = 1000
WALK_FROM = 5000


@dataclass(frozen=True)
class Sort:
    """One order: an indexed field, which way; ties by primary key. Unknown values come last."""

    field: str
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> Sort:
        """Read `field` or `-field`."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.field}" if self.descending else self.field


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the sort value and key of the line beside it, and how many lie before."""

    value: Any
    pk: Any
    backwards: bool
    before: int

    def encode(self) -> str:
        """Write the place as it stands in an address."""
        text = json.dumps([self.value, self.pk, self.backwards, self.before], default=str)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Cursor | None:
        """Read a place; one that makes no sense is the start of the list."""
        try:
            padded = text + "=" * (-len(text) % 4)
            value, pk, backwards, before = json.loads(base64.urlsafe_b64decode(padded))
            return cls(value, int(pk), bool(backwards), max(0, int(before)))
        except (ValueError, TypeError):
            return None


@dataclass(frozen=True)
class Page:
    """The lines of one page and the ways on."""

    records: list[Any]
    first: int
    previous: str
    next: str

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.records) - 1


def turn(rows: QuerySet[Any], sort: Sort, cursor: Cursor | None, size: int = PAGE) -> Page:
    """Give the page that begins after (or ends before) a cursor.

    Known sort values come first, rows without one after them; each half is a plain range of an
    index, so that a page costs the same wherever it lies.
    """
    backwards = bool(cursor and cursor.backwards)
    found = _collect(rows, sort, cursor, size + 1, backwards=backwards)
    more = len(found) > size
    found = found[:size]
    before = cursor.before if cursor else 0
    if backwards:
        found.reverse()
        before = max(0, before - len(found)) if more else 0
    has_next = more or backwards
    has_previous = (more and backwards) or (cursor is not None and not backwards)
    first = before + 1
    return Page(
        found,
        first if found else 0,
        _cursor(found[0], sort, True, before) if has_previous and found else "",
        _cursor(found[-1], sort, False, before + len(found)) if has_next and found else "",
    )


def _cursor(record: Any, sort: Sort, backwards: bool, before: int) -> str:
    return Cursor(_key(record, sort), record.pk, backwards, before).encode()


def _key(record: Any, sort: Sort) -> Any:
    value = record
    for step in sort.field.split("__"):
        value = getattr(value, step, None)
    return None if value is None else str(value) if not isinstance(value, (int, float)) else value


def _collect(
    rows: QuerySet[Any], sort: Sort, cursor: Cursor | None, wanted: int, *, backwards: bool
) -> list[Any]:
    """Read the two halves, known values then unknown ones, from the cursor on in its direction."""
    halves = [True, False] if _nullable(rows, sort) else [True]
    if backwards:
        halves.reverse()
    if cursor:
        at = cursor.value is not None
        halves = halves[halves.index(at) :] if at in halves else halves
    keys: list[Any] = []
    for known in halves:
        if len(keys) >= wanted:
            break
        here = cursor if cursor and (cursor.value is not None) == known else None
        half = _half(rows, sort, here, known=known, backwards=backwards)
        keys += list(half.values_list("pk", flat=True)[: wanted - len(keys)])
    # The rows in a query of their own: joined to what a line shows, the database may leave the
    # index that gives the order, and sort everything; the order, too, would only lead it astray.
    found = rows.filter(pk__in=keys).order_by() if keys else ()
    records = {record.pk: record for record in found}
    return [records[key] for key in keys if key in records]


def _half(
    rows: QuerySet[Any], sort: Sort, cursor: Cursor | None, *, known: bool, backwards: bool
) -> QuerySet[Any]:
    down = sort.descending != backwards
    nullable = _nullable(rows, sort)
    if nullable:
        rows = rows.filter(**{f"{sort.field}__isnull": not known})
    key_order = "-pk" if down else "pk"
    step = "lt" if down else "gt"
    if not known:
        if cursor:
            rows = rows.filter(**{f"pk__{step}": cursor.pk})
        return rows.order_by(key_order)
    if cursor:
        rows = rows.filter(
            Q(**{f"{sort.field}__{step}e": cursor.value}),
            Q(**{f"{sort.field}__{step}": cursor.value}) | Q(**{f"pk__{step}": cursor.pk}),
        )
    return rows.order_by(f"{'-' if down else ''}{sort.field}", key_order)


def _nullable(rows: QuerySet[Any], sort: Sort) -> bool:
    model: Any = rows.model
    if sort.field == "pk":
        return False
    *path, last = sort.field.split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    return bool(model._meta.get_field(last).null)


def in_figures(*counts: int) -> str:
    """Write the sum of counts that `count` gave: `1000+` where it stopped counting."""
    most = "+" if any(number > CAP for number in counts) else ""
    return f"{sum(min(number, CAP) for number in counts)}{most}"


def count(rows: QuerySet[Any], cap: int = CAP) -> int:
    """Count the rows, at most to one more than `cap`."""
    return int(rows.order_by()[: cap + 1].count())


def in_scope(rows: QuerySet[Any], scope: Scope, unit: str = "unit", tree: str = "top_unit") -> Any:
    """Narrow a list to a scope in the way that lets an index give the order.

    Several units of one tree (a school and its departments) leave a choice: where they hold few
    rows, reading and sorting those is quick; where they hold many, it is quicker to walk the whole
    tree in order and pass over the others. Databases guess this wrongly, so it is decided here by
    a capped count.
    """
    narrowed = rows.filter(scope.q(unit, tree))
    if scope.everything or scope.trees or len(scope.units) < 2:
        return narrowed
    if count(narrowed, WALK_FROM) <= WALK_FROM:
        return narrowed
    trees = (
        rows.model._meta.get_field(unit)
        .related_model._base_manager.filter(pk__in=scope.units)
        .values_list("top_id", flat=True)
    )
    walked = rows.alias(_unit=F(f"{unit}_id") + 0).filter(_unit__in=sorted(scope.units))
    tops = set(trees)
    return walked.filter(**{f"{tree}_id": tops.pop()}) if len(tops) == 1 else walked
