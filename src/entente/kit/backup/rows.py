"""Rows of every table as plain JSON values, the same from and for both databases."""

from __future__ import annotations

import base64
import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model

Row = list[Any]
# Whoever is signed in signs in again; what is worked out from other rows is worked out again.
LEFT_OUT = frozenset({"sessions.Session", "kit.SearchEntry", "kit.SearchWord"})
AT_A_TIME = 5000


def tables() -> list[type[Model]]:
    """Give the models whose rows are kept, those that join two models included."""
    return [
        model
        for model in sorted(
            apps.get_models(include_auto_created=True), key=lambda model: model._meta.label
        )
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in LEFT_OUT
        and not getattr(model, "derived", False)
    ]


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """Give the columns of a model's own table, except those that the database works out."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _kind(field: Any) -> str:
    while field.remote_field:
        field = field.target_field
    return str(field.get_internal_type())


# --- Values ---------------------------------------------------------------------------------------


def _day(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


def _moment(value: Any) -> str:
    if isinstance(value, str):
        return f"{value.replace(' ', 'T')}+00:00"
    return str(value.astimezone(datetime.UTC).isoformat())


def _span(value: Any) -> int:
    if isinstance(value, int):
        return value
    return int(value / datetime.timedelta(microseconds=1))


def _number(value: Any) -> str:
    return str(Decimal(str(value)))


def _bytes(value: Any) -> str:
    return base64.b64encode(bytes(value)).decode()


def _key(value: Any) -> str:
    return str(value).replace("-", "")


# How a value of the database is written; what is not named is text or a number as it is.
WRITTEN: dict[str, Callable[[Any], Any]] = {
    "BooleanField": bool,
    "DateField": _day,
    "TimeField": _day,
    "DateTimeField": _moment,
    "DurationField": _span,
    "DecimalField": _number,
    "BinaryField": _bytes,
    "UUIDField": _key,
    "GenericIPAddressField": str,
    "JSONField": str,
}
READ_FOR_SQLITE: dict[str, Callable[[Any], Any]] = {
    "BooleanField": int,
    "DateTimeField": lambda text: text.replace("T", " ").removesuffix("+00:00"),
    "BinaryField": base64.b64decode,
}
READ_FOR_POSTGRESQL: dict[str, Callable[[Any], Any]] = {
    "DurationField": lambda number: datetime.timedelta(microseconds=number),
    "BinaryField": base64.b64decode,
}


def _converters(
    model: type[Model], known: dict[str, Callable[[Any], Any]]
) -> list[tuple[int, Callable[[Any], Any]]]:
    return [
        (at, known[kind])
        for at, field in enumerate(columns(model))
        if (kind := _kind(field)) in known
    ]


def _convert(
    rows: Iterable[Any], converters: list[tuple[int, Callable[[Any], Any]]]
) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for at, convert in converters:
            if values[at] is not None:
                values[at] = convert(values[at])
        yield values


# --- Out ------------------------------------------------------------------------------------------


class Snapshot(Protocol):
    """The database as it stood at one moment, while others go on writing."""

    def rows(self, model: type[Model]) -> Iterator[Row]:
        """Give the rows of a table, as plain values, in the order of `columns`."""

    def next_ids(self) -> dict[str, int]:
        """Give the last id that each table has given out, so that none is given twice."""


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open the database at one moment."""
    opened = _sqlite_snapshot if connection.vendor == "sqlite" else _postgresql_snapshot
    with opened() as moment:
        yield moment


def _select(model: type[Model]) -> str:
    names = ", ".join(f'"{field.column}"' for field in columns(model))
    return f'SELECT {names} FROM "{model._meta.db_table}" ORDER BY 1'  # noqa: S608 our own names


class _SqliteSnapshot:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def rows(self, model: type[Model]) -> Iterator[Row]:
        return _convert(self.database.execute(_select(model)), _converters(model, WRITTEN))

    def next_ids(self) -> dict[str, int]:
        return dict(self.database.execute("SELECT name, seq FROM sqlite_sequence"))


@contextmanager
def _sqlite_snapshot() -> Iterator[Snapshot]:
    connection.ensure_connection()
    path = str(connection.settings_dict["NAME"])
    database = sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, isolation_level=None)
    try:
        # In WAL mode the first read fixes what all later reads of the transaction see.
        database.execute("BEGIN")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield _SqliteSnapshot(database)
    finally:
        database.close()


class _PostgresqlSnapshot:
    def __init__(self, database: Any) -> None:
        self.database = database

    def rows(self, model: type[Model]) -> Iterator[Row]:
        with self.database.chunked_cursor() as cursor:
            cursor.execute(_select(model))
            while rows := cursor.fetchmany(AT_A_TIME):
                yield from _convert(rows, _converters(model, WRITTEN))

    def next_ids(self) -> dict[str, int]:
        ids = {}
        with self.database.cursor() as cursor:
            for model, sequence in _sequences(cursor):
                cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608
                last, called = cursor.fetchone()
                ids[model._meta.db_table] = last if called else 0
        return ids


def _sequences(cursor: Any) -> Iterator[tuple[type[Model], str]]:
    for model in tables():
        key = model._meta.pk
        cursor.execute(
            "SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', key.column]
        )
        if sequence := cursor.fetchone()[0]:
            yield model, sequence


@contextmanager
def _postgresql_snapshot() -> Iterator[Snapshot]:
    database = connection.copy()
    try:
        database.set_autocommit(False)
        with database.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield _PostgresqlSnapshot(database)
    finally:
        database.rollback()
        database.close()


# --- In -------------------------------------------------------------------------------------------


def empty() -> None:
    """Take every row out of every table, those that are worked out anew included."""
    names = [
        f'"{model._meta.db_table}"'
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 our own names
        else:
            cursor.execute(f"TRUNCATE {', '.join(names)}")


def fill(model: type[Model], rows: Iterable[Row]) -> None:
    """Put rows into an empty table."""
    names = [f'"{field.column}"' for field in columns(model)]
    into = f'"{model._meta.db_table}" ({", ".join(names)})'
    if connection.vendor == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.connection.executemany(
            f"INSERT INTO {into} VALUES ({marks})",  # noqa: S608 our own names
            _convert(rows, _converters(model, READ_FOR_SQLITE)),
        )
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in _convert(rows, _converters(model, READ_FOR_POSTGRESQL)):
            copy.write_row(row)


def set_next_ids(ids: dict[str, int]) -> None:
    """Go on counting where the backup stopped, so that no id is given twice."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, last in ids.items():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, last]
                )
            return
        for model, sequence in list(_sequences(cursor)):
            last = ids.get(model._meta.db_table, 0)
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(last, 1), last > 0])
