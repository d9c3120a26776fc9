"""The index in whichever database is in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import connection
from django.db.models import Func
from django.db.models.expressions import RawSQL

from entente.kit.models import SearchEntry
from entente.kit.search.postgres import PostgresStore
from entente.kit.search.query import Part
from entente.kit.search.sqlite import SqliteStore


class Store(Protocol):
    """What a database does for the search."""

    def write(self, entries: Sequence[SearchEntry], words: Sequence[list[str]]) -> None:
        """Put entries into the index with their words, in the place of older ones."""

    def delete(self, ids: Sequence[int]) -> None:
        """Take entries out."""

    def clear(self) -> None:
        """Take everything out."""

    def tidy(self) -> None:
        """Lay a new index out for reading."""

    def ids(self, parts: Sequence[Part], low: int, high: int, limit: int) -> list[int]:
        """List the newest entries between two ids that hold every part."""

    def among(self, ids: Sequence[int]) -> RawSQL:
        """Give a list of any length as rows, for `pk__in`."""

    def holds(self, parts: Sequence[Part], base: int) -> Func:
        """Give the test that a row of a list passes if its entry holds every part."""


def store() -> Store:
    """Give the index of the database in use."""
    return PostgresStore() if connection.vendor == "postgresql" else SqliteStore()
