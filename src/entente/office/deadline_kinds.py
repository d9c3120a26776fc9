"""Kinds of deadlines in words; apps name their own when they start."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_kinds: dict[str, str | Promise] = {}
_shown_by_their_app: set[str] = set()


def name_deadlines(names: Mapping[str, str | Promise], *, shown_by_app: bool = False) -> None:
    """Say how kinds of deadlines are read: `agreement.end` as "Agreement ends".

    What an app puts itself into the work list and the calendar, it names as `shown_by_app`, so
    that nobody reads of it twice there; notices, the list and the record's page know it all the
    same.
    """
    _kinds.update(names)
    if shown_by_app:
        _shown_by_their_app.update(names)


def shown_by_their_app() -> frozenset[str]:
    """Give the kinds that work list and calendar show through their own app."""
    return frozenset(_shown_by_their_app)


def deadline_kind(kind: str) -> str:
    """Read a kind; one that no app has named is printed as it is stored."""
    return str(_kinds.get(kind, kind))


def known_kinds() -> dict[str, str | Promise]:
    """Give the kinds that apps have named."""
    return dict(_kinds)
