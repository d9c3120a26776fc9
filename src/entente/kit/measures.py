"""What can be counted: each app declares its measures in `measures.py`, beside its models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

from django.db.models import Aggregate, Count, F, JSONField, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.periods import (
    Period,
    possibly_within,
    surely_not_after,
    surely_not_before,
    surely_within,
)
from entente.kit.periods.lookups import not_after, not_before
from entente.kit.quantities import Quantity


class Listed(Aggregate):
    """All values of a column, as one list.

    Told apart in Python it takes a third of the time that SQLite needs to count different ones.
    """

    function = "JSON_GROUP_ARRAY"
    template = "%(function)s(%(expressions)s)"
    output_field = JSONField()
    allow_distinct = False

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Name the function as PostgreSQL does."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


Text = str | Promise
Row = Mapping[str, Any]
Judged = tuple[bool, bool]  # whether a row surely counts, and whether it can
EVERY = Q()


class CountingUnit(Enum):
    """In what is counted; two sentences in different units never agree."""

    PERSONS = "persons"
    PERSON_TIMES = "person_times"
    GROUPS = "groups"
    INSTITUTIONS = "institutions"
    COUNTRIES = "countries"
    PROGRAMMES = "programmes"
    AGREEMENTS = "agreements"
    PROJECTS = "projects"
    LABS = "labs"
    CENTRES = "centres"
    EVENTS = "events"
    COURSES = "courses"
    PUBLICATIONS = "publications"
    PATENTS = "patents"
    PRIZES = "prizes"
    MONEY = "cny"
    MONTHS = "months"
    YEARS = "years"

    @property
    def label(self) -> Text:
        """The unit in the reader's language."""
        return UNIT_LABELS[self]


UNIT_LABELS: dict[CountingUnit, Text] = {
    CountingUnit.PERSONS: pgettext_lazy("counting unit", "persons"),
    CountingUnit.PERSON_TIMES: pgettext_lazy("counting unit", "person-times"),
    CountingUnit.GROUPS: pgettext_lazy("counting unit", "groups"),
    CountingUnit.INSTITUTIONS: pgettext_lazy("counting unit", "institutions"),
    CountingUnit.COUNTRIES: pgettext_lazy("counting unit", "countries and regions"),
    CountingUnit.PROGRAMMES: pgettext_lazy("counting unit", "programmes"),
    CountingUnit.AGREEMENTS: pgettext_lazy("counting unit", "agreements"),
    CountingUnit.PROJECTS: pgettext_lazy("counting unit", "projects"),
    CountingUnit.LABS: pgettext_lazy("counting unit", "laboratories"),
    CountingUnit.CENTRES: pgettext_lazy("counting unit", "centres"),
    CountingUnit.EVENTS: pgettext_lazy("counting unit", "events"),
    CountingUnit.COURSES: pgettext_lazy("counting unit", "courses"),
    CountingUnit.PUBLICATIONS: pgettext_lazy("counting unit", "publications"),
    CountingUnit.PATENTS: pgettext_lazy("counting unit", "patents"),
    CountingUnit.PRIZES: pgettext_lazy("counting unit", "prizes"),
    CountingUnit.MONEY: pgettext_lazy("counting unit", "yuan"),
    CountingUnit.MONTHS: pgettext_lazy("counting unit", "months"),
    CountingUnit.YEARS: pgettext_lazy("counting unit", "years"),
}


class Kind(Enum):
    """Whether a measure counts what holds on a day, or what falls into a period."""

    STOCK = "stock"
    FLOW = "flow"

    @property
    def label(self) -> Text:
        """What it is called."""
        if self is Kind.STOCK:
            return _("stock: what holds on the day")
        return _("flow: what falls into the period")


# --- What puts a record into a period -------------------------------------------------------------


class When(Protocol):
    """Which records count in a period: surely, and possibly (which includes the sure ones)."""

    def surely(self, period: Period) -> Q:
        """Keep what counts whatever its dates mean exactly."""

    def possibly(self, period: Period) -> Q:
        """Keep what can count."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns that it looks at."""

    def judged(self, row: Row, period: Period) -> Judged:
        """Say of one row, given as the values of its columns, what the conditions would say."""


@dataclass(frozen=True)
class Falls:
    """A flow: a record counts in the period into which its date falls.

    Without a date it can have happened in any period, so it counts possibly.
    """

    date: str

    def surely(self, period: Period) -> Q:
        """Keep dates all of whose days lie in the period."""
        if period.is_open:
            return Q()
        return surely_within(self.date, period.first, period.last)

    def possibly(self, period: Period) -> Q:
        """Keep dates of which a day can lie in it, and missing ones."""
        if period.is_open:
            return Q()
        unknown = Q(**{f"{self.date}__isnull": True})
        return unknown | possibly_within(self.date, period.first, period.last)

    @property
    def columns(self) -> tuple[str, ...]:
        """Look at the date."""
        return (self.date,)

    def judged(self, row: Row, period: Period) -> Judged:
        """Say the same of one row."""
        date = row[self.date]
        if period.is_open:
            return True, True
        if date is None:
            return False, True
        return period.surely_contains(date), period.possibly_contains(date)


