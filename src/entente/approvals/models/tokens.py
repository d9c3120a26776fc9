"""Tokens with which other systems of the university read and report approvals."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord


class ApiTokenQuerySet(RecordQuerySet["ApiToken"]):
    """Ways to read tokens."""

    def working(self, on: datetime.date) -> Self:
        """Keep the tokens that let a system in on that day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), revoked_at__isnull=True
        )

    def for_list(self) -> Self:
        """Fetch what one line of a list shows."""
        return self.select_related("unit", "user")


class ApiToken(OwnedRecord):
    """A key for one system, for the approvals of one unit and all below it.

    Only a digest of it is kept: it is shown once, when it is made. `hint` are its first letters,
    by which people tell it from others. What the system does stands in the trail under `user`.
    """

    name = models.CharField(_("system"), max_length=100)
    may_report = models.BooleanField(_("may report results"), default=False)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    hint = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    minute = models.DateTimeField(null=True, blank=True, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)

    audit_ignored = frozenset({"digest", "last_used_at", "minute", "calls", "user"})
    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("top_unit", "id"), name="api_token_tree"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("approvals:token", args=[self.pk])

    def works_on(self, day: datetime.date) -> bool:
        """Say whether it lets a system in on that day."""
        return self.revoked_at is None and (self.valid_until is None or day <= self.valid_until)
