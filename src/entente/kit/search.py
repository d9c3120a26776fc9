"""One index over all records: Chinese of two characters, pinyin, Latin without accents."""

from __future__ import annotations

from dataclasses import dataclass

from entente.kit.records import Record


@dataclass(frozen=True)
class Entry:
    """What search finds a record by.

    `names` are every name a person may type, found also by pinyin; `text` is further words.
    `unit` and `tree` limit who finds it (None: everybody); `title_zh` and `title_en` are shown.
    """

    title_zh: str
    title_en: str
    names: tuple[str, ...] = ()
    text: str = ""
    unit: int | None = None
    tree: int | None = None


def keep(record: Record) -> None:
    """Bring the index up to date with a record, within the transaction of its change."""


def forget(record: Record) -> None:
    """Take a record out of the index."""
