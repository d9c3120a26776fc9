"""How a figure comes to its number: records and tallies of a period, nothing counted twice.

Records that a tally speaks for are left to the tally. What is only possible stays between bounds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.figures.models import Figure, Span, Tally, Total, span_of
from entente.kit.measures import Judged, Kind, Measure, Row
from entente.kit.periods import Period
from entente.kit.quantities import NOTHING, Quantity, together, total
from entente.office.models import Unit

# A record behind a released number is kept by name where there are no more than this.
MOST_KEYS = 2000
# The years that the page of a figure shows one by one.
HISTORY_YEARS = 6


@dataclass(frozen=True)
class TallyPart:
    """A tally, and what of it counts in a period; `why` says it where not all does."""

    tally: Tally
    part: Quantity | None
    why: str | Promise = ""


@dataclass(frozen=True)
class Counted:
    """The number of a period, and what it is made of."""

    period: Period
    number: Quantity
    records: Quantity
    tallies: list[TallyPart] = field(default_factory=list)
    spoken_for: int = 0

    @property
    def with_tallies(self) -> bool:
        """Whether totals from before the records are part of the number."""
        return any(part.part is not None for part in self.tallies)


@dataclass(frozen=True)
class Question:
    """What is counted: a measure, for a unit and those below it, narrowed by filters.

    `kept` are totals of records that need not be counted again; `known` the tallies of the
    measure, where somebody has read them already.
    """

    measure: Measure
    unit: Unit
    filters: Mapping[str, str]
    kept: Mapping[Span, Total] = field(default_factory=dict)
    known: Sequence[Tally] | None = None

    @classmethod
    def of(
        cls, figure: Figure, *, kept: bool = True, known: Sequence[Tally] | None = None
    ) -> Question:
        """Give what a figure asks; it is answered from kept totals as far as there are any."""
        measure = figure.definition
        totals: Iterable[Total] = figure.totals.all() if kept and measure.paths else ()
        return cls(measure, figure.unit, figure.filters, {it.span: it for it in totals}, known)

    # --- Records ----------------------------------------------------------------------------------

    def rows(self) -> QuerySet[Any] | None:
        """Give the rows that can count, whenever; None where the measure has no records."""
        if self.measure.rows is None:
            return None
        return self.measure.counted().filter(
            in_unit(self.measure, self.unit), self.measure.filtered(self.filters)
        )

    def counted_rows(self, period: Period) -> QuerySet[Any] | None:
        """Give the rows that count in a period, or can."""
        rows = self.rows()
        if rows is None or self.measure.when is None:
            return None
        kept = rows.filter(self.measure.when.possibly(period))
        for tally in self.tallies():
            if (taken := self._spoken_for(tally)) is not None:
                kept = kept.exclude(taken.surely)
        return kept.distinct() if self.filters else kept

    # --- Tallies ----------------------------------------------------------------------------------

    def tallies(self) -> list[Tally]:
        """Give the tallies of the measure that can have something to do with it."""
        rows: Iterable[Tally]
        if self.known is None:
            rows = Tally.objects.of_measure(self.measure.name).below(self.unit).for_list()
        else:
            rows = (it for it in self.known if it.unit.path.startswith(self.unit.path))
        return [tally for tally in rows if not self._narrowed_apart(tally)]

    def _narrowed_apart(self, tally: Tally) -> bool:
        return any(self.filters.get(name, value) != value for name, value in tally.filters.items())

    def _is_wider(self, tally: Tally) -> bool:
        return bool(set(self.filters) - set(tally.filters))

    def part_of(self, tally: Tally, period: Period) -> TallyPart:
        """Say what of a tally counts in a period."""
        span = tally.span()
        if tally.per_year:
            return TallyPart(tally, None, _("stated of every year, so it is no sum"))
        part: Quantity | None = tally.quantity
        why: str | Promise = ""
        if not period.is_open:
            if span is None:
                return TallyPart(tally, None, _("undated, so it enters no period"))
            holds, can = self._lies(tally, span, period)
            if not can:
                return TallyPart(tally, None, _("of another time"))
            if not holds:
                part, why = tally.quantity.possibly_none(), _("only partly of this time")
        if self._is_wider(tally):
            part, why = tally.quantity.possibly_none(), _("counts others too")
        return TallyPart(tally, part, why)

    def _without_wider(self, parts: list[TallyPart]) -> list[TallyPart]:
        """Leave out totals that count others too, where one states just what is asked."""
        if not any(one.part is not None and not self._is_wider(one.tally) for one in parts):
            return parts
        return [
            TallyPart(one.tally, None, _("counts others too")) if self._is_wider(one.tally) else one
            for one in parts
        ]

    def _lies(self, tally: Tally, span: Period, period: Period) -> tuple[bool, bool]:
        if self.measure.kind is Kind.STOCK:
            held = period.surely_overlaps(tally.starts_on, tally.ends_on)
            return held, span.contains(period.last)
        inside = period.first <= span.first and span.last <= period.last
        return inside, span.first <= period.last and period.first <= span.last

    def _spoken_for(self, tally: Tally) -> _Taken | None:
        """Give the rows that a dated tally of a flow counts already."""
        span = self._takes(tally)
        measure = self.measure
        if span is None or measure.when is None:
            return None
        own = in_unit(measure, tally.unit) & measure.filtered(tally.filters)
        return _Taken(own & measure.when.surely(span), own & measure.when.possibly(span))

    def _takes(self, tally: Tally) -> Period | None:
        """Give the time whose rows a tally counts already; None where it counts beside them."""
        beside = tally.per_year or tally.beside_records
        return tally.span() if self.measure.adds_up and not beside else None

    # --- The number -------------------------------------------------------------------------------

    def count(self, period: Period) -> Counted:
        """Count a period."""
        tallies = self._without_wider([self.part_of(tally, period) for tally in self.tallies()])
        records, spoken_for = self._records(period, tallies)
        others = [part for part in tallies if not part.tally.beside_records]
        dated = [part.part for part in others if part.part and part.tally.span() is not None]
        undated = [part.part for part in others if part.part and part.tally.span() is None]
        beside = [it.part for it in tallies if it.part and it.tally.beside_records]
        known = total([records, *beside])
        if self.measure.adds_up:
            # What an undated total covers nobody knows: the records may be in it.
            number = together([total([known, *dated]), *undated])
        else:
            number = together([known, *dated, *undated])
        return Counted(period, number, records, tallies, spoken_for)

    def _records(self, period: Period, tallies: list[TallyPart]) -> tuple[Quantity, int]:
        if (total := self.kept.get(span_of(period))) is not None:
            return total.quantity, total.spoken_for
        rows = self.rows()
        if rows is None or self.measure.when is None:
            return NOTHING, 0
        taken = [self._spoken_for(part.tally) for part in tallies if part.part is not None]
        surely, possibly = Q(), Q()
        for one in taken:
            if one is not None:
                surely |= one.surely
                possibly |= one.possibly
        known = self.measure.count(rows, period, surely=surely, possibly=possibly)
        if not surely:
            return known, 0
        return known, rows.filter(surely, self.measure.when.surely(period)).count()

    # --- One row ----------------------------------------------------------------------------------

    def has(self, row: Row) -> bool:
        """Say whether a row, given as the values of these columns, can count whenever."""
        return _belongs(self.measure, row, self.unit, self.filters)

    def judge(self, row: Row, period: Period) -> tuple[Judged, bool]:
        """Say whether a row that can count does so in a period, and whether a tally speaks for it.

        It says of one row what `count` counts of all.
        """
        measure = self.measure
        if measure.when is None:
            return (False, False), False
        low, high = measure.when.judged(row, period)
        surely = possibly = False
        for part in self._without_wider([self.part_of(it, period) for it in self.tallies()]):
            span = self._takes(part.tally) if part.part is not None else None
            if span and _belongs(measure, row, part.tally.unit, part.tally.filters):
                taken = measure.when.judged(row, span)
                surely, possibly = surely or taken[0], possibly or taken[1]
        return (low and not possibly, high and not surely), surely and low

    def counting_rows(self, period: Period) -> tuple[QuerySet[Any], QuerySet[Any]]:
        """Give the rows that surely count in a period, and those that can."""
        rows, when = self.rows(), self.measure.when
        if rows is None or when is None:
            raise ValueError(self.measure.name)
        surely, possibly = Q(), Q()
        for part in self._without_wider([self.part_of(it, period) for it in self.tallies()]):
            taken = self._spoken_for(part.tally) if part.part is not None else None
            if taken is not None:
                surely, possibly = surely | taken.surely, possibly | taken.possibly
        low, high = when.surely(period), when.possibly(period)
        if possibly:
            low, high = low & ~possibly, high & ~surely
        return rows.filter(low), rows.filter(high)

    def count_years(self, period: Period, on: datetime.date) -> Counted:
        """Count each whole year of a period: the lowest to the highest number of a year."""
        stated = [tally for tally in self.tallies() if tally.per_year]
        tallies = [TallyPart(tally, tally.quantity) for tally in stated]
        numbers = [tally.quantity for tally in stated if self._stated_of(tally, period)]
        numbers += [self.count(year).number for year in whole_years(period, on)]
        number = numbers[0] if numbers else NOTHING
        for other in numbers[1:]:
            number = number.hull(other)
        return Counted(period, number, NOTHING, tallies)

    def _stated_of(self, tally: Tally, period: Period) -> bool:
        span = tally.span()
        if span is None:
            return period.is_open
        return period.is_open or (span.first <= period.last and period.first <= span.last)

    def history(self, years: int, on: datetime.date) -> list[tuple[int, Quantity]]:
        """Count the last years one by one; a stock on each year's last day, or today."""
        return [
            (period.last.year, self.count(period).number)
            for period in periods_of_history(self.measure, years, on)
        ]


