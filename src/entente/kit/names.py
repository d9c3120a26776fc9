"""How a name is printed: on one line, with its language marked."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from entente.kit.bilingual import HTML_LANGUAGE, Passage, current_language

LONG = 16


def print_name(value: Any) -> SafeString:
    """Print the name of a person or institution.

    A short name never breaks; one over 16 characters breaks at spaces only. A name that stands
    in the other language is marked with `lang`, for fonts and screen readers.
    """
    name = getattr(value, "name", value)
    css = "e-name-long" if len(str(name)) > LONG else "e-name"
    if isinstance(name, Passage) and name.language != current_language():
        return format_html(
            '<span class="{}" lang="{}">{}</span>', css, HTML_LANGUAGE[name.language], name
        )
    return format_html('<span class="{}">{}</span>', css, name)


def print_passage(value: Any) -> SafeString:
    """Print a text, marked with its language where it is not the reader's."""
    if isinstance(value, Passage) and value.foreign:
        return format_html('<span lang="{}">{}</span>', HTML_LANGUAGE[value.language], value)
    return format_html("{}", value)
