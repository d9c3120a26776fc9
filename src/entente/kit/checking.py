"""Checks of many records at once: each distinct value of a field is checked only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError


def check_all(records: Sequence[models.Model]) -> None:
    """Check the fields of many new records of one model, and what each says of itself.

    Fields and `clean` are asked here, without questions to the database; constraints, unique
    values and the existence of related rows are left to the database, which is asked once when
    the records are written (`explained`). The first faulty record is refused with its sentences.
    """
    if not records:
        return
    model = type(records[0])
    every = frozenset(field.name for field in model._meta.fields)
    fields: list[tuple[Any, dict[Any, Any]]] = [
        (field, {})
        for field in model._meta.concrete_fields
        if field.editable and not field.is_relation and not field.primary_key
    ]
    for record in records:
        errors: dict[str, Any] = {}
        for field, known in fields:
            _check_value(record, field, known, errors)
        if errors:
            raise DomainError(errors)
        record.clean_fields(exclude=every)
        record.clean()


def _check_value(
    record: models.Model, field: Any, known: dict[Any, Any], errors: dict[str, Any]
) -> None:
    raw = getattr(record, field.attname)
    if field.blank and raw in field.empty_values:
        return
    try:
        if raw in known:
            cleaned = known[raw]
        else:
            cleaned = known[raw] = field.clean(raw, record)
    except TypeError:  # a list or a mapping cannot be remembered
        cleaned = field.clean(raw, record)
    except ValidationError as refusal:
        errors[field.name] = refusal.error_list
        return
    if cleaned is not raw:
        setattr(record, field.attname, cleaned)


def explained(error: IntegrityError, model: type[models.Model]) -> Exception:
    """Say in words which rule of the database refused many records; else give the error back."""
    told = str(error)
    for constraint in model._meta.constraints:
        if constraint.name in told or _names_columns(told, constraint, model):
            return DomainError(constraint.get_violation_error_message(), code=constraint.name)
    return error


def _names_columns(told: str, constraint: Any, model: type[models.Model]) -> bool:
    """SQLite names a unique constraint by its columns."""
    fields: Iterable[str] = getattr(constraint, "fields", ())
    if not fields or "UNIQUE" not in told:
        return False
    table = model._meta.db_table
    columns = [f"{table}.{model._meta.get_field(name).column}" for name in fields]  # type: ignore[union-attr]
    return told.endswith(": " + ", ".join(columns))


@contextmanager
def kept_by_others() -> Iterator[None]:
    """Say in words which kind of record the database protects something for."""
    try:
        yield
    except (models.ProtectedError, models.RestrictedError) as kept:
        first: models.Model = next(iter(kept.args[1]))
        kind = first._meta.verbose_name_plural
        message = _("It cannot be removed, because something leads to it: %(kind)s.")
        raise DomainError(message % {"kind": kind}, code="kept") from None
