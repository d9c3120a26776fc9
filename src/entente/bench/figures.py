"""How fast figures over many stays are: read, counted, marked after a change, split.

Each stands beside DuckDB, which computes the same from the Parquet file of the same stays.
"""

from __future__ import annotations

import datetime
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from entente.bench import data
from entente.figures import services
from entente.figures.counting import Question, count_figure
from entente.figures.exploring import Split, split
from entente.figures.models import Figure
from entente.kit.measures import measure_named
from entente.kit.periods import Period
from entente.mobility import services as mobility
from entente.mobility.models import Stay
from entente.office.models import Unit
from entente.office.services import system_user
from entente.organisations.models import Organisation
from entente.people.models import Person

PAGE = 40
ONE, MANY, MARKED, EXPLORED = 100.0, 300.0, 20.0, 500.0
EXPLORED_AT = 1_000_000
ROUNDS = 15
PERSONS = "count(DISTINCT person_id)"
TIMES = "count(*)"
OUT = "direction = 'outbound' AND level <> 'staff' AND kind <> 'conference'"
INTO = "direction = 'inbound' AND level <> 'staff' AND kind <> 'conference'"
# What DuckDB is asked for each measure: what is counted, and of which rows.
ASKED = {
    "students_outbound": (PERSONS, OUT),
    "students_outbound_times": (TIMES, OUT),
    "students_inbound": (PERSONS, INTO),
    "students_inbound_times": (TIMES, INTO),
    "staff_outbound": (
        PERSONS,
        "direction = 'outbound' AND level = 'staff' AND kind <> 'conference'",
    ),
    "destination_countries": ("count(DISTINCT country)", OUT),
    "conference_attendance": (PERSONS, "direction = 'outbound' AND kind = 'conference'"),
    "students_inbound_ministry": (
        PERSONS,
        f"{INTO} AND nationality NOT IN ('CN', 'HK', 'MO', 'TW', '')",
    ),
}
NARROWED: tuple[dict[str, str], ...] = (
    {},
    {},
    {"country": "DE"},
    {"kind": "exchange"},
    {"level": "master"},
)


@dataclass(frozen=True)
class Timing:
    """One line of the table; times in milliseconds."""

    name: str
    size: int
    median: float
    duckdb: float | None
    goal: float | None

    @property
    def reached(self) -> bool:
        """Whether the goal is met, as far as there is one."""
        return self.goal is None or self.median <= self.goal

    def plain(self) -> dict[str, Any]:
        """Give the line for machines."""
        return asdict(self) | {"reached": self.reached}


