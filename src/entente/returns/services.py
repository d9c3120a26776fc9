"""Decisions about returns: what they are filled with."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from entente.kit.audit import changing, creating, removing
from entente.office.models import User
from entente.returns.models import Column, Layout
from entente.returns.shipped import shipped


def load_shipped_layouts() -> int:
    """Add the layouts that come with the program and are not there; say how many.

    It runs after each migration and changes nothing that is there. What the program brings along
    is nobody's decision and no entry of the trail.
    """
    there = set(Layout.objects.values_list("code", flat=True))
    new = 0
    with transaction.atomic():
        for code, said in shipped().items():
            if code in there:
                continue
            values = dict(said)
            columns = values.pop("columns")
            layout = Layout(code=code, **values)
            layout.clean_fields()
            layout.save()
            Column.objects.bulk_create(
                Column(layout=layout, position=at, **column)
                for at, column in enumerate(columns, start=1)
            )
            new += 1
    return new


def add_layout(*, by: User, **values: Any) -> Layout:
    """Add a return."""
    return creating(Layout(**values), by=by, verb="layout.added")


def change_layout(layout: Layout, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change which records a return takes, its names, source and validity."""
    with changing(layout, by=by, verb="layout.changed", seen=seen):
        for name, value in values.items():
            setattr(layout, name, value)


def add_column(layout: Layout, *, by: User, **values: Any) -> Column:
    """Add a column."""
    return creating(Column(layout=layout, **values), by=by, verb="layout.column_added")


def change_column(column: Column, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change the headings of a column, or what fills it."""
    with changing(column, by=by, verb="layout.column_changed", seen=seen):
        for name, value in values.items():
            setattr(column, name, value)


def remove_column(column: Column, *, by: User) -> None:
    """Take a column out."""
    removing(column, by=by, verb="layout.column_removed")
