"""Filters of lists: search, choices, remote choices; and the chips that show what is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.forms import RemoteChoiceField, RemoteWidget, style

LONGEST_CHIP = 60

ChoiceFilter = django_filters.ChoiceFilter
DateFilter = django_filters.DateFilter


class SearchField(forms.CharField):
    """What to search for; a text that is too long is said here."""

    def validate(self, value: Any) -> None:
        """Refuse what the index would not be asked."""
        super().validate(value)
        search.refuse_too_long(value)


class SearchFilter(django_filters.CharFilter):
    """Search within the list, as the search of the desk finds: Chinese, pinyin, Latin."""

    field_class = SearchField

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Search"))
        options.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(**options)

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the rows that the index finds."""
        return search.matching(rows, value) if value else rows


class RemoteChoiceFilter(django_filters.ModelChoiceFilter):
    """Choose one of many records by typing."""

    field_class = RemoteChoiceField

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(queryset=model._default_manager.all(), **options)


class FilterSet(django_filters.FilterSet):
    """The filters of a list; a value that makes no sense is said, and filters nothing."""

    @property
    def form(self) -> forms.Form:
        """The form in the looks of the desk; a choice with nothing to choose is left out."""
        if not hasattr(self, "_form"):
            form: forms.Form = super().form
            fields: dict[str, Any] = dict(form.fields)
            for name, field in fields.items():
                fixed = isinstance(field, forms.ChoiceField)
                fixed = fixed and not isinstance(field, forms.ModelChoiceField)
                if fixed and len(list(field.choices)) < 2:
                    del form.fields[name]
                    continue
                style(field)
                if isinstance(field.widget, (forms.TextInput, forms.NumberInput, RemoteWidget)):
                    field.widget.attrs.setdefault("placeholder", field.label)
        styled: forms.Form = self._form
        return styled

    @property
    def search_field(self) -> Any:
        """The search field, where the list has one."""
        return self.form["q"] if "q" in self.form.fields else None

    @property
    def choice_fields(self) -> list[Any]:
        """The other fields, in order."""
        return [field for field in self.form if field.name != "q"]

    def chips(self, query: Callable[..., str]) -> list[tuple[str, str]]:
        """List what is set, in words, each with the address without it."""
        chips = []
        for name, field in self.form.fields.items():
            value = self.form.data.get(name)
            if not value:
                continue
            words = self._words(name, field, value)
            chips.append((f"{field.label}: {words}", query(**{name: None, f"{name}_q": None})))
        return chips

    def _words(self, name: str, field: forms.Field, value: str) -> str:
        if isinstance(field, forms.ModelChoiceField):
            try:
                return str(field.clean(value))
            except ValidationError:
                return value
        words = str(dict(getattr(field, "choices", ())).get(value, value))
        return Truncator(words).chars(LONGEST_CHIP)
