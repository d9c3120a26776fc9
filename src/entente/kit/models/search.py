"""The tables of the search: what is shown of a record, and the words that the index knows."""

from __future__ import annotations

from typing import Any

from django.db import models


class WordsField(models.TextField):  # type: ignore[type-arg]
    """The words of an entry: text on SQLite, a `tsvector` with its index on PostgreSQL.

    `kit.search` alone writes and reads it, in the words of each database.
    """

    def db_type(self, connection: Any) -> str | None:
        """Name the column's type."""
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchEntry(models.Model):
    """What search knows of one record.

    The id holds kind and record (`kind << 40 | id`), so that one kind is a range of ids and the
    newest records come first without sorting.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.BigIntegerField(null=True)
    tree = models.BigIntegerField(null=True)
    title_zh = models.TextField()
    title_en = models.TextField()
    names = models.JSONField(default=list)
    text = models.TextField()
    words = WordsField()

    def __str__(self) -> str:
        return self.title_zh or self.title_en


class SearchWord(models.Model):
    """A word of the index and one of its sounds: pinyin of Chinese, the word itself of Latin.

    What nobody uses any more stays until the index is built anew; it finds nothing.
    """

    sound = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.sound} {self.word}"
