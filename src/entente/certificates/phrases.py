"""Text of certificates with fields: which fields there are, what a text uses, how it is filled."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.errors import DomainError

# A field of the text, and what it says.
FIELDS: dict[str, Any] = {
    "name": gettext_lazy("the holder's name"),
    "subject": gettext_lazy("what it is about: course, event, lecture, stay"),
    "starts_on": gettext_lazy("the first day"),
    "ends_on": gettext_lazy("the last day"),
    "hours": gettext_lazy("the number of hours"),
    "detail": gettext_lazy("a further detail, such as the title of a talk"),
    "issuer": gettext_lazy("the unit that issues"),
    "issued_on": gettext_lazy("the day of issue"),
    "number": gettext_lazy("the number"),
}
_FIELD = re.compile(r"\{([^{}]*)\}")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def fields_of(text: str) -> list[str]:
    """List the fields that a text uses, in order; refuse one that does not exist."""
    used = [name.strip() for name in _FIELD.findall(text)]
    unknown = [name for name in dict.fromkeys(used) if name not in FIELDS]
    if unknown:
        raise DomainError(
            _("There is no field %(fields)s. Fields are: %(known)s.")
            % {
                "fields": ", ".join(f"{{{name}}}" for name in unknown),
                "known": ", ".join(f"{{{name}}}" for name in FIELDS),
            },
            code="unknown_field",
        )
    if set(_FIELD.sub("", text)) & {"{", "}"}:
        raise DomainError(
            _("A brace stands alone. A field stands between two: {name}."), code="lone_brace"
        )
    return list(dict.fromkeys(used))


def fill(text: str, values: Mapping[str, Any], language: str) -> str:
    """Put values into a text of `zh` or `en`."""

    def value(found: re.Match[str]) -> str:
        return said(values.get(found[1].strip()), language)

    return _FIELD.sub(value, text)


def said(value: Any, language: str) -> str:
    """Say a value in a language: a day in its usual way, nothing as nothing."""
    if isinstance(value, datetime.date):
        if language == "zh":
            return f"{value.year}年{value.month}月{value.day}日"
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    return "" if value is None else str(value)
