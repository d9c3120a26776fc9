"""Rounds of reviews: of which call, by which criteria, by whom."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.mobility.models import Call, Question
from entente.office.models import User
from entente.reviewing.enums import ROUND_FLOW, ReviewState, RoundState

NEEDS_NAME = _("A criterion needs a name in at least one language.")
MOST_SCORE, MOST_WEIGHT, MOST_REVIEWERS = 1000, 1000, 20


class ReviewRoundQuerySet(RecordQuerySet["ReviewRound"]):
    """Ways to read rounds."""

    scope_unit = "call__unit"
    scope_tree = "call__top_unit"

    def for_list(self) -> Self:
        """Fetch the call and count reviews, in one query."""
        reviews = "panel__reviews"
        done = Q(panel__reviews__state=ReviewState.HANDED_IN)
        asked = Q(panel__reviews__state__in=(ReviewState.WAITING, ReviewState.HANDED_IN))
        rows = self.select_related("call__unit", "call__top_unit")
        return rows.annotate(
            asked=Count(reviews, filter=asked, distinct=True),
            done=Count(reviews, filter=done, distinct=True),
        )

    def open(self) -> Self:
        """Keep those in which reviewers write."""
        return self.filter(state=RoundState.OPEN)


class ReviewRound(Record):
    """The reviews of the applications to one call.

    `hidden` are the numbers of the call's questions whose answers no reviewer sees, because they
    would say who it is; files name people too and are shown only where `shows_files` says so.
    """

    call = models.OneToOneField(
        Call,
        models.CASCADE,
        related_name="review_round",
        verbose_name=_("call"),
        editable=False,
        error_messages={"unique": _("This call has a review round already.")},
    )
    each = models.PositiveSmallIntegerField(
        _("reviewers of each application"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_REVIEWERS)],
    )
    due_on = models.DateField(_("reviews to be handed in by"))
    about = models.TextField(_("notes for the reviewers"), max_length=4000, blank=True)
    hidden = models.JSONField(_("questions hidden from reviewers"), default=list, blank=True)
    shows_files = models.BooleanField(_("reviewers see the files"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT
    )

    flow = ROUND_FLOW
    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return gettext("Reviews: %(call)s") % {"call": self.call}

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("reviewing:round", args=[self.pk])

    @property
    def unit_id(self) -> int:
        """The unit of the call."""
        return self.call.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.call.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the call."""
        return self.call.chain

    def is_late(self, on: datetime.date) -> bool:
        """Say whether reviews should have been handed in before a day."""
        return self.state == RoundState.OPEN and self.due_on < on

    def shown_questions(self) -> list[Question]:
        """Give the call's questions whose answers reviewers see, in order."""
        rows = Question.objects.of_call(self.call)
        return [question for question in rows if question.pk not in self.hidden]


class OfRoundQuerySet(RecordQuerySet[Any]):
    """What belongs to a round is seen by whoever sees the call's unit."""

    scope_unit = "round__call__unit"
    scope_tree = "round__call__top_unit"

    def for_list(self) -> Any:
        """Fetch the round with its call."""
        return self.select_related("round__call")


class OfRound(Record):
    """A part of a round, told in its history and shown on its page."""

    audit_parent = "round"
    round: Any
    anchor = ""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give its place on the page of the round."""
        return f"{self.round.get_absolute_url()}#{self.anchor}"

    @property
    def unit_id(self) -> int:
        """The unit of the call."""
        return int(self.round.unit_id)

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return int(self.round.top_unit_id)


class Criterion(OfRound):
    """What is scored, from 0 to `most`, and what it weighs beside the others."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="criteria", editable=False)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    most = models.PositiveSmallIntegerField(
        _("highest score"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SCORE)],
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), validators=[MinValueValidator(1), MaxValueValidator(MOST_WEIGHT)]
    )

    name = Bilingual("name")
    anchor = "criteria"
    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def key(self) -> str:
        """Its name among the scores of a review."""
        return str(self.pk)

    def clean(self) -> None:
        """Refuse one without a name."""
        if not (self.name_zh or self.name_en):
            raise ValidationError({"name_zh": NEEDS_NAME})


class Panellist(OfRound):
    """Somebody who reviews in a round; it needs a login and no role."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="panel", editable=False)
    user = models.ForeignKey(
        User, models.PROTECT, related_name="panels", verbose_name=_("reviewer")
    )

    anchor = "panel"

    class PanellistQuerySet(OfRoundQuerySet):
        """Ways to read panels."""

        def with_progress(self) -> Any:
            """Count of each what is assigned, handed in, and declared as a conflict."""
            counts = {
                "asked": Q(reviews__state__in=(ReviewState.WAITING, ReviewState.HANDED_IN)),
                "done": Q(reviews__state=ReviewState.HANDED_IN),
                "conflicts": Q(reviews__state=ReviewState.CONFLICT),
            }
            rows = self.select_related("user").order_by("pk")
            return rows.annotate(
                **{name: Count("reviews", filter=only) for name, only in counts.items()}
            )

    objects = PanellistQuerySet.as_manager()

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("round", "user"),
                name="panellist_once_in_a_round",
                violation_error_message=_("This person is a reviewer of the round already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)
