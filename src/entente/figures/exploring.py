"""Splitting a measure by up to two of its dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from entente.kit.measures import EVERY, Dimension, Measure
from entente.kit.periods import Period
from entente.kit.quantities import Quantity, total
from entente.kit.scope import Officer

# More values of a dimension than a person reads; the rest is left out, and the page says so.
MOST_GROUPS = 200


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
    """Count a period by one or two dimensions, in one query.

    The whole is the sum of its cells where each row stands in one of them and persons are not told
    apart; else it is asked for by itself.
    """
    if measure.when is None or not by:
        return None
    named = {f"by_{at}": dimension.value() for at, dimension in enumerate(by)}
    rows = rows.filter(**{f"{it.path}__isnull": False for it in by if it.many})
    can = rows.filter(measure.when.possibly(period))
    groups = (
        can.order_by()
        .values(**named)
        .annotate(**measure.aggregates(measure.when.surely(period), EVERY))
        .filter(high__gt=0)
        .order_by("-high", *named)
    )
    found = list(groups[: MOST_GROUPS + 1])
    cells = {
        tuple(str(row[name] if row[name] is not None else "") for name in named): measure.quantity(
            row
        )
        for row in found[:MOST_GROUPS]
    }
    cut = len(found) > MOST_GROUPS
    parts = bool(measure.paths) and not measure.counts and not cut
    keyed = {(key[0], key[1] if len(key) > 1 else ""): number for key, number in cells.items()}
    return Split(
        _headings(by[0], [key[0] for key in keyed]),
        _headings(by[1], [key[1] for key in keyed]) if len(by) > 1 else [],
        keyed,
        total(cells.values()) if parts else measure.count(rows, period),
        cut,
    )


def _headings(dimension: Dimension, values: list[str]) -> list[tuple[str, str]]:
    distinct = list(dict.fromkeys(values))
    words = dimension.words({value for value in distinct if value})
    read = [(value, words.get(value) or gettext("not known")) for value in distinct]
    return sorted(read) if dimension.is_year else read
