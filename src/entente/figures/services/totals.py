"""Kept totals: made by counting, changed by differences, compared with a new count.

A record that changes is judged as it was and as it is. A figure that counts rows changes by the
row; one that counts different persons only where no other row of the person counts.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from entente.figures.counting import (
    HISTORY_YEARS,
    Question,
    count_figure,
    periods_of_history,
    whole_years,
)
from entente.figures.models import Figure, Span, Tally, Total, span_of
from entente.kit.measures import Judged, Measure, Row, measure_named, watching
from entente.kit.periods import Period
from entente.kit.records import Record

# More rows than this at once are not judged one by one: their figures are counted anew.
MOST_ROWS = 200
# So many other rows of the same person, or country, are looked at before the database is asked.
LOOKED_AT = 50
ONE_DAY = datetime.timedelta(days=1)
TRIES = 3
Rows = Mapping[int, Row]
Difference = tuple[int, int, int]


# --- Counted --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A kept total that is not what counting gives."""

    figure: Figure
    period: Period
    kept: Total
    counted: Difference

    def __str__(self) -> str:
        return f"{self.figure} ({self.period}): {self.kept.quantity.plain} ≠ {self.counted[:2]}"


def periods_kept(figure: Figure, on: datetime.date) -> list[Period]:
    """Name the periods of which totals are kept: those of a day and, ahead, of the next.

    So a figure that slides need not be counted when the day begins.
    """
    found = []
    for day in (on, on + ONE_DAY):
        period = figure.period(day)
        found.append(period)
        found += whole_years(period, day) if figure.per_year else []
        found += periods_of_history(figure.definition, HISTORY_YEARS, day)
    return list({span_of(period): period for period in found}.values())


def keep_totals(figure: Figure, *, on: datetime.date, anew: bool) -> None:
    """Count what is not kept yet, or all of it anew, and forget what nobody asks any more."""
    if not figure.definition.paths:
        return
    asked = {span_of(period): period for period in periods_kept(figure, on)}
    kept = {total.span: total.pk for total in figure.totals.all()}
    figure.totals.filter(pk__in=[pk for span, pk in kept.items() if span not in asked]).delete()
    held = set() if anew else set(kept)
    missing = {span: period for span, period in asked.items() if span not in held}
    for attempt in range(TRIES):
        if not missing or _counted(figure, missing, hold=attempt == TRIES - 1):
            return


def _counted(figure: Figure, asked: Mapping[Span, Period], *, hold: bool) -> bool:
    """Count and keep; False where records changed meanwhile. `hold` lets them wait instead."""
    row = Figure.objects.filter(pk=figure.pk)
    question = Question.of(figure, kept=False)
    with transaction.atomic():
        if hold:
            row.select_for_update().get()
        touched = row.values_list("touched", flat=True).get()
        found = {span: question.count(period) for span, period in asked.items()}
    with transaction.atomic():
        if row.select_for_update().get().touched != touched:
            return False
        Total.objects.bulk_create(
            [
                Total(
                    figure=figure,
                    first=span[0],
                    last=span[1],
                    is_open=span[2],
                    low=counted.records.low,
                    high=counted.records.high or 0,
                    spoken_for=counted.spoken_for,
                )
                for span, counted in found.items()
            ],
            update_conflicts=True,
            unique_fields=("figure", "first", "last", "is_open"),
            update_fields=("low", "high", "spoken_for"),
        )
    return True


def faults(figures: Iterable[Figure], *, on: datetime.date) -> Iterator[Fault]:
    """Count anew what is kept and name what differs; nothing is changed."""
    for figure in figures:
        question = Question.of(figure, kept=False)
        periods = {span_of(period): period for period in periods_kept(figure, on)}
        for total in figure.totals.all():
            period = periods.get(total.span) or total.period
            counted = question.count(period)
            found = (counted.records.low, counted.records.high or 0, counted.spoken_for)
            if found != (total.low, total.high, total.spoken_for):
                yield Fault(figure, period, total, found)


# --- Changed by differences -----------------------------------------------------------------------