@dataclass(frozen=True)
class FallsOnDay:
    """A flow by a column that holds a day."""

    date: str

    def surely(self, period: Period) -> Q:
        """Keep days in the period."""
        return Q(**{f"{self.date}__range": (period.first, period.last)})

    def possibly(self, period: Period) -> Q:
        """Keep the same: a day is a day."""
        return self.surely(period)

    @property
    def columns(self) -> tuple[str, ...]:
        """Look at the day."""
        return (self.date,)

    def judged(self, row: Row, period: Period) -> Judged:
        """Say the same of one row."""
        inside = row[self.date] is not None and period.contains(row[self.date])
        return inside, inside


@dataclass(frozen=True)
class Holds:
    """A stock: a record counts on the last day of the period if it began and has not ended.

    What began on an unknown day and has not ended by then counts: it is a record because it
    holds. What ended, ended on its last day, which still counts.
    """

    start: str
    end: str

    def surely(self, period: Period) -> Q:
        """Keep what holds on that day whatever its dates mean exactly."""
        day = period.last
        begun = Q(**{f"{self.start}__isnull": True}) | surely_not_after(self.start, day)
        return begun & (Q(**{f"{self.end}__isnull": True}) | surely_not_before(self.end, day))

    def possibly(self, period: Period) -> Q:
        """Keep what can hold on that day."""
        day = period.last
        begun = Q(**{f"{self.start}__isnull": True}) | not_after(self.start, day)
        return begun & (Q(**{f"{self.end}__isnull": True}) | not_before(self.end, day))

    @property
    def columns(self) -> tuple[str, ...]:
        """Look at both ends."""
        return (self.start, self.end)

    def judged(self, row: Row, period: Period) -> Judged:
        """Say the same of one row."""
        day, start, end = period.last, row[self.start], row[self.end]
        surely = (start is None or start.latest <= day) and (end is None or end.earliest >= day)
        possibly = (start is None or start.earliest <= day) and (end is None or end.latest >= day)
        return surely, possibly


# --- By what one can filter and split -------------------------------------------------------------


@dataclass(frozen=True)
class Dimension:
    """Something to filter and to split by.

    `path` leads to the column from the counted rows; `choices` gives the values with their words,
    `record` names a model whose rows are the values, `is_year` is the year of a date column.
    With `many` the path leads to several rows of which some have no value: these are not shown as
    unknown.
    """

    name: str
    label: Text
    path: str
    choices: Callable[[], list[tuple[str, Any]]] | None = None
    record: str = ""
    is_year: bool = False
    many: bool = False

    def keep(self, value: str) -> Q:
        """Keep the rows with a value; none has one that cannot be."""
        if value and not self._can_be(value):
            return Q(pk__in=())
        if self.is_year:
            return Q(**{f"{self.path}__gte": value, f"{self.path}__lt": str(int(value) + 1)})
        return Q(**{self.path: value})

    def has(self, row: Row, value: str) -> bool:
        """Say of one row, given as the values of its columns, whether it has a value."""
        held = "" if row[self.path] is None else str(row[self.path])
        return row[self.path] is not None and (held[:4] if self.is_year else held) == value

    def _can_be(self, value: str) -> bool:
        if self.choices is not None:
            return value in {str(known) for known, _label in self.choices()}
        return value.isdigit() if self.is_year or self.record else True

    def value(self) -> Any:
        """Give the expression to split by."""
        return Substr(F(self.path), 1, 4) if self.is_year else F(self.path)

    def words(self, values: set[str]) -> dict[str, str]:
        """Read values in the reader's language."""
        if self.choices is not None:
            known = {str(value): str(label) for value, label in self.choices()}
            return {value: known.get(value, value) for value in values}
        if self.record:
            from django.apps import apps

            rows: Any = apps.get_model(self.record)._default_manager
            keys = [int(value) for value in values if value.isdigit()]
            found = {str(key): str(row) for key, row in rows.in_bulk(keys).items()}
            return {value: found.get(value, value) for value in values}
        return {value: value for value in values}


