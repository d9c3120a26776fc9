"""What a record is found by, and which kinds of records are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from entente.kit.records import Record

ID_BITS = 40


@dataclass(frozen=True)
class Entry:
    """What search finds a record by.

    `names` are every name a person may type, found also by pinyin; `text` is further words.
    `unit` and `tree` limit who finds it (None: everybody who may see such records); `title_zh`
    and `title_en` are shown, `detail` in the reader's language beside them.
    """

    title_zh: str
    title_en: str
    names: tuple[str, ...] = ()
    text: str = ""
    unit: int | None = None
    tree: int | None = None


@cache
def kinds() -> tuple[type[Record], ...]:
    """List the models that search finds: those that say what they are found by."""
    return tuple(
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model.search_entry is not Record.search_entry
    )


def ids_of(model: type[Model]) -> tuple[int, int]:
    """Give the first and the last id of a kind's entries: kinds lie apart as ranges of ids."""
    base = int(ContentType.objects.get_for_model(model).pk) << ID_BITS
    return base, base + (1 << ID_BITS) - 1


def id_of(record: Record) -> int:
    """Give the id of a record's entry."""
    return ids_of(type(record))[0] + int(record.pk)


def record_id(entry: int) -> int:
    """Give the id of an entry's record."""
    return entry & ((1 << ID_BITS) - 1)