@contextmanager
def kept_true(records: Sequence[Record], measures: Sequence[Measure]) -> Iterator[None]:
    """Change the totals of these measures by what writing these records changes."""
    label = records[0]._meta.label_lower
    changes = [_Change(measure, measure.paths[label]) for measure in measures]
    keys = {record.pk for record in records if record.pk}
    for change, rows in _looked_at(changes, keys):
        change.before = rows
    yield
    keys |= {record.pk for record in records if record.pk}
    for change, rows in _looked_at(changes, keys):
        change.keys, change.after = keys, rows
    by_measure = {it.measure.name: it for it in changes if not it.too_many and it.differs}
    if by_measure:
        _apply(by_measure, on=timezone.localdate())
    if lost := {it.measure.name for it in changes if it.too_many}:
        _forget(lost, {record.chain for record in records})


def keeping(records: Sequence[Record]) -> Any:
    """Give what is to be done around the writing of records; None where no figure counts them."""
    label = records[0]._meta.label_lower
    concerned = {it.name: it for it in watching({label}) if label in it.paths}
    if not concerned:
        return None
    asked = Figure.objects.filter(measure__in=concerned).order_by()
    names = asked.values_list("measure", flat=True).distinct()
    measures = [concerned[name] for name in names]
    return kept_true(records, measures) if measures else None


class _Change:
    """What one writing of records changes in the rows of a measure."""

    def __init__(self, measure: Measure, path: str) -> None:
        self.measure, self.path = measure, path
        self.keys: Collection[int] = ()
        self.before: Rows = {}
        self.after: Rows = {}

    @property
    def too_many(self) -> bool:
        """Whether there are more rows than are judged one by one.

        Where a record beside the rows lets many of them in before as after, it changed nothing.
        """
        before, after = (len(rows) > MOST_ROWS for rows in (self.before, self.after))
        one_beside = self.path != "pk" and len(self.keys) == 1
        return before != after or (before and not one_beside)

    @property
    def differs(self) -> bool:
        """Whether a row is another than before."""
        many = len(self.before) > MOST_ROWS
        return not many and self.before != self.after


def _looked_at(changes: Sequence[_Change], keys: Collection[int]) -> Iterator[tuple[_Change, Rows]]:
    """Read the rows that records lead to, once for all measures of the same rows."""
    together: dict[Any, list[_Change]] = defaultdict(list)
    for change in changes:
        together[change.measure.rows, change.path].append(change)
    for (_rows, path), group in together.items():
        found: Mapping[str, Rows] = {}
        if len(keys) > MOST_ROWS:
            found = {it.measure.name: {key: {} for key in keys} for it in group}
        elif keys:
            found = _read([it.measure for it in group], Q(**{f"{path}__in": keys}))
        yield from ((it, found.get(it.measure.name, {})) for it in group)


def _read(measures: Sequence[Measure], led: Q, most: int = MOST_ROWS) -> dict[str, Rows]:
    """Give the rows that can count in each measure, one more than `most` where there are more.

    The measures count the same rows.
    """
    names = [it.name for it in measures]
    found = list(_asked(tuple(names), timezone.localdate()).filter(led)[: most + 1])
    if len(found) > most and len(measures) > 1:
        return {it.name: _read([it], led, most)[it.name] for it in measures}
    return {
        it.name: {
            row["pk"]: {name: row[name] for name in _columns(it)}
            for row in found
            if row[_mark_of(it.name)]
        }
        for it in measures
    }


@lru_cache(maxsize=64)
def _asked(names: Sequence[str], _on: datetime.date) -> models.QuerySet[Any, dict[str, Any]]:
    """Ask for the rows of measures with what each is judged by.

    To put such a question takes as long as to have it answered, so it is put once a day.
    """
    measures = [it for it in map(measure_named, names) if it is not None]
    rows = measures[0].rows().order_by()  # type: ignore[misc]
    if len(measures) == 1:
        rows = rows.filter(measures[0].among)
    marks = {_mark_of(it.name): _condition(it.among) for it in measures}
    columns = chain.from_iterable(map(_columns, measures))
    asked: models.QuerySet[Any, dict[str, Any]] = rows.annotate(**marks).values(
        *dict.fromkeys((*columns, *marks))
    )
    return asked


def _mark_of(name: str) -> str:
    return f"counts_in_{name}"


def _condition(among: Q) -> models.expressions.Combinable:
    if not among:
        return models.Value(value=True)
    return models.ExpressionWrapper(among, output_field=models.BooleanField())