# --- Measures -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """A definition: what is counted, in which unit, and when it falls into a period.

    `name` is the word of the field for it, the same in texts that are checked. `rows` gives the
    records from which is counted, `among` says which of them can count; without rows nothing but
    tallies is counted so far. Measures of the same rows are read together. `counts` names the
    column of which different values are counted; else each row is one. `adds_up` says whether
    numbers of separate periods can be added: different persons or institutions cannot.
    `unit_path` and `tree_path` lead to the owner, `watches` names the models whose changes can
    change the number, `permission` is what it takes to see the records. `date` is the column
    shown beside a record, `record_path` leads from a row to the record that a reader knows.
    `paths` says, for each watched model, how its records lead to the rows that they can change:
    `pk` where they are the rows themselves. Figures of such a measure are kept by differences. A
    record beside the rows lets all of its rows in or none, and no dimension has several values.
    `open_where` keeps the rows beside which more is known to be that nobody could enter: with one
    of them the number is open upwards.
    """

    name: str
    label: Text
    definition: Text
    unit: CountingUnit
    kind: Kind
    when: When | None = None
    rows: Callable[[], QuerySet[Any]] | None = None
    among: Q = EVERY
    counts: str = ""
    leaves_out: Text = ""
    dimensions: tuple[Dimension, ...] = ()
    permission: str = ""
    unit_path: str = "unit"
    tree_path: str = "top_unit"
    watches: tuple[str, ...] = ()
    date: str = ""
    record_path: str = ""
    sums: bool | None = None
    open_where: Q = EVERY
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether numbers of separate periods can be added."""
        if self.sums is not None:
            return self.sums
        return self.kind is Kind.FLOW and not self.counts

    def dimension(self, name: str) -> Dimension:
        """Find a dimension by its name; a `KeyError` where there is none."""
        return {dimension.name: dimension for dimension in self.dimensions}[name]

    def counted(self) -> QuerySet[Any]:
        """Give the records that can count; a `ValueError` where the measure has none."""
        if self.rows is None:
            raise ValueError(self.name)
        return self.rows().filter(self.among)

    def filtered(self, filters: Mapping[str, str]) -> Q:
        """Keep the rows that pass every filter."""
        kept = Q()
        for name, value in filters.items():
            kept &= self.dimension(name).keep(value)
        return kept

    def count(
        self, rows: QuerySet[Any], period: Period, *, surely: Q = EVERY, possibly: Q = EVERY
    ) -> Quantity:
        """Count rows in a period, in one query.

        `surely` and `possibly` say which rows are counted elsewhere: those that surely are, and
        those that can be.
        """
        if self.when is None:
            return Quantity.exactly(0)
        low, high = self.when.surely(period), self.when.possibly(period)
        if possibly:
            low, high = low & ~possibly, high & ~surely
        can = rows.filter(high).order_by()  # what surely counts is among it
        return self.quantity(can.aggregate(**self.aggregates(low, EVERY)))

    def aggregates(self, low: Q, high: Q) -> dict[str, Count]:
        """Give what a query counts: what surely counts, what possibly does, where there is more.

        With `EVERY` all rows of the query possibly count.
        """
        column = self.counts or "pk"
        # Where rows have no several values, none comes twice.
        distinct = bool(self.counts) or not self.paths
        counted = {
            "low": Count(column, filter=low or None, distinct=distinct),
            "high": Count(column, filter=high or None, distinct=distinct),
        }
        if self.open_where:
            counted["more"] = Count("pk", filter=high & self.open_where)
        return counted

    def listed(self) -> dict[str, Aggregate]:
        """Give what a query lists of the column that is counted, for it to be told apart later."""
        more = {"more": Count("pk", filter=self.open_where)} if self.open_where else {}
        return {"values": Listed(self.counts), **more}

    def quantity(self, found: Mapping[str, int]) -> Quantity:
        """Read what a query counted."""
        return Quantity(found["low"], None if found.get("more") else found["high"])


@dataclass
class _Registry:
    measures: dict[str, Measure] = field(default_factory=dict)


_registry = _Registry()


def declare(*measures: Measure) -> None:
    """Make measures known; an app calls it when it starts.

    Where a measure that so far only tallies stood for gets records, the one with records stays.
    """
    for measure in measures:
        known = _registry.measures.get(measure.name)
        if known is None or known.rows is None or measure.rows is not None:
            _registry.measures[measure.name] = measure


def measures() -> list[Measure]:
    """Give every measure, ordered by its name in the reader's language."""
    return sorted(_registry.measures.values(), key=lambda measure: str(measure.label))


def measure_named(name: str) -> Measure | None:
    """Find a measure."""
    return _registry.measures.get(name)


def watching(labels: set[str]) -> list[Measure]:
    """Give the measures that can change when records of these models change."""
    return [measure for measure in _registry.measures.values() if labels & set(measure.watches)]
