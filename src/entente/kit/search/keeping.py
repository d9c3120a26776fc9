"""Keeping the index in step with the records."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from entente.kit.models import SearchEntry, SearchWord
from entente.kit.records import Record
from entente.kit.search import vocabulary
from entente.kit.search.entries import Entry, id_of, kinds
from entente.kit.search.store import store
from entente.kit.search.tokens import words_of

BATCH = 1000
_COMPARED = ("unit", "tree", "title_zh", "title_en", "names", "text")


def keep(record: Record) -> None:
    """Bring the index up to date with a record, within the transaction of its change."""
    if type(record).search_entry is Record.search_entry:
        return
    entry_id = id_of(record)
    given = record.search_entry()
    old = SearchEntry.objects.filter(pk=entry_id).defer("words").first()
    if given is None:
        if old:
            store().delete([entry_id])
        return
    new = _stored(entry_id, given)
    if old is None or any(getattr(old, name) != getattr(new, name) for name in _COMPARED):
        _write([new], [given])


def keep_many(records: Iterable[Record]) -> int:
    """Bring the index up to date with many records, in few statements. Return how many."""
    number = 0
    findable = (r for r in records if type(r).search_entry is not Record.search_entry)
    for batch in _batches(findable):
        kept: list[tuple[SearchEntry, Entry]] = []
        gone: list[int] = []
        for record in batch:
            entry_id = id_of(record)
            given = record.search_entry()
            if given is None:
                gone.append(entry_id)
            else:
                kept.append((_stored(entry_id, given), given))
        with transaction.atomic():
            if gone:
                store().delete(gone)
            _write([stored for stored, _given in kept], [given for _stored, given in kept])
        number += len(kept)
    return number


def forget(record: Record) -> None:
    """Take a record out of the index."""
    if type(record).search_entry is not Record.search_entry:
        store().delete([id_of(record)])


def forget_many(records: Iterable[Record]) -> None:
    """Take many records out of the index."""
    for batch in _batches(records):
        if type(batch[0]).search_entry is not Record.search_entry:
            store().delete([id_of(record) for record in batch])


def rebuild() -> Iterator[tuple[type[Record], int]]:
    """Build the index anew from the records; give the number of each kind as it is done."""
    clear()
    for model in kinds():
        rows: Any = model._default_manager.all()
        if hasattr(rows, "for_search"):
            rows = rows.for_search()
        yield model, keep_many(rows.order_by("pk").iterator(chunk_size=BATCH))
    store().tidy()


def clear() -> None:
    """Take everything out of the index."""
    with transaction.atomic():
        store().clear()
        SearchWord.objects.all().delete()


def clear_if_empty() -> None:
    """Empty the index where its entries were emptied past it (`flush`)."""
    if not connection.introspection.table_names().count("kit_searchindex"):
        return
    if not SearchEntry.objects.exists():
        clear()


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def _stored(entry_id: int, entry: Entry) -> SearchEntry:
    return SearchEntry(
        id=entry_id,
        unit=entry.unit,
        tree=entry.tree,
        title_zh=_clean(entry.title_zh),
        title_en=_clean(entry.title_en),
        names=[_clean(name) for name in dict.fromkeys(entry.names) if name],
        text=_clean(entry.text),
    )


def _clean(text: Any) -> str:
    """Drop what no database keeps: NUL and halves of characters."""
    return str(text).replace("\0", "").encode("utf-8", "ignore").decode()


def _write(stored: list[SearchEntry], entries: list[Entry]) -> None:
    words = [words_of(entry) for entry in entries]
    vocabulary.learn(word for kept in words for word in kept)
    store().write(stored, words)
