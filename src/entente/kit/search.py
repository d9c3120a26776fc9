"""One index over all records: Chinese of two characters, pinyin, Latin without accents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet

from entente.kit.bilingual import Passage
from entente.kit.records import Record
from entente.kit.scope import Officer

Q = TypeVar("Q", bound="QuerySet[Any]")


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


@dataclass(frozen=True)
class Hit:
    """One record that was found."""

    title: Passage
    url: str
    detail: str = ""


@dataclass(frozen=True)
class HitGroup:
    """What was found of one kind of record; `more` says that there are others."""

    kind: str
    label: Any
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


def keep(record: Record) -> None:
    """Bring the index up to date with a record, within the transaction of its change."""


def forget(record: Record) -> None:
    """Take a record out of the index."""


def matching(rows: Q, text: str) -> Q:  # noqa: ARG001
    """Keep the rows that the index finds for a text."""
    return rows


def find(
    text: str,  # noqa: ARG001
    officer: Officer,  # noqa: ARG001
    *,
    kinds: list[str] | None = None,  # noqa: ARG001
) -> list[HitGroup]:
    """Find records of every kind that the person may see, the best of each kind first."""
    return []
