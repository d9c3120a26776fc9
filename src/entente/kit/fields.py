"""Fields that many forms ask for, in one line each."""

from __future__ import annotations

from typing import Any

from django import forms

from entente.kit.forms import RemoteChoiceField

# A list of more records than this becomes a lookup.
FEW = 50


def line(label: Any, length: int = 300, **options: Any) -> forms.CharField:
    """Make a field of one line that may stay empty."""
    return forms.CharField(**{"label": label, "max_length": length, "required": False} | options)


def area(
    label: Any, length: int | None = None, *, rows: int = 3, **options: Any
) -> forms.CharField:
    """Make a field of several lines that may stay empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    given = {"label": label, "max_length": length, "required": False, "widget": widget}
    return forms.CharField(**given | options)


def day_input() -> forms.DateInput:
    """Offer the browser's calendar, with the day written as it demands in every language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def day(label: Any, **options: Any) -> forms.DateField:
    """Make a field for a whole day."""
    return forms.DateField(label=label, widget=day_input(), **options)


def choice_of(rows: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    """Offer a list of few records, a lookup of many."""
    if rows[: FEW + 1].count() > FEW:
        return RemoteChoiceField(rows, **options)
    return forms.ModelChoiceField(rows, **options)
