"""Telling people: one notice for each occasion, never the same twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from entente.kit.models import Notice
from entente.kit.scope import Officer


def tell(users: Iterable[Officer], *, key: str, zh: str, en: str, url: str) -> None:
    """Leave a notice for each person who has not been told of this occasion."""
    Notice.objects.bulk_create(
        [Notice(user_id=user.pk, key=key, text_zh=zh, text_en=en, url=url) for user in users],
        ignore_conflicts=True,
    )


def mark_read(officer: Officer) -> None:
    """Note that the person has looked at all notices."""
    Notice.objects.filter(user_id=officer.pk).unread().update(read_at=timezone.now())
