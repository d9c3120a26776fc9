"""The index on PostgreSQL: a `tsvector` of our own tokens under a GIN index, and no parser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func
from django.db.models.expressions import RawSQL

from entente.kit.models import SearchEntry
from entente.kit.search.query import AnyOf, Part
from entente.kit.search.tokens import expanded


class PostgresStore:
    """A `tsvector` without positions beside each entry."""

    def write(self, entries: Sequence[SearchEntry], words: Sequence[list[str]]) -> None:
        """Put entries into the index with their words, in the place of older ones."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO kit_searchentry"
                " (id, unit, tree, title_zh, title_en, names, text, words)"
                " VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, array_to_tsvector(%s::text[]))"
                " ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, tree = excluded.tree,"
                " title_zh = excluded.title_zh, title_en = excluded.title_en,"
                " names = excluded.names, text = excluded.text, words = excluded.words",
                [_row(entry, kept) for entry, kept in zip(entries, words, strict=True)],
            )

    def delete(self, ids: Sequence[int]) -> None:
        """Take entries out."""
        SearchEntry.objects.filter(pk__in=ids).delete()

    def clear(self) -> None:
        """Take everything out."""
        SearchEntry.objects.all().delete()

    def tidy(self) -> None:
        """Count how often words stand, so that the planner chooses well."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE kit_searchentry")

    def ids(self, parts: Sequence[Part], low: int, high: int, limit: int) -> list[int]:
        """List the newest entries between two ids that hold every part."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM kit_searchentry WHERE words @@ %s::tsquery"
                " AND id BETWEEN %s AND %s ORDER BY id DESC LIMIT %s",
                [_question(parts), low, high, limit],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def among(self, ids: Sequence[int]) -> RawSQL:
        """Give a list of any length as rows, for `pk__in`."""
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])

    def holds(self, parts: Sequence[Part], base: int) -> Func:
        """Give the test that a row of a list passes if its entry holds every part."""
        return _Holds(parts, base)


def _row(entry: SearchEntry, words: list[str]) -> tuple[Any, ...]:
    names = json.dumps(entry.names, ensure_ascii=False)
    shown = (entry.title_zh, entry.title_en, names, entry.text)
    return (entry.pk, entry.unit, entry.tree, *shown, expanded(words))


def _question(parts: Iterable[Part]) -> str:
    """Write the question as a `tsquery`; tokens are quoted, so that none is an operator."""
    return _all_of(_one_of(_all_of(map(_any_of, way)) for way in part) for part in parts)


def _any_of(wanted: AnyOf) -> str:
    if not wanted.tokens:
        return f"'{wanted.beginning}':*"
    return _one_of(f"'{token}'" for token in wanted.tokens)


def _all_of(tests: Iterable[str]) -> str:
    return "(" + " & ".join(tests) + ")"


def _one_of(tests: Iterable[str]) -> str:
    return "(" + " | ".join(tests) + ")"


class _Holds(Func):
    """Ask the words of one entry: quick for what stands in many rows.

    A subquery for a value, not an EXISTS: the planner would turn that into a join over all.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, parts: Sequence[Part], base: int) -> None:
        super().__init__(F("pk"))
        self.parts, self.base = parts, base

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write a subquery that reads one entry by its id."""
        key, _none = compiler.compile(self.source_expressions[0])
        return (
            "(SELECT words @@ %s::tsquery FROM kit_searchentry"  # noqa: S608
            f" WHERE kit_searchentry.id = %s + {key})",
            [_question(self.parts), self.base],
        )