def _columns(measure: Measure) -> list[str]:
    """Name the columns by which one row of a measure is judged, and by which it is counted."""
    dimensions = (it.path for it in measure.dimensions if it.path)
    judged = measure.when.columns if measure.when else ()
    owner = (f"{measure.unit_path}__path", measure.tree_path)
    counts = (measure.counts,) if measure.counts else ()
    return list(dict.fromkeys(("pk", *owner, *judged, *dimensions, *counts)))


def _apply(changes: Mapping[str, _Change], *, on: datetime.date) -> None:
    """Find the totals that count a row otherwise than before, and change them with their figures.

    Touching the figures holds them: who changes records of the same figures waits, and then sees
    what was done here.
    """
    rows = [row for it in changes.values() for row in (*it.before.values(), *it.after.values())]
    measures = {name: it.measure for name, it in changes.items()}
    trees = {row[it.measure.tree_path] for it in changes.values() for row in _rows_of(it)}
    paths = {path for it in changes.values() for path in _paths(it.measure, _rows_of(it))}
    figures = Figure.objects.filter(measure__in=measures, top_unit__in=trees)
    figures = figures.filter(unit__path__in=paths)
    if not rows or not figures.update(touched=F("touched") + 1):
        return
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for tally in Tally.objects.filter(measure__in=measures, top_unit__in=trees).for_list():
        tallies[tally.measure].append(tally)
    concerned = {
        figure.pk: figure
        for figure in figures.select_related("unit")
        if any(
            Question.of(figure, kept=False).has(row) for row in _rows_of(changes[figure.measure])
        )
    }
    models.prefetch_related_objects(list(concerned.values()), "totals")
    others = _Others(changes.values())
    differences: dict[Difference, list[Total]] = defaultdict(list)
    for figure in concerned.values():
        question = Question.of(figure, known=tallies[figure.measure])
        for total in question.kept.values():
            found = _difference(question, total, changes[figure.measure], others)
            if any(found):
                differences[found].append(total)
    for (low, high, spoken_for), totals in differences.items():
        Total.objects.filter(pk__in=[total.pk for total in totals]).update(
            low=F("low") + low, high=F("high") + high, spoken_for=F("spoken_for") + spoken_for
        )
        for total in totals:
            total.low, total.high = total.low + low, total.high + high
            total.spoken_for += spoken_for
    _mark(concerned.values(), tallies, on=on)


def _rows_of(change: _Change) -> list[Row]:
    return [*change.before.values(), *change.after.values()]


def _paths(measure: Measure, rows: Iterable[Row]) -> set[str]:
    """Give the paths of the units of rows and of all units above."""
    found: set[str] = set()
    for path in {row[f"{measure.unit_path}__path"] for row in rows}:
        parts = [f"{part}/" for part in path.split("/") if part]
        found |= set(accumulate(parts, initial="/"))
    return found


def _difference(question: Question, total: Total, change: _Change, others: _Others) -> Difference:
    """Say by how much a total changes: what surely counts, what can, what tallies speak for."""
    period = total.period
    before, after = (
        [(row, *question.judge(row, period)) for row in rows.values() if question.has(row)]
        for rows in (change.before, change.after)
    )
    spoken_for = sum(it[2] for it in after) - sum(it[2] for it in before)
    column = question.measure.counts
    found = []
    known: dict[Any, Judged] = {}
    for bound in (0, 1):
        was = [row for row, judged, _spoken in before if judged[bound]]
        now = [row for row, judged, _spoken in after if judged[bound]]
        if not column:
            found.append(len(now) - len(was))
            continue
        gone, come = ({row[column] for row in rows} - {None} for rows in (was, now))
        for value in (gone ^ come) - set(known):
            known[value] = others.count(value, question, period)
        found.append(
            sum(not known[value][bound] for value in come - gone)
            - sum(not known[value][bound] for value in gone - come)
        )
    return found[0], found[1], spoken_for


