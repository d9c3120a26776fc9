"""Finding records: everything for a page, or the rows of a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import QuerySet

from entente.kit.bilingual import Passage, current_language, other_language
from entente.kit.models import SearchEntry
from entente.kit.records import Record, view_permission
from entente.kit.scope import Officer, Scope
from entente.kit.search.entries import ids_of, record_id
from entente.kit.search.entries import kinds as every_kind
from entente.kit.search.query import Query, parse
from entente.kit.search.ranking import Rank, rank
from entente.kit.search.store import store
from entente.kit.search.vocabulary import listen

SHOWN = 5
SHOWN_OF_ONE_KIND = 50
READ = 60
LISTED = 5_000
_WHOLE = Scope(everything=True)

Q = TypeVar("Q", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Hit:
    """One record that was found: its title in the reader's language, what else it is called."""

    title: Passage
    url: str
    detail: str = ""
    record: Any = None


@dataclass(frozen=True)
class HitGroup:
    """What was found of one kind of record; `more` says that there are others."""

    kind: str
    label: Any
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


def matching(rows: Q, text: str, officer: Officer | None = None) -> Q:
    """Keep the rows that the index finds for a text; a blank text keeps all.

    What stands in few rows is found by the index; what stands in many is tested row by row, so
    that a list in any order stops at the end of its page. With `officer` only what lies in that
    person's scope is looked at, which is quicker where they see few of many.
    """
    if not text.strip():
        return rows
    query = parse(text, listen)
    if query is None:
        return rows.none()
    low, high = ids_of(rows.model)
    scope = _scope(rows.model, officer) if officer else _WHOLE
    found = store().ids(query.within(scope), low, high, LISTED + 1)
    if len(found) <= LISTED:
        return rows.filter(pk__in=store().among([record_id(entry) for entry in found]))
    return rows.filter(store().holds(query.parts, low))


def find(
    text: str, officer: Officer, *, kinds: list[str] | None = None, limit: int = 0
) -> list[HitGroup]:
    """Find records of every kind that the person may see, the best kinds and records first.

    `kinds` are labels such as `partnerships.agreement`; `limit` is the number shown of each kind.
    A text that is too long is refused.
    """
    query = parse(text, listen)
    if query is None:
        return []
    limit = limit or (SHOWN_OF_ONE_KIND if kinds and len(kinds) == 1 else SHOWN)
    groups: list[tuple[int, int, HitGroup]] = []
    for model in every_kind():
        if kinds is not None and model._meta.label_lower not in kinds:
            continue
        scope = _scope(model, officer)
        if scope and (best := _best(model, query, scope, limit)):
            groups.append((best[0][0].tier, len(groups), _group(model, best, limit)))
    return [group for _tier, _order, group in sorted(groups, key=lambda found: found[:2])]


def _scope(model: type[Record], officer: Officer) -> Scope:
    scope = officer.scope(view_permission(model))
    return _WHOLE if scope and model.shared else scope


def _best(
    model: type[Record], query: Query, scope: Scope, limit: int
) -> list[tuple[Rank, SearchEntry]]:
    """Read the newest that match and, if there may be others, those of this very name."""
    low, high = ids_of(model)
    parts = query.within(scope)
    read = max(READ, limit + 1)
    found = store().ids(parts, low, high, read)
    if len(found) == read:
        found += store().ids((*parts, query.whole_name()), low, high, limit)
        found += store().ids((*parts, query.name_begins()), low, high, limit)
    if not found:
        return []
    entries = SearchEntry.objects.defer("words").filter(pk__in=set(found))
    ranked = [(rank(entry, query), entry) for entry in entries]
    return sorted(ranked, key=lambda pair: (pair[0], -pair[1].pk))[: limit + 1]


def _group(model: type[Record], best: list[tuple[Rank, SearchEntry]], limit: int) -> HitGroup:
    shown = best[:limit]
    records = model._base_manager.in_bulk([record_id(entry.pk) for _rank, entry in shown])
    hits = [
        _hit(records[record_id(entry.pk)], ranked, entry)
        for ranked, entry in shown
        if record_id(entry.pk) in records
    ]
    return HitGroup(
        model._meta.label_lower, model._meta.verbose_name_plural, hits, len(best) > limit
    )


def _hit(record: Any, ranked: Rank, entry: SearchEntry) -> Hit:
    language = current_language()
    title = next(
        Passage(text, choice)
        for choice in (language, other_language(language))
        if (text := getattr(entry, f"title_{choice}")) or choice != language
    )
    other = getattr(entry, f"title_{other_language(language)}")
    detail = next((name for name in (ranked.name, other) if name and name != title), "")
    address = getattr(record, "get_absolute_url", None)
    return Hit(title, address() if address else "", detail, record)
