"""Deadlines: what is to be done about a record, by whom, until when, and when to speak of it."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import RecordQuerySet
from entente.kit.scope import Officer
from entente.office.deadline_kinds import deadline_kind
from entente.office.enums import DEADLINE_FLOW, DeadlineState, Direction
from entente.office.models.units import OwnedRecord

S = DeadlineState


class DeadlineQuerySet(RecordQuerySet["Deadline"]):
    """Ways to read deadlines."""

    def open(self) -> Self:
        """Keep what is still to be done."""
        return self.filter(state=S.OPEN)

    def about(self, record: models.Model) -> Self:
        """Keep the deadlines of one record."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(subject_type=kind, subject_id=record.pk)

    def late(self, on: datetime.date) -> Self:
        """Keep what should have been done before a day."""
        return self.open().filter(due_on__lt=on)

    def come(self, on: datetime.date) -> Self:
        """Keep what is open and whose first stage has come, or whose day has."""
        return self.open().filter(shows_from__lte=on)

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep what is open and due in a period, both days counted."""
        return self.open().filter(due_on__range=(first, last))

    def of_person(self, officer: Officer) -> Self:
        """Keep what a person answers for among what they may see.

        That is their own, and what nobody at work owns (no owner is named, or the account is
        closed) in the units whose deadlines they keep.
        """
        orphaned = Q(owner__isnull=True) | Q(owner__is_active=False)
        inside = officer.scope("office.change_deadline").q()
        mine = Q(owner_id=officer.pk) | (orphaned & inside)
        return self.visible_to(officer).filter(mine)

    def orphaned(self) -> Self:
        """Keep what nobody at work owns: no owner is named, or the account is closed."""
        return self.filter(Q(owner__isnull=True) | Q(owner__is_active=False))

    def to_reckon_anew(self) -> Self:
        """Keep what is open and whose rule has changed since its day was worked out."""
        return self.open().filter(to_reckon=True)

    def following(self, rule: str) -> Self:
        """Keep what is open and reckoned from a rule."""
        return self.open().filter(Q(rule=rule) | Q(stages_rule=rule))

    def to_tell(self, on: datetime.date) -> Self:
        """Keep what is open and has a stage that came by that day and was not spoken of."""
        waiting = DeadlineStage.objects.filter(deadline=OuterRef("pk")).waiting(on)
        return self.open().filter(Exists(waiting))

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("owner", "unit", "subject_type")


class Deadline(OwnedRecord):
    """Something to be done about a record until a day.

    `kind` is a word of the program (`agreement.end`); one record has at most one deadline of a
    kind, or, where several are needed, one for each `key`. The day is `counted_from` itself, or
    lies the span that `rule` gives before or after it. `stages_rule` names the rule that says how
    long before the day the owner is told. Both are worked out anew when the day or the rule
    changes, as the rule stands on the day from which it is counted.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(max_length=60, blank=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name=_("owner"),
    )
    task_zh = models.CharField(_("what is to be done, in Chinese"), max_length=300, blank=True)
    task_en = models.CharField(_("what is to be done, in English"), max_length=300, blank=True)
    counted_from = models.DateField(_("counted from"))
    rule = models.CharField(_("rule of the day"), max_length=80, blank=True)
    direction = models.CharField(
        _("counted"), max_length=6, choices=Direction.choices, default=Direction.AFTER
    )
    stages_rule = models.CharField(_("rule of the notices"), max_length=80)
    due_on = models.DateField(_("due on"))
    shows_from = models.DateField(_("first notice"))
    state = models.CharField(_("state"), max_length=10, choices=S.choices, default=S.OPEN)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    to_reckon = models.BooleanField(default=False, editable=False)
    owner_id: int | None

    task = Bilingual("task")
    flow = DEADLINE_FLOW
    audit_ignored = frozenset({"to_reckon", "shows_from"})
    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ("due_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("subject_type", "subject_id", "kind", "key"),
                name="deadline_once_for_a_record",
            ),
            models.CheckConstraint(
                name="deadline_says_what_to_do",
                condition=~Q(task_zh="") | ~Q(task_en=""),
                violation_error_message=_("Say in at least one language what is to be done."),
            ),
            models.CheckConstraint(
                name="deadline_ended_has_a_day",
                condition=Q(state=S.OPEN, ended_on__isnull=True)
                | (~Q(state=S.OPEN) & Q(ended_on__isnull=False)),
            ),
        )
        indexes = (
            models.Index(
                fields=("top_unit", "due_on"), condition=Q(state="open"), name="deadline_open"
            ),
            models.Index(fields=("id",), condition=Q(to_reckon=True), name="deadline_to_reckon"),
            models.Index(
                fields=("owner", "due_on"), condition=Q(state="open"), name="deadline_of_owner"
            ),
        )

    def __str__(self) -> str:
        return str(self.task)

    def get_absolute_url(self) -> str:
        """Give the deadline's own page."""
        return reverse("office:deadline", args=[self.pk])

    @property
    def kind_name(self) -> Any:
        """The kind in words."""
        return deadline_kind(self.kind)

    def is_late(self, on: datetime.date) -> bool:
        """Say whether it should have been done before a day."""
        return self.state == S.OPEN and self.due_on < on


class DeadlineStageQuerySet(models.QuerySet["DeadlineStage"]):
    """Ways to read stages."""

    def waiting(self, on: datetime.date) -> Self:
        """Keep stages that came by that day and were not spoken of."""
        return self.filter(on__lte=on, told_on__isnull=True)


class DeadlineStage(models.Model):
    """A day on which the owner of a deadline is told; `told_on` is when it was settled.

    After a silence only the nearest stage is spoken of (`spoken`); those before it are settled
    without a word.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="stages")
    span = models.CharField(max_length=30)
    on = models.DateField()
    told_on = models.DateField(null=True)
    spoken = models.BooleanField(default=False)

    objects = DeadlineStageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage of a deadline")
        verbose_name_plural = _("stages of deadlines")
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(fields=("deadline", "span"), name="deadline_stage_once"),
        )
        indexes = (
            models.Index(fields=("on",), condition=Q(told_on__isnull=True), name="stage_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.span} {self.on}"