class _Others:
    """The rows beside those that change, of the same persons (countries, …)."""

    def __init__(self, changes: Iterable[_Change]) -> None:
        self.changes = list(changes)
        self.changed = {key for it in self.changes for key in (*it.before, *it.after)}
        self.known: dict[Any, dict[str, Rows]] = {}

    def count(self, value: Any, question: Question, period: Period) -> Judged:
        """Say whether another row of a person surely counts in a period, and whether one can."""
        known = self._known(value, question)
        low, high = _either(known, question, period)
        if low or len(known) <= LOOKED_AT:
            return low, high
        if _either(self._near(value, question), question, period)[0]:
            return True, True
        led = self._led(value, question)
        sure, can = (rows.filter(led).order_by() for rows in question.counting_rows(period))
        if sure.exists():
            return True, True
        return False, high or can.exists()

    def _known(self, value: Any, question: Question) -> Rows:
        """Read a handful of rows, all of them where there are not more."""
        return self._read(value, question, Q(**{question.measure.tree_path: question.unit.top_id}))

    def _near(self, value: Any, question: Question) -> Rows:
        """Read a handful of the units whose rows change: they count where these do."""
        path = f"{question.measure.unit_path}__path"
        units = {row[path] for it in self.changes for row in _rows_of(it) if path in row}
        return self._read(value, question, Q(**{f"{path}__in": units}))

    def _read(self, value: Any, question: Question, among: Q) -> Rows:
        """Read rows once for all measures that count the same of the same rows."""
        measure = question.measure
        key = measure.rows, measure.counts, value, among
        if key not in self.known:
            alike = [it.measure for it in self.changes]
            alike = [it for it in alike if (it.rows, it.counts) == (measure.rows, measure.counts)]
            self.known[key] = _read(alike, among & self._led(value, question), LOOKED_AT)
        return self.known[key][measure.name]

    def _led(self, value: Any, question: Question) -> Q:
        return Q(**{question.measure.counts: value}) & ~Q(pk__in=self.changed)


def _either(rows: Rows, question: Question, period: Period) -> Judged:
    """Say whether one of these rows surely counts, and whether one can."""
    low = high = False
    for row in rows.values():
        if question.has(row):
            surely, possibly = question.judge(row, period)[0]
            low, high = low or surely, high or possibly
            if low:
                break
    return low, high


def _mark(
    figures: Iterable[Figure], tallies: Mapping[str, Sequence[Tally]], *, on: datetime.date
) -> None:
    """Keep the new numbers beside their figures; what has no total of this day is counted later."""
    late = set()
    changed: dict[tuple[int, int], list[int]] = defaultdict(list)
    for figure in figures:
        question = Question.of(figure, known=tallies[figure.measure])
        if span_of(figure.period(on)) not in question.kept:
            late.add(figure.measure)
            continue
        number, held = count_figure(figure, on, question).number, figure.current
        if held is None or (held.high is None) != (number.high is None):
            late.add(figure.measure)
        elif held != number:
            by = number.low - held.low, (number.high or 0) - (held.high or 0)
            changed[by].append(figure.pk)
    for (low, high), keys in changed.items():
        Figure.objects.filter(pk__in=keys).update(
            current_low=F("current_low") + low,
            current_high=F("current_high") + high,
            counted_at=timezone.now(),
        )
    if late:
        recount_later(late, {figure.top_unit_id for figure in figures})


def _forget(names: Collection[str], chains: Collection[int]) -> None:
    """Forget the totals of measures, in some trees or all of them (chain 0), and count later."""
    figures = Figure.objects.filter(measure__in=names)
    if 0 not in chains:
        figures = figures.filter(top_unit__in=chains)
    figures.update(touched=F("touched") + 1)
    Total.objects.filter(figure__in=figures).delete()
    recount_later(set(names), set(chains))


# --- Counted anew, later --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Recount:
    """Counting anew once the change is committed; the same one is done once."""

    names: frozenset[str]
    chains: frozenset[int]

    def __call__(self) -> None:
        from entente.figures.services.figures import recount_measure  # it keeps totals itself

        trees = set() if 0 in self.chains else set(self.chains)
        recount_measure(set(self.names), trees, on=timezone.localdate())


def recount_later(names: set[str], chains: set[int]) -> None:
    """Count the figures of measures anew once this change is committed, in some trees or all.

    Records that all institutions share are in the chain 0: they concern the figures of all.
    """
    recount = _Recount(frozenset(names), frozenset(chains))
    inside = set(connection.savepoint_ids)
    waiting: Iterable[tuple[set[str], Callable[[], object]]] = (
        (entry[0], entry[1]) for entry in connection.run_on_commit
    )
    if not any(at <= inside and what == recount for at, what in waiting):
        transaction.on_commit(recount, robust=True)
