"""Dates as exact as their source, in the database and in forms."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from entente.kit.periods.partial import PartialDate

Written = PartialDate | datetime.date | str
_ST_contra = TypeVar("_ST_contra", contravariant=True)
_GT_co = TypeVar("_GT_co", covariant=True)

COLLATIONS = {"postgresql": "C", "sqlite": "BINARY"}


class PartialDateFormField(forms.Field):
    """A date as a person types it: a year, a month or a day."""

    widget = forms.TextInput
    default_error_messages = {"required": _("Give a year, a month or a day.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text",
            _("As exact as you know it: 1979, 2012-11 or 2012-11-06."),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> PartialDate | None:
        """Read what was typed; nothing is no date."""
        return _read(value)

    def prepare_value(self, value: Any) -> str:
        """Show the date as one types it; what was typed wrongly stays as it was."""
        return "" if value is None else str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not the ways to write them."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Keep the field as narrow as a date, and free of guesses by the browser."""
        return {"maxlength": 40, "size": 12, "autocomplete": "off", "class": "e-num"}


class PartialDateField(models.Field[_ST_contra, _GT_co]):
    """A `PartialDate` column; the attribute is a `PartialDate` or None.

    The ISO prefix is stored as text in byte order, so the order of the column is the order of the
    dates and one index serves both (`entente.kit.periods.lookups`). A comparison with plain text
    or a day works too: `filter(signed_on__lte="2026-11-22")`.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Written
        _pyi_private_get_type: PartialDate
        _pyi_lookup_exact_type: Written

    description = _("Date as exact as its source")
    empty_strings_allowed = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options["max_length"] = 10
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Leave out the length: it is part of the format."""
        name, _path, args, options = super().deconstruct()
        del options["max_length"]
        return name, "entente.kit.periods.PartialDateField", args, options

    def get_internal_type(self) -> str:
        """Store as short text."""
        return "CharField"

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """Order by bytes, whatever the order of the database's own language."""
        return {
            **super().db_parameters(connection),
            "collation": COLLATIONS.get(connection.vendor),
        }

    def to_python(self, value: Any) -> PartialDate | None:
        """Read a date of any kind; nothing is no date."""
        return _read(value)

    def from_db_value(self, value: str | None, *_rest: Any) -> PartialDate | None:
        """Read what the database holds."""
        if not value:
            return None
        year, month, day = value[:4], value[5:7], value[8:10]
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)

    def get_prep_value(self, value: Any) -> str | None:
        """Give the ISO prefix."""
        if hasattr(value, "resolve_expression"):
            return value  # type: ignore[no-any-return]  # an expression is passed on as it is
        date = _read(value)
        return None if date is None else str(date)

    def value_to_string(self, obj: models.Model) -> str:
        """Give the ISO prefix, for dumps."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, *_args: Any, **options: Any) -> Any:
        """Offer a text field that reads dates."""
        if self.help_text:
            options.setdefault("help_text", self.help_text)
        else:
            options["help_text"] = PartialDateFormField().help_text
        options.setdefault("form_class", PartialDateFormField)
        return super().formfield(**options)


def _read(value: Any) -> PartialDate | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return PartialDate.of(value)
