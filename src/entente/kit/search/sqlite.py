"""The index on SQLite: FTS5 without contents; an entry's words stand beside it as text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func
from django.db.models.expressions import RawSQL

from entente.kit.models import SearchEntry
from entente.kit.search.query import AnyOf, Part
from entente.kit.search.tokens import expanded, is_single

_COLUMNS = "id, unit, tree, title_zh, title_en, names, text, words"


class SqliteStore:
    """FTS5 with one column and no positions: the smallest index, and it gives the newest first."""

    def write(self, entries: Sequence[SearchEntry], words: Sequence[list[str]]) -> None:
        """Put entries into the index with their words, in the place of older ones."""
        self._unindex([entry.pk for entry in entries])
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT OR REPLACE INTO kit_searchentry ({_COLUMNS})"  # noqa: S608
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [_row(entry, kept) for entry, kept in zip(entries, words, strict=True)],
            )
            cursor.executemany(
                "INSERT INTO kit_searchindex (rowid, words) VALUES (%s, %s)",
                [
                    (entry.pk, " ".join(expanded(kept)))
                    for entry, kept in zip(entries, words, strict=True)
                ],
            )

    def delete(self, ids: Sequence[int]) -> None:
        """Take entries out."""
        self._unindex(ids)
        SearchEntry.objects.filter(pk__in=ids).delete()

    def _unindex(self, ids: Sequence[int]) -> None:
        """FTS5 without contents must be told what it is to forget: the same tokens again."""
        old = SearchEntry.objects.filter(pk__in=ids).values_list("pk", "words")
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO kit_searchindex (kit_searchindex, rowid, words)"
                " VALUES ('delete', %s, %s)",
                [(pk, " ".join(expanded(words.split()))) for pk, words in old],
            )

    def clear(self) -> None:
        """Take everything out."""
        SearchEntry.objects.all().delete()
        self._command("delete-all")

    def tidy(self) -> None:
        """Merge the index into one piece."""
        self._command("optimize")

    def _command(self, command: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO kit_searchindex (kit_searchindex) VALUES (%s)", [command])

    def ids(self, parts: Sequence[Part], low: int, high: int, limit: int) -> list[int]:
        """List the newest entries between two ids that hold every part."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM kit_searchindex WHERE kit_searchindex MATCH %s"
                " AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s",
                [_match(parts), low, high, limit],
            )
            return [rowid for (rowid,) in cursor.fetchall()]

    def among(self, ids: Sequence[int]) -> RawSQL:
        """Give a list of any length as rows, for `pk__in`."""
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(ids)])

    def holds(self, parts: Sequence[Part], base: int) -> Func:
        """Give the test that a row of a list passes if its entry holds every part."""
        return _Holds(parts, base)


def _row(entry: SearchEntry, words: list[str]) -> tuple[Any, ...]:
    names = json.dumps(entry.names, ensure_ascii=False)
    shown = (entry.title_zh, entry.title_en, names, entry.text)
    return (entry.pk, entry.unit, entry.tree, *shown, f" {' '.join(words)} ")


def _match(parts: Iterable[Part]) -> str:
    """Write the question in the words of FTS5; tokens are quoted, so that none is an operator."""
    return _all_of(_one_of(_all_of(map(_any_of, way)) for way in part) for part in parts)


def _any_of(wanted: AnyOf) -> str:
    if not wanted.tokens:
        return f'"{wanted.beginning}" *'
    return _one_of(f'"{token}"' for token in wanted.tokens)


def _all_of(tests: Iterable[str]) -> str:
    return "(" + " AND ".join(tests) + ")"


def _one_of(tests: Iterable[str]) -> str:
    return "(" + " OR ".join(tests) + ")"


class _Holds(Func):
    """Look for the parts in the words of one entry: quick for what stands in many rows."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, parts: Sequence[Part], base: int) -> None:
        super().__init__(F("pk"))
        self.parts, self.base = parts, base

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Write an EXISTS that reads one entry by its id."""
        key, _none = compiler.compile(self.source_expressions[0])
        wanted: list[Any] = [self.base]
        tests = _all_of(_one_of(_all_of(map(_test, way)) for way in part) for part in self.parts)
        wanted += [
            piece
            for part in self.parts
            for way in part
            for any_of in way
            for piece in _pieces(any_of)
        ]
        return (
            f"EXISTS (SELECT 1 FROM kit_searchentry WHERE id = %s + {key} AND {tests})",  # noqa: S608
            wanted,
        )


def _test(wanted: AnyOf) -> str:
    return _one_of("instr(words, %s)" for _piece_of in _pieces(wanted))


def _pieces(wanted: AnyOf) -> list[str]:
    """Give what to look for in the words, which stand between blanks without their beginnings."""
    if wanted.beginning:
        return [f" {wanted.beginning}"]
    return [_piece(token) for token in wanted.tokens]


def _piece(token: str) -> str:
    if token[0] == "@":
        return f" {token} "
    return token if is_single(token) else f" {token}"
