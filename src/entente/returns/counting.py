"""A return filled: its lines, and how its total stands to what the explorer counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.figures.exploring import rows_for
from entente.kit.measures import Measure
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.kit.scope import Officer
from entente.mobility.enums import ACADEMIC, StayState
from entente.mobility.lengths import SEMESTER_DAYS
from entente.organisations.enums import OrganisationKind
from entente.organisations.places import REGIONS
from entente.partnerships.enums import PROMISED
from entente.returns.enums import Condition, Fill
from entente.returns.models import Column, Layout
from entente.returns.values import COUNT, VALUES

C = Condition
MEETS: dict[str, Q] = {
    C.NATIONALITY_KNOWN: ~Q(person__nationality=""),
    C.FOREIGN: ~Q(person__nationality__in=("CN", *REGIONS, "")),
    C.US_CITIZEN: Q(person__nationality="US"),
    C.COMPLETED: Q(state=StayState.DONE),
    C.OUTSIDE_UK: ~Q(country="GB"),
    C.PLACE_KNOWN: ~Q(country=""),
    C.LEVEL_KNOWN: ~Q(level=""),
    C.ACADEMIC: Q(kind__in=ACADEMIC),
    C.SIGNED_AGREEMENT: Q(agreement__state__in=PROMISED),
    C.AT_UNIVERSITY: Q(organisation__kind=OrganisationKind.UNIVERSITY),
    C.SEMESTER: Q(fewest_days__gte=SEMESTER_DAYS),
}
EXACT = _("the date surely lies in the period")


@dataclass(frozen=True)
class LeftOut:
    """Records that the explorer counts, or can, and the return does not: why, which ones."""

    why: str | Promise
    records: list[Any]


class Filled:
    """A return of a period, filled with the records that a person may see."""

    def __init__(self, layout: Layout, period: Period, officer: Officer) -> None:
        self.layout, self.period, self.officer = layout, period, officer
        self.columns: list[Column] = list(layout.columns.all())
        self.measure: Measure | None = layout.definition
        self.kept: list[Any] = []
        self.left_out: list[LeftOut] = []
        rows = rows_for(self.measure, officer) if self.measure else None
        self.hidden = rows is None
        if rows is not None and self.measure is not None and self.measure.when is not None:
            self._sort_out(rows, self.measure)

    def _sort_out(self, rows: QuerySet[Any], measure: Measure) -> None:
        """Part the records that can count into those of the return and the others."""
        assert measure.when is not None  # noqa: S101 asked before
        candidates = rows.filter(measure.when.possibly(self.period))
        self.explored = measure.count(rows, self.period)
        tests: list[tuple[Any, set[int]]] = [
            (EXACT, _keys(candidates.filter(measure.when.surely(self.period))))
        ]
        labels = dict(Condition.choices)
        for name in self.layout.conditions:
            if name in MEETS:
                tests.append((labels[name], _keys(candidates.filter(MEETS[name]))))
        read = candidates.select_related("unit__top__organisation").prefetch_related(
            "organisation__identifiers", "unit__top__organisation__identifiers"
        )
        failed: dict[int, list[Any]] = defaultdict(list)
        for stay in read.order_by("first_day", "pk"):
            first = next((at for at, (_why, met) in enumerate(tests) if stay.pk not in met), None)
            if first is None:
                self.kept.append(stay)
            else:
                failed[first].append(stay)
        self.left_out = [
            LeftOut(why, failed[at]) for at, (why, _met) in enumerate(tests) if failed[at]
        ]

    # --- Lines ------------------------------------------------------------------------------------

    def headings(self, language: str) -> list[str]:
        """Give the headings as the return prescribes them."""
        return [getattr(column, f"heading_{language}") for column in self.columns]

    def lines(self) -> Iterator[list[Any]]:
        """Give the lines: one for each record, or one for each group with its number."""
        if not self.layout.by_group:
            for stay in self.kept:
                yield [self._cell(column, stay) for column in self.columns]
            return
        groups: dict[tuple[Any, ...], set[Any]] = {}
        for stay in self.kept:
            key = tuple(self._cell(column, stay) for column in self.columns)
            groups.setdefault(key, set()).add(self._counted(stay))
        for key, things in sorted(groups.items(), key=lambda pair: [str(it) for it in pair[0]]):
            yield [
                len(things) if column.field == COUNT else cell
                for column, cell in zip(self.columns, key, strict=True)
            ]

    def _cell(self, column: Column, stay: Any) -> Any:
        if column.fill == Fill.CONSTANT:
            return int(column.constant) if column.constant.isdigit() else column.constant
        if column.fill == Fill.EMPTY:
            return self.layout.missing
        if column.field == COUNT:
            return "" if self.layout.by_group else 1
        value = VALUES[column.field].read(stay)
        if value is None or value == "":
            return self.layout.missing
        return column.table.get(str(value), value)

    def unknown(self) -> list[tuple[Column, int]]:
        """Give the filled columns in which something is unknown, and of how many records."""
        found = []
        for column in self.columns:
            if column.fill != Fill.FIELD or column.field == COUNT:
                continue
            read = VALUES[column.field].read
            if gaps := sum(read(stay) in (None, "") for stay in self.kept):
                found.append((column, gaps))
        return found

    def empty(self) -> list[Column]:
        """Give the columns with nothing behind them."""
        return [column for column in self.columns if column.fill == Fill.EMPTY]

    # --- Reconciliation ---------------------------------------------------------------------------

    def _counted(self, stay: Any) -> Any:
        """What the measure counts of a record: the person, or the record itself."""
        measure = self.measure
        if measure is None or not measure.counts:
            return stay.pk
        name = stay._meta.get_field(measure.counts).attname
        return getattr(stay, name)

    @property
    def total(self) -> int:
        """The number of the return, counted as the measure counts."""
        return len({self._counted(stay) for stay in self.kept})

    @property
    def only_left_out(self) -> int:
        """How many the explorer counts, or can, that stand on no line of the return."""
        inside = {self._counted(stay) for stay in self.kept}
        outside = {self._counted(stay) for part in self.left_out for stay in part.records}
        return len(outside - inside)

    @property
    def accounts(self) -> bool:
        """Whether the return and what is left out make up what the explorer counts at most."""
        return self.explored.high == self.total + self.only_left_out

    @property
    def in_lines(self) -> int:
        """The sum of the lines: above the total where one thing stands on several."""
        if not self.layout.by_group:
            return len(self.kept)
        places = [at for at, column in enumerate(self.columns) if column.field == COUNT]
        return sum(line[places[0]] for line in self.lines()) if places else 0

    def must_equal(self) -> Quantity | None:
        """Count the measure that the return must equal; None where there is none."""
        measure = self.layout.equal_to
        rows = rows_for(measure, self.officer) if measure else None
        return measure.count(rows, self.period) if measure and rows is not None else None


def _keys(rows: QuerySet[Any]) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))
