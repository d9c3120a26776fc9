"""What leaves the house about deadlines: mails, messages to a chat, a calendar's address."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.kit.sealed import SealedField
from entente.office.enums import DispatchState, HookKind
from entente.office.models.units import Unit


class WebhookQuerySet(RecordQuerySet["Webhook"]):
    """Ways to read webhooks."""

    scope_tree = "unit__top"

    def visible_to(self, officer: Officer, permission: str = "office.change_webhook") -> Self:
        """Keep the webhooks of units inside a person's scope; the installation's need all of it."""
        return self.filter(officer.scope(permission).q(self.scope_unit, self.scope_tree))

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit")

    def last_messages(self, hooks: list[Webhook]) -> dict[int, Dispatch]:
        """Give the last message to each of some webhooks, where there was one."""
        newest = self.filter(pk__in=[hook.pk for hook in hooks]).annotate(
            last=Max("dispatches__pk")
        )
        keys = [last for last in newest.values_list("last", flat=True) if last]
        return {sent.hook_id or 0: sent for sent in Dispatch.objects.filter(pk__in=keys)}

    def working(self) -> Self:
        """Keep those that are switched on."""
        return self.filter(is_active=True)


class Webhook(Record):
    """An address of a chat group that is told each night how many deadlines came near.

    It receives kinds, counts and a link; no names, no titles, no personal data. The address and
    the secret are encrypted at rest, since whoever knows them can write into the group; lists and
    the trail show the host alone.
    """

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=HookKind.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    address = SealedField(_("address"))
    secret = SealedField(_("signing secret"), blank=True)
    host = models.CharField(_("host"), max_length=200, editable=False)
    is_active = models.BooleanField(_("switched on"), default=True)

    audit_ignored = frozenset({"address", "secret"})
    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the page on which webhooks are listed."""
        return reverse("office:webhooks")

    @property
    def chain(self) -> int:
        """The audit chain: that of the unit's tree, or the one that all share."""
        return (self.unit.top_id or 0) if self.unit else 0


class Outgoing(models.Model):
    """A message that leaves the house, sent once (`office.tasks.sending`).

    A worker claims it (`sending`) before it speaks to the other side; one that is found claimed by
    a dead worker may have left and is not sent again (`unclear`).
    """

    state = models.CharField(
        max_length=10, choices=DispatchState.choices, default=DispatchState.WAITING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Dispatch(Outgoing):
    """A message about deadlines: to a person by mail (`stages`), or to a webhook (`counts`)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    hook = models.ForeignKey(Webhook, models.CASCADE, null=True, related_name="dispatches")
    on = models.DateField()
    stages = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    hook_id: int | None
    person_id: int | None

    class Meta:
        verbose_name = _("message sent")
        verbose_name_plural = _("messages sent")
        constraints = (
            models.UniqueConstraint(
                fields=("hook", "on"), condition=Q(hook__isnull=False), name="hook_told_once_a_day"
            ),
        )
        indexes = (models.Index(fields=("made_at",), name="dispatch_by_age"),)

    def __str__(self) -> str:
        return f"{self.person or self.hook} {self.on}"


class CalendarFeed(models.Model):
    """The secret address under which one person's calendar can be read.

    The word in it is sealed, to be shown to its owner; what finds the row is its digest.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    word = SealedField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
