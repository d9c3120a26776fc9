"""The history of a record, readable: who, when, what, from what to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.kit.audit import readable_changes
from entente.kit.models import AuditEntry

LONGEST = 160
_verbs: dict[str, str | Promise] = {}
_facts: dict[str, str | Promise] = {}


def name_verbs(names: Mapping[str, str | Promise]) -> None:
    """Say how verbs of the trail are read: `agreement.signed` as "Signed"."""
    _verbs.update(names)


def name_facts(names: Mapping[str, str | Promise]) -> None:
    """Say how facts of the trail are read that stand in no column (`Change.fact`)."""
    _facts.update(names)


def known_verbs() -> dict[str, str | Promise]:
    """Give the verbs that apps have named."""
    return dict(_verbs)


def verb_name(verb: str) -> str:
    """Read a verb; one that no app has named is printed as it is stored."""
    return str(_verbs.get(verb, verb))


@dataclass
class Line:
    """One difference in words."""

    label: str
    old: str
    new: str


@dataclass
class Happening:
    """One entry of the history in words."""

    at: Any
    by: Any
    what: str
    note: str
    lines: list[Line] = field(default_factory=list)
    erased: bool = False


def of(record: models.Model, limit: int | None = None) -> list[Happening]:
    """Give a record's history, newest first."""
    entries = AuditEntry.objects.about(record).for_history()
    return in_words(entries[:limit] if limit else entries)


def of_many(model: type[models.Model], keys: list[Any], limit: int = 20) -> list[Happening]:
    """Give the newest changes of several records of one kind, which are shown on one page."""
    kind = ContentType.objects.get_for_model(model)
    entries = AuditEntry.objects.filter(subject_type=kind, subject_id__in=keys)
    return in_words(entries.order_by("-pk").for_history()[:limit])


def in_words(entries: Iterable[AuditEntry]) -> list[Happening]:
    """Read entries; what a foreign key led to is fetched in one query for each model."""
    opened = [(entry, readable_changes(entry)) for entry in entries]
    names = _names_behind_keys(opened)
    happenings = []
    for entry, changes in opened:
        model = _model(entry)
        lines = [
            Line(
                _label(model, name),
                _value(model, name, old, names),
                _value(model, name, new, names),
            )
            for name, (old, new) in changes.items()
            if not _goes_without_saying(model, name, old, new)
        ]
        happenings.append(
            Happening(
                entry.at,
                entry.by,
                verb_name(entry.verb),
                entry.note,
                lines,
                erased=len(changes) < len(entry.changes),
            )
        )
    return happenings


def _model(entry: AuditEntry) -> Any:
    return ContentType.objects.get_for_id(entry.record_type_id).model_class()


def fact_name(name: str) -> str:
    """Read the name of a fact; one that no app has named is printed as it is stored."""
    return str(_facts.get(name, name))


def _goes_without_saying(model: Any, name: str, old: Any, new: Any) -> bool:
    """Leave out to which record a part belongs, and what a new or removed record does not have."""
    nothing: tuple[Any, ...] = ("", False, [], {}, None)
    return name in _names_of_parent(model) or (old in nothing and new in nothing)


def _names_of_parent(model: Any) -> set[str]:
    """Name the columns that lead to the record to which a part belongs."""
    parent = getattr(model, "audit_parent", "")
    columns = {parent}
    if parent and isinstance(way := model._meta.get_field(parent), GenericForeignKey):
        columns |= {way.ct_field, way.fk_field}
    return columns


def _column(model: Any, name: str) -> Any:
    """Give the column of a name; what leads back from another model is none, but may be a fact."""
    try:
        column = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return column if column is not None and column.concrete else None


def _label(model: Any, name: str) -> str:
    column = _column(model, name)
    if column is None:
        return fact_name(name)
    return capfirst(str(column.verbose_name))


def _value(model: Any, name: str, value: Any, names: dict[tuple[Any, str], str]) -> str:
    if value == "" or value is None:
        return ""
    column = _column(model, name)
    if name in (spoken := getattr(model, "history_words", {})):
        value = spoken[name](value)
    if column is None:
        return str(value)[:LONGEST]
    if column.is_relation:
        return names.get((column.related_model, str(value)), f"#{value}")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _names_behind_keys(
    opened: list[tuple[AuditEntry, dict[str, list[Any]]]],
) -> dict[tuple[Any, str], str]:
    wanted: defaultdict[Any, set[str]] = defaultdict(set)
    for entry, changes in opened:
        model = _model(entry)
        for name, pair in changes.items():
            column = _column(model, name)
            if column is not None and column.is_relation:
                wanted[column.related_model] |= {str(key) for key in pair if str(key).isdigit()}
    return {
        (model, str(row.pk)): str(row)
        for model, keys in wanted.items()
        for row in _named(model).filter(pk__in=keys)
    }


def _named(model: Any) -> Any:
    """Give the rows of a model; one that is called by another's name says how to fetch both."""
    rows: Any = getattr(model._default_manager, "for_names", model._base_manager.all)()
    return rows
