"""Reviews: what one reviewer says of one application, without knowing whose it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.mobility.enums import ApplicationState
from entente.mobility.models import Application, Question, asked_of
from entente.office.models import User
from entente.people.models import Person
from entente.reviewing import masking
from entente.reviewing.enums import REVIEW_FLOW, ReviewState, RoundState
from entente.reviewing.models.rounds import Panellist, ReviewRound


class ReviewQuerySet(RecordQuerySet["Review"]):
    """Ways to read reviews."""

    scope_unit = "panellist__round__call__unit"
    scope_tree = "panellist__round__call__top_unit"

    def for_list(self) -> Self:
        """Fetch the round, the reviewer and whose application it is."""
        return self.select_related(
            "panellist__round__call", "panellist__user", "application__person"
        )

    def of_round(self, held: ReviewRound) -> Self:
        """Keep those of a round, with their reviewers."""
        rows = self.filter(panellist__round=held).select_related("panellist__user")
        return rows.order_by("application_id", "panellist_id")

    def standing(self) -> Self:
        """Keep those that are assigned to somebody who did not declare a conflict."""
        return self.exclude(state=ReviewState.CONFLICT)

    def asked_of(self, reviewer: User) -> Self:
        """Keep a reviewer's own of what takes part, those to be written first."""
        rows = self.filter(panellist__user=reviewer, application__state=ApplicationState.HANDED_IN)
        rows = rows.exclude(panellist__round__state=RoundState.DRAFT)
        return rows.select_related("panellist__round__call", "application").order_by(
            "-state", "panellist__round__due_on", "application_id"
        )

    def to_write(self, reviewer: User) -> Self:
        """Keep those that a reviewer still has to write."""
        rows = self.asked_of(reviewer).filter(state=ReviewState.WAITING)
        return rows.filter(panellist__round__state=RoundState.OPEN)


class Review(Record):
    """One reviewer's scores and words about one application.

    `scores` leads from a criterion's number to the score, as text with its decimals; `total` is
    worked out when it is handed in. What is handed in changes only once the office gives it back.
    """

    panellist = models.ForeignKey(
        Panellist, models.CASCADE, related_name="reviews", verbose_name=_("reviewer")
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="reviews", verbose_name=_("application")
    )
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    comment = models.TextField(_("comment"), max_length=4000, blank=True)
    conflict = models.TextField(_("conflict of interest"), max_length=1000, blank=True)
    total = models.DecimalField(
        _("total, of 100"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True, editable=False)

    flow = REVIEW_FLOW
    audit_parent = "panellist"
    audit_personal = frozenset({"scores", "comment", "conflict", "total"})
    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("panellist", "application"), name="review_once_of_an_application"
            ),
        )
        indexes = (models.Index(fields=("application", "state"), name="review_of_application"),)

    def __str__(self) -> str:
        return gettext("Review of %(code)s") % {"code": self.application.key}

    def get_absolute_url(self) -> str:
        """Give the reviewer's own page of it."""
        return reverse("reviewing:review", args=[self.pk])

    @property
    def round(self) -> ReviewRound:
        """The round to which it belongs."""
        held: ReviewRound = self.panellist.round
        return held

    @property
    def unit_id(self) -> int:
        """The unit of the call."""
        return self.round.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.round.top_unit_id

    def personal_key(self) -> str:
        """Name the key of the applicant."""
        return self.application.personal_key()

    def score(self, key: str) -> Decimal | None:
        """Give the score of a criterion; None where none is given."""
        written = self.scores.get(key)
        return Decimal(written) if written else None


# --- What a reviewer sees of an application -------------------------------------------------------


def telling(person: Person) -> list[str]:
    """Give the words that say who somebody is."""
    words = [
        *person.spellings,
        person.family_name,
        person.given_name,
        *person.given_name.split(),
        person.student_number,
        person.staff_number,
        person.orcid,
        person.email,
        person.phone,
    ]
    return [word for word in words if word]


def blind(held: ReviewRound, application: Application) -> dict[str, Any]:
    """Give what a reviewer reads: facts and answers, with bars where they say who it is."""
    words = telling(application.person)
    files = {file.question_id: file for file in application.answer_files.all()}
    lines: list[dict[str, Any]] = []
    for question in _shown(held, application):
        if question.is_section:
            lines.append({"title": question.label})
            continue
        file = files.get(question.pk)
        said = question.words(application.answers.get(question.key))
        lines.append(
            {
                "question": question.label,
                "words": masking.blackened(str(said), words),
                "file": file.pk if file and held.shows_files else None,
                "hidden_file": bool(file and not held.shows_files),
            }
        )
    return {
        "code": application.key,
        "level": application.get_level_display(),
        "field": application.field,
        "grade": application.grade,
        "certificates": application.certificates,
        "statement": masking.blackened(application.statement, words),
        "lines": lines,
    }


def _shown(held: ReviewRound, application: Application) -> list[Question]:
    """Give the questions that stand with these answers and are not hidden from reviewers."""
    every = list(Question.objects.of_call(application.call))
    return [
        question
        for question in asked_of(every, application.answers)
        if question.pk not in held.hidden
    ]