def whole_years(period: Period, on: datetime.date) -> list[Period]:
    """Give the years of a period that are over by a day; an open one names none."""
    if period.is_open:
        return []
    last = min(period.last, on)
    years = [Period.year(year) for year in range(period.first.year, last.year + 1)]
    return [year for year in years if period.first <= year.first and year.last <= last]


def periods_of_history(measure: Measure, years: int, on: datetime.date) -> list[Period]:
    """Give the last years one by one; of a stock the last day of each, or today."""
    found = [Period.year(year) for year in range(on.year - years + 1, on.year + 1)]
    if measure.kind is Kind.STOCK:
        return [Period.as_of(min(year.last, on)) for year in found]
    return found


@dataclass(frozen=True)
class _Taken:
    surely: Q
    possibly: Q


def _belongs(measure: Measure, row: Row, unit: Unit, filters: Mapping[str, str]) -> bool:
    """Say of one row whether it is of a unit or below it, and passes filters."""
    path: str = row[f"{measure.unit_path}__path"]
    return path.startswith(unit.path) and all(
        measure.dimension(name).has(row, value) for name, value in filters.items()
    )


def in_unit(measure: Measure, unit: Unit) -> Q:
    """Keep the rows of a unit and of those below it."""
    if unit.pk == unit.top_id:
        return Q(**{measure.tree_path: unit.pk})
    return Q(**{f"{measure.unit_path}__in": Unit.objects.below(unit)})


def count_figure(figure: Figure, on: datetime.date, question: Question | None = None) -> Counted:
    """Count a figure as of a day."""
    question, period = question or Question.of(figure), figure.period(on)
    if figure.per_year:
        return question.count_years(period, on)
    return question.count(period)
