"""How a state is printed: a mark and a word that say the same."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

MARKS = {"": "", "ok": "e-ok", "wait": "e-wait", "stop": "e-stop", "new": "e-new"}


def print_mark(word: Any, mark: str = "") -> SafeString:
    """Print a word with a mark: ok (holds), wait, stop, new (look at this), or none (at rest)."""
    return format_html('<span class="e-state {}">{}</span>', MARKS[mark], word)


def print_state(record: Any) -> SafeString:
    """Print the state of a record whose class names its `flow`."""
    return print_mark(record.get_state_display(), record.flow.mark(record.state))
