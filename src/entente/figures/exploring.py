"""Splitting a measure by up to two of its dimensions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext

from entente.kit.measures import EVERY, Dimension, Measure
from entente.kit.periods import Period
from entente.kit.quantities import NOTHING, Quantity, total
from entente.kit.scope import Officer

# More values of a dimension than a person reads; the rest is left out, and the page says so.
MOST_GROUPS = 200
Cell = tuple[str, str]  # the values of the row and of the column; "" where not known, or not split


@dataclass(frozen=True)
class Split:
    """A measure split: row and column headings in words, and the number of each cell."""

    rows: list[tuple[str, str]]
    columns: list[tuple[str, str]]
    cells: dict[tuple[str, str], Quantity]
    whole: Quantity
    cut: bool

    def lines(self) -> list[tuple[str, list[Quantity | None]]]:
        """Give the table line by line; a cell without records is None."""
        keys = [key for key, _words in self.columns] or [""]
        return [
            (words, [self.cells.get((key, column)) for column in keys]) for key, words in self.rows
        ]

    def labelled(self) -> list[tuple[str, list[tuple[str, Quantity | None]]]]:
        """Give the table line by line, beside each number the words of its column."""
        names = [words for _key, words in self.columns] or [""]
        return [(words, list(zip(names, cells, strict=True))) for words, cells in self.lines()]


def rows_for(measure: Measure, officer: Officer) -> QuerySet[Any] | None:
    """Give the records of a measure that a person may see."""
    if measure.rows is None or not officer.may(measure.permission):
        return None
    scope = officer.scope(measure.permission)
    return measure.counted().filter(scope.q(measure.unit_path, measure.tree_path))


def split(
    measure: Measure, rows: QuerySet[Any], period: Period, by: list[Dimension]
) -> Split | None:
    """Count a period by one or two dimensions, in one query."""
    if measure.when is None or not by:
        return None
    named = {f"by_{at}": dimension.value() for at, dimension in enumerate(by)}
    rows = rows.filter(**{f"{it.path}__isnull": False for it in by if it.many})
    groups = rows.filter(measure.when.possibly(period)).order_by().values(**named)
    low = measure.when.surely(period)
    found, whole = _values_apart(measure, groups, low) if measure.counts else (None, None)
    if found is None:
        found = _rows_apart(measure, groups, low)
    cells = dict(sorted(found.items(), key=lambda it: (-(it[1].high or it[1].low), it[0])))
    kept = dict(islice(cells.items(), MOST_GROUPS))
    if whole is None:
        # The whole is the sum of its cells where each row stands in one of them.
        whole = total(cells.values()) if measure.paths else measure.count(rows, period)
    return Split(
        _headings(by[0], [key[0] for key in kept]),
        _headings(by[1], [key[1] for key in kept]) if len(by) > 1 else [],
        kept,
        whole,
        len(cells) > MOST_GROUPS,
    )


def _rows_apart(measure: Measure, groups: QuerySet[Any], low: Q) -> dict[Cell, Quantity]:
    """Count rows by groups."""
    found: dict[Cell, Quantity] = {}
    for row in groups.annotate(**measure.aggregates(low, EVERY)).filter(high__gt=0):
        found[_cell(row)] = found.get(_cell(row), NOTHING) + measure.quantity(row)
    return found


def _values_apart(
    measure: Measure, groups: QuerySet[Any], low: Q
) -> tuple[dict[Cell, Quantity], Quantity]:
    """Count different values by groups, and in all: who is in two cells is one person."""
    surely = Case(When(low, then=True), default=False) if low else Value(value=True)
    cells: dict[Cell, _Values] = defaultdict(_Values)
    whole = _Values()
    for row in groups.annotate(surely=surely).annotate(**measure.listed()):
        for held in (cells[_cell(row)], whole):
            held.add(row["values"], surely=row["surely"], more=bool(row.get("more")))
    found = {key: cell.quantity for key, cell in cells.items()}
    return {key: number for key, number in found.items() if number != NOTHING}, whole.quantity


@dataclass
class _Values:
    """Different values: those that surely count, those that can, and whether there are more."""

    low: set[Any] = field(default_factory=set)
    rest: set[Any] = field(default_factory=set)
    more: bool = False

    def add(self, values: Iterable[Any], *, surely: bool, more: bool) -> None:
        """Take in what a query listed; what is not known is no value."""
        held = self.low if surely else self.rest
        held.update(values)
        held.discard(None)
        self.more = self.more or more

    @property
    def quantity(self) -> Quantity:
        """How many they are."""
        low = len(self.low)
        return Quantity(low, None if self.more else low + len(self.rest - self.low))


def _cell(row: dict[str, Any]) -> Cell:
    one, other = (row.get(f"by_{at}") for at in (0, 1))
    return tuple("" if value is None else str(value) for value in (one, other))  # type: ignore[return-value]


def _headings(dimension: Dimension, values: list[str]) -> list[tuple[str, str]]:
    distinct = list(dict.fromkeys(values))
    words = dimension.words({value for value in distinct if value})
    read = [(value, words.get(value) or gettext("not known")) for value in distinct]
    return sorted(read) if dimension.is_year else read