def table(timings: Iterable[Timing]) -> str:
    """Draw the table."""
    lines = [
        "| what | stays | ms | DuckDB, ms | ratio | goal | |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for it in timings:
        duckdb = "" if it.duckdb is None else f"{it.duckdb:,.1f}"
        ratio = "" if it.duckdb is None else f"{it.median / it.duckdb:.2f}"
        goal = "" if it.goal is None else f"≤ {it.goal:g}"
        reached = "" if it.goal is None else "reached" if it.reached else "missed"
        told = (it.name, f"{it.size:,}", f"{it.median:,.1f}", duckdb, ratio, goal, reached)
        lines.append(f"| {' | '.join(told)} |")
    return "\n".join(lines) + "\n"


# --- What is measured -----------------------------------------------------------------------------


def forty(home: Unit) -> list[Figure]:
    """Make the figures of a page: several measures, narrowed or not, in several periods."""
    if not Figure.objects.exists():
        by, on = system_user(), timezone.localdate()
        school = Unit.objects.filter(top=home).exclude(pk=home.pk).order_by("pk")[1]
        periods: tuple[dict[str, Any], ...] = (
            {"period_kind": "last_years", "period_count": 3},
            {"period_kind": "year", "period_year": 2024},
            {"period_kind": "since", "period_from": "2016"},
            {"period_kind": "in_all"},
        )
        for at in range(PAGE):
            services.make_figure(
                by=by,
                unit=school if at % 4 == 3 else home,
                on=on,
                measure=[*ASKED][at % len(ASKED)],
                name_zh=f"测试数字{at}",
                name_en=f"Synthetic figure {at}",
                filters=NARROWED[at // len(ASKED)],
                sentence_zh="共{number}。",
                sentence_en="In all {number}.",
                **periods[(at + at // len(ASKED)) % len(periods)],
            )
        for figure in Figure.objects.order_by("pk"):
            services.release_figure(figure, on=on, by=by)
    return list(Figure.objects.select_related("unit").order_by("pk"))


def run(size: int, parquet: Path) -> list[Timing]:
    """Measure one size."""
    import duckdb

    home = data.units()[0].top
    assert home is not None  # noqa: S101  # schools lie below a university
    figures = forty(home)
    on = timezone.localdate()
    with duckdb.connect() as beside:
        beside.execute("SET threads = 1")
        one, page, kinds = figures[0], _duckdb_page(figures, on, parquet), ["kind", "country"]
        explored = _asked_split(parquet)
        timings = [
            _line("a published figure", size, lambda: _published([one.pk]), ONE),
            _line(
                "a figure as of today, with tallies",
                size,
                lambda: count_figure(Figure.objects.select_related("unit").get(pk=one.pk), on),
                ONE,
                beside=lambda: beside.sql(page[0]).fetchall(),
            ),
            _line(
                f"{PAGE} published figures of a page",
                size,
                lambda: _published([it.pk for it in figures]),
                MANY,
            ),
            _line(
                f"{PAGE} figures as of today, with tallies",
                size,
                lambda: [count_figure(it, on) for it in _fresh(figures)],
                MANY,
                beside=lambda: [beside.sql(asked).fetchall() for asked in page],
                rounds=5,
            ),
            *_marking(size, home, beside=lambda: [beside.sql(it).fetchall() for it in page]),
            _line(
                f"{PAGE} figures counted from their records",
                size,
                lambda: [Question.of(it, kept=False).count(it.period(on)) for it in figures],
                None,
                beside=lambda: [beside.sql(asked).fetchall() for asked in page],
                rounds=1,
            ),
            _line(
                "the explorer, different persons by two dimensions",
                size,
                lambda: _explored("students_outbound", kinds),
                EXPLORED if size <= EXPLORED_AT else None,
                beside=lambda: beside.sql(explored.format(PERSONS)).fetchall(),
                rounds=3,
            ),
            _line(
                "the explorer, person-times by two dimensions",
                size,
                lambda: _explored("students_outbound_times", kinds),
                EXPLORED if size <= EXPLORED_AT else None,
                beside=lambda: beside.sql(explored.format(TIMES)).fetchall(),
                rounds=3,
            ),
        ]
    if found := list(services.faults(_fresh(figures), on=on)):
        raise RuntimeError(str(found[0]))
    return timings


def _line(
    name: str,
    size: int,
    work: Callable[[], Any],
    goal: float | None,
    *,
    beside: Callable[[], Any] | None = None,
    rounds: int = ROUNDS,
) -> Timing:
    if rounds > 1:
        work()
    took = statistics.median(_took(work) for _round in range(rounds))
    if beside is None:
        return Timing(name, size, took, None, goal)
    beside()
    other = statistics.median(_took(beside) for _round in range(min(rounds, 3)))
    return Timing(name, size, took, other, goal)


def _now() -> float:
    """Read the clock: the processor's where the database works in this process, else the wall's."""
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def _took(work: Callable[[], Any]) -> float:
    began = _now()
    work()
    return (_now() - began) * 1000


def _fresh(figures: Iterable[Figure]) -> list[Figure]:
    keys = [figure.pk for figure in figures]
    return list(
        Figure.objects.filter(pk__in=keys).select_related("unit").prefetch_related("totals")
    )


def _published(keys: list[int]) -> list[Any]:
    """Read what a page shows: the last release, and whether the number is another now."""
    rows = Figure.objects.with_release().filter(pk__in=keys).prefetch_related("releases")
    return [(it.releases.all()[0].sentence_zh, it.differs) for it in rows]


def _marking(size: int, home: Unit, *, beside: Callable[[], Any]) -> list[Timing]:
    """Enter stays: how long that takes in all, and how long the marking of figures takes."""
    organisation = Organisation.objects.filter(country="DE").order_by("pk")[0]
    # Those whom no earlier run has sent anywhere.
    sent = Stay.objects.filter(pk__gt=size).values("person")
    persons = Person.objects.filter(top_unit=home).exclude(pk__in=sent).order_by("-pk")
    entered, marked = [], []
    for at, person in enumerate(persons[: 2 * ROUNDS]):
        values: dict[str, Any] = {
            "unit": person.unit,
            "person": person,
            "direction": "outbound",
            "kind": "exchange",
            "level": "master",
            "organisation": organisation,
            "starts_on": f"2026-{at % 8 + 1:02}-{at % 28 + 1:02}",
            "ends_on": "2026-10",
            "state": "done",
            "source": "Synthetic",
        }
        if at % 2:
            began = _now()
            mobility.enter_stay(by=system_user(), sure=True, **values)
            entered.append((_now() - began) * 1000)
        else:
            marked.append(_marked(Stay(version=1, **values)))
    duckdb = statistics.median(_took(beside) for _round in range(3))
    return [
        Timing(
            "marking what one new stay changes", size, statistics.median(marked), duckdb, MARKED
        ),
        Timing("entering a stay, with its marks", size, statistics.median(entered), None, None),
    ]


def _marked(stay: Stay) -> float:
    """Write a stay; give the milliseconds that went by before and after the writing itself."""
    stay.full_clean()
    with transaction.atomic():
        began = _now()
        around = services.keeping([stay])
        around.__enter__()
        written = _now()
        stay.save()
        after = _now()
        around.__exit__(None, None, None)
        done = _now()
    return (written - began + done - after) * 1000


def _explored(name: str, by: list[str]) -> Split | None:
    measure = measure_named(name)
    if measure is None or measure.rows is None:
        return None
    period = Period.since(datetime.date(2016, 1, 1), on=timezone.localdate())
    rows = measure.counted()
    return split(measure, rows, period, [measure.dimension(it) for it in by])


# --- The same, asked of DuckDB --------------------------------------------------------------------


def _duckdb_page(figures: Iterable[Figure], on: datetime.date, parquet: Path) -> list[str]:
    return [_asked(figure, figure.period(on), parquet) for figure in figures]


def _asked(figure: Figure, period: Period, parquet: Path) -> str:
    counted, rows = ASKED[figure.measure]
    unit = figure.unit
    column = "top_unit_id" if unit.pk == unit.top_id else "unit_id"
    kept = [rows, f"{column} = {unit.pk}", "state IN ('under_way', 'done', 'broken_off')"]
    kept += [f"{name} = '{value}'" for name, value in figure.filters.items()]
    if period.is_open:
        bounds = ["true", "true"]
    else:
        first, last = period.first.isoformat(), period.last.isoformat()
        bounds = [
            f"first_day >= DATE '{first}' AND begins_by <= DATE '{last}'",
            f"begins_by >= DATE '{first}' AND first_day <= DATE '{last}'",
        ]
    asked = ", ".join(f"{counted} FILTER (WHERE {bound})" for bound in bounds)
    return f"SELECT {asked} FROM '{parquet}' WHERE {' AND '.join(kept)}"  # noqa: S608


def _asked_split(parquet: Path) -> str:
    return (
        "SELECT kind, country, {0} FILTER (WHERE first_day >= DATE '2016-01-01'), {0}"  # noqa: S608
        f" FROM '{parquet}' WHERE {OUT} AND begins_by >= DATE '2016-01-01'"
        " AND state IN ('under_way', 'done', 'broken_off') GROUP BY ALL"
    )
