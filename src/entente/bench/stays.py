"""Synthetic stays in any number: a Parquet file for DuckDB, and the same rows in a database.

Every one is labelled as made for measuring (`source`). One in ten dates is known as a month and one
in twenty as a year, some stays are only planned; a person has two or three stays, scattered over
the table. The rows are the same every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from entente.bench import data
from entente.mobility.enums import Kind
from entente.mobility.models import Stay
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person

SOURCE = "Synthetic"
AT_ONCE = 50_000
DATES = ("first_day", "begins_by", "last_day")
COLUMNS = {
    name: f"{name}::VARCHAR" if name in DATES else name
    for name in (
        "id",
        "person_id",
        "unit_id",
        "top_unit_id",
        "direction",
        "kind",
        "level",
        "organisation_id",
        "country",
        "agreement_id",
        "basis",
        "starts_on",
        "ends_on",
        "state",
        *DATES,
        "academic_year",
        "fewest_days",
        "most_days",
    )
}
PERSON = {
    "id": "person_id",
    "uuid": "lpad(to_hex(person_id), 32, '0')",
    "family_name": "'P' || person_id",
    "nationality": "nationality",
    "unit_id": "unit_id",
    "top_unit_id": "top_unit_id",
}
KINDS = (*[Kind.EXCHANGE] * 6, *[Kind.VISITING] * 3, *[Kind.DEGREE] * 3, Kind.JOINT, Kind.CAMP)
KINDS += (Kind.RESEARCH, Kind.CONFERENCE, Kind.INTERNSHIP, Kind.LANGUAGE)

# Each drawn number is a hash of what it belongs to and of a word: nothing depends on order.
ROWS = """
WITH numbered AS (
    SELECT i + 1 AS id, (i * 7919) % {size} AS place FROM range({size}) AS made(i)
), persons AS (
    SELECT id, place * 2 // 5 + 1 AS person_id, place * 2 % 5 AS turn FROM numbered
), drawn AS (
    SELECT *,
        {units}[draw(person_id, 'unit', {unit_count}) + 1] AS unit,
        CASE WHEN draw(person_id, 'way', 10) < 6 THEN 'outbound' ELSE 'inbound' END AS direction,
        ['bachelor', 'bachelor', 'master', 'master', 'doctoral', 'staff', '']
            [draw(person_id, 'level', 7) + 1] AS level,
        {kinds}[draw(id, 'kind', {kind_count}) + 1] AS kind,
        {partners}[(floor({partner_count} * pow((draw(person_id, 'partner', 10000)) / 10000, 2))
            ::BIGINT + turn) % {partner_count} + 1] AS partner,
        DATE '2005-01-01' + (draw(id, 'day', 7950))::INTEGER AS started,
        (draw(id, 'length', 300))::INTEGER + 10 AS days,
        draw(id, 'exact', 100) AS exact,
        draw(id, 'state', 100) AS standing
    FROM persons
), dated AS (
    SELECT *,
        CASE WHEN exact < 5 THEN 'year' WHEN exact < 15 THEN 'month' ELSE 'day' END AS grain,
        started + days AS ended
    FROM drawn
), bounds AS (
    SELECT *,
        date_trunc(grain, started)::DATE AS first_day,
        CASE grain WHEN 'year' THEN make_date(year(started), 12, 31)
            WHEN 'month' THEN last_day(started) ELSE started END AS begins_by,
        date_trunc(grain, ended)::DATE AS ends_from,
        CASE grain WHEN 'year' THEN make_date(year(ended), 12, 31)
            WHEN 'month' THEN last_day(ended) ELSE ended END AS last_day,
        CASE grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END AS width
    FROM dated
)
SELECT id, person_id, unit.id AS unit_id, unit.top AS top_unit_id, direction, kind, level,
    partner.id AS organisation_id, partner.country AS country,
    CASE WHEN draw(id, 'agreement', 10) < 7 THEN partner.agreement END AS agreement_id,
    'exchange' AS basis,
    strftime(started, '%Y-%m-%d')[1:width] AS starts_on,
    strftime(ended, '%Y-%m-%d')[1:width] AS ends_on,
    CASE WHEN standing < 2 THEN 'planned' WHEN standing < 4 THEN 'not_taken'
        WHEN standing < 6 THEN 'broken_off' ELSE 'done' END AS state,
    first_day, begins_by, last_day,
    CASE WHEN year(first_day) - (month(first_day) < 9)::INTEGER
            = year(begins_by) - (month(begins_by) < 9)::INTEGER
        THEN year(first_day) - (month(first_day) < 9)::INTEGER END AS academic_year,
    greatest(ends_from - begins_by + 1, 1) AS fewest_days,
    greatest(last_day - first_day + 1, 1) AS most_days,
    ['CN', 'DE', 'FR', 'HK', ''][draw(person_id, 'nation', 5) + 1] AS nationality
