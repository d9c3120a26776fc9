"""Notices to a person: something happened that they should know of."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from entente.kit.bilingual import Bilingual


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Ways to read notices."""

    def unread(self) -> Self:
        """Keep what the person has not looked at."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One line to one person, in both languages, leading to where it happened.

    `key` names the occasion: the same one is never told twice to the same person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    text = Bilingual("text")
    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="notice_told_once"),)
        indexes = (
            models.Index(fields=("user",), condition=Q(read_at__isnull=True), name="notice_unread"),
        )

    def __str__(self) -> str:
        return str(self.text)
