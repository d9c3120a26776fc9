"""What learners, supervisors and complainants say of a class."""

from __future__ import annotations

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.training.enums import FINDING_FLOW, FindingKind, FindingState
from entente.training.models.classes import (
    ENDS_BEFORE_START,
    Learner,
    PartOfClass,
    PartOfClassQuerySet,
    TrainingClass,
)


class Evaluation(PartOfClass):
    """That learners are asked about a class, from when until when, and what they are asked.

    `questions` are kept as they were on the day of opening: a list of `zh`, `en` and `marked`.
    """

    training_class = models.OneToOneField(
        TrainingClass, models.CASCADE, related_name="evaluation", verbose_name=_("training class")
    )
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    questions = models.JSONField(_("questions"), editable=False)

    # The questions are those of the rules, whose own history says what they were.
    audit_ignored = frozenset({"training_class", "questions"})
    objects = PartOfClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        constraints = (
            models.CheckConstraint(
                name="evaluation_days_in_order",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )

    def __str__(self) -> str:
        return str(self.training_class)

    def is_open(self, on: datetime.date) -> bool:
        """Say whether learners may answer on a day."""
        return self.opens_on <= on <= self.closes_on


class EvaluationTaker(models.Model):
    """That a learner took part in an evaluation: once. What they said is kept apart.

    It has no time, and neither has the answer: nothing leads from the one to the other.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="takers")
    learner = models.ForeignKey(Learner, models.CASCADE, related_name="evaluations")

    class Meta:
        verbose_name = _("part taken in an evaluation")
        verbose_name_plural = _("parts taken in evaluations")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "learner"), name="evaluated_once"),
        )

    def __str__(self) -> str:
        return str(self.learner)


class EvaluationAnswer(models.Model):
    """What somebody said of a class; nobody can tell who, and the key is no running number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="answers")
    said = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("answer to an evaluation")
        verbose_name_plural = _("answers to evaluations")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.evaluation)


class FindingQuerySet(PartOfClassQuerySet):
    """Ways to read findings."""

    def to_answer(self) -> Self:
        """Keep those that wait for the organiser."""
        return self.filter(state=FindingState.OPEN)

    def to_close(self) -> Self:
        """Keep those that were answered and wait for whoever supervises."""
        return self.filter(state=FindingState.ANSWERED)

    def late(self, on: datetime.date) -> Self:
        """Keep those that should have been answered before a day."""
        return self.to_answer().filter(answer_until__lt=on)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("training_class__project__unit")

    def for_page(self) -> Self:
        """Fetch what the page of a finding shows."""
        return self.for_list().select_related(
            "training_class__project__top_unit", "answered_by", "closed_by"
        )


class Finding(PartOfClass):
    """What a supervision visit found or a complaint says, its answer, and whether that is enough.

    `raised_by` is who visited, or who complains, if they said so; `contact` where to answer them.
    """

    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="findings", verbose_name=_("training class")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind.choices)
    raised_on = models.DateField(_("day"))
    raised_by = models.CharField(_("who visited or complains"), max_length=200, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    words = models.TextField(_("what was found"), max_length=4000)
    answer_until = models.DateField(_("to be answered until"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=FindingState.choices,
        default=FindingState.OPEN,
        editable=False,
    )
    answer = models.TextField(_("answer"), max_length=4000, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
        editable=False,
    )
    remark = models.TextField(_("remark"), max_length=2000, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("closed by"),
        editable=False,
    )

    flow = FINDING_FLOW
    audit_parent = ""
    audit_ignored = frozenset()
    audit_personal = frozenset({"raised_by", "contact"})
    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("-raised_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="finding_open_has_a_day",
                condition=~Q(state="open") | Q(answer_until__isnull=False),
                violation_error_message=_("Say until when it is to be answered."),
            ),
            models.CheckConstraint(
                name="finding_answer_not_before",
                condition=Q(answer_until__isnull=True) | Q(answer_until__gte=F("raised_on")),
                violation_error_message=_("It cannot be answered before it was found."),
            ),
        )
        indexes = (models.Index(fields=("-raised_on", "-id"), name="finding_day"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.raised_on.isoformat()}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("training:finding", args=[self.pk])

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who visited or complains."""
        return f"training-finding-{self.pk}"