FROM bounds ORDER BY id
"""


def make(size: int, parquet: Path) -> None:
    """Write that many stays to a Parquet file and into the database, with what they stand on."""
    import duckdb

    with transaction.atomic():
        units, partners = data.units(), data.partners()
        agreements = _make_agreements(units, partners)
    if not parquet.exists():
        asked = ROWS.format(
            size=size,
            units=[{"id": it.pk, "top": it.top_id} for it in units],
            unit_count=len(units),
            kinds=[str(kind) for kind in KINDS],
            kind_count=len(KINDS),
            partners=[
                {"id": it.pk, "country": it.country, "agreement": agreement}
                for it, agreement in zip(partners, agreements, strict=True)
            ],
            partner_count=len(partners),
        )
        held = parquet.with_suffix(".part")
        with duckdb.connect() as made:
            made.execute(
                "CREATE MACRO draw(what, word, below) AS (hash(what, word) % below)::BIGINT"
            )
            made.execute(f"COPY ({asked}) TO '{held}' (FORMAT parquet)")
        held.rename(parquet)
    if Stay.objects.exists():
        return
    connection.disable_constraint_checking()
    if connection.vendor == "sqlite":
        # What breaks off is made anew, so that nothing needs to be written twice.
        connection.cursor().execute("PRAGMA journal_mode = OFF")
    with data.hurrying(), transaction.atomic(), data.without_indexes(Stay, Person):
        _fill(Person, PERSON, parquet)
        _fill(Stay, COLUMNS, parquet)
    data.mend_sequences(Stay, Person)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _make_agreements(units: Sequence[Unit], partners: Sequence[Organisation]) -> list[int]:
    """Make an agreement for each partner; most of them are in force or ended."""
    if not Agreement.objects.exists():
        chance = random.Random(21)  # noqa: S311  # the same records every time
        made = [data.draw_agreement(at, chance, list(units)) for at in range(1, len(partners) + 1)]
        Agreement.objects.bulk_create(made, batch_size=1000)
    return list(Agreement.objects.order_by("pk").values_list("pk", flat=True))


def _fill(model: type[models.Model], columns: Mapping[str, str], parquet: Path) -> None:
    """Put what DuckDB reads into a table; other columns stand at their defaults."""
    import duckdb

    given = dict(columns)
    for field in model._meta.concrete_fields:
        if field.column and field.column not in given and not field.null:
            given[field.column] = _default(field)
    read = ", ".join(given.values())
    key = given["id"]
    once = "DISTINCT" if model is Person else ""
    asked = f"SELECT {once} {read} FROM '{parquet}' ORDER BY {key}"  # noqa: S608  # our own words
    with duckdb.connect() as held:
        rows = held.execute(asked)
        parts: Iterator[Any] = iter(lambda: rows.fetchmany(AT_ONCE), [])
        _write(model._meta.db_table, list(given), parts)


def _default(field: Any) -> str:
    """Write the default of a column for DuckDB."""
    if field.name in ("created_at", "updated_at"):
        return f"'{timezone.now().isoformat(' ')}'"
    value = {"version": 1, "source": SOURCE}.get(field.name, field.get_default())
    return f"'{value}'" if isinstance(value, str) else str(value)


def _write(table: str, columns: Sequence[str], parts: Iterator[Sequence[Any]]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
                for part in parts:
                    for row in part:
                        copy.write_row(row)
            return
        asked = f'INSERT INTO "{table}" ({named}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608
        for part in parts:
            connection.connection.executemany(asked, part)
