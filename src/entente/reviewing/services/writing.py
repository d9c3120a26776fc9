"""What reviewers do: write, hand in, declare a conflict; what the office does about a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import changing, locking
from entente.kit.errors import DomainError
from entente.mobility.enums import ApplicationState
from entente.office.models import User
from entente.people.models import Person
from entente.reviewing.enums import REVIEW_FLOW, ReviewState, RoundState
from entente.reviewing.models import Criterion, Review
from entente.reviewing.weighing import rounded, total

Scores = Mapping[str, Decimal | None]


def save_review(review: Review, *, by: User, scores: Scores, comment: str) -> None:
    """Keep a review that is not handed in yet; scores may still be missing."""
    with _writing(review), changing(review, by=by, verb="review.saved"):
        _write(review, scores, comment)


def hand_in(review: Review, *, by: User, scores: Scores, comment: str) -> None:
    """Hand a review in: every criterion has its score, and the total is worked out."""
    with _writing(review), changing(review, by=by, verb="review.handed_in"):
        criteria = _write(review, scores, comment)
        review.state = REVIEW_FLOW.move(review.state, "hand_in")
        missing = [it for it in criteria if review.score(it.key) is None]
        if missing:
            words = _("Score “%(criterion)s” before you hand the review in.")
            refused = {field_of(it): words % {"criterion": it.name} for it in missing}
            raise DomainError(refused, code="missing")
        review.total = total(
            (review.score(it.key) or Decimal(0), it.most, it.weight) for it in criteria
        )
        review.handed_in_at = timezone.now()


def declare_conflict(review: Review, *, by: User, reason: str) -> None:
    """Give an application back because of a conflict of interest; somebody else is asked."""
    with _writing(review), changing(review, by=by, verb="review.conflict_declared"):
        review.state = REVIEW_FLOW.move(review.state, "declare_conflict")
        if not reason.strip():
            raise DomainError({"reason": _("Say what the conflict is.")}, code="no_reason")
        review.conflict = reason.strip()
        review.scores, review.comment = {}, ""


def give_back(review: Review, *, by: User, reason: str) -> None:
    """Let a reviewer correct what was handed in, while the round is open."""
    with (
        _writing(review, demands_part=False),
        changing(review, by=by, verb="review.given_back", note=reason),
    ):
        review.state = REVIEW_FLOW.move(review.state, "give_back")
        review.total = review.handed_in_at = None


def erase_reviews(person: Person, *, by: User) -> None:
    """Erase what reviewers wrote of a person; that they reviewed, and the totals, stay."""
    rows = Review.objects.filter(application__person=person).for_list().order_by("pk")
    for review in rows:
        with changing(review, by=by, verb="review.erased"):
            review.comment = ""
            review.conflict = _("erased") if review.state == ReviewState.CONFLICT else ""


def field_of(criterion: Criterion) -> str:
    """Name the field of a criterion in the reviewer's form."""
    return f"score_{criterion.key}"


@contextmanager
def _writing(review: Review, *, demands_part: bool = True) -> Iterator[None]:
    """Hold the round, so that closing it and writing come one after the other."""
    with locking(review.panellist.round) as held:
        if held.state != RoundState.OPEN:
            message = _("The round is closed: reviews do not change any more.")
            raise DomainError(message, code="closed")
        if demands_part and review.application.state != ApplicationState.HANDED_IN:
            message = _("This application was withdrawn; there is nothing to review any more.")
            raise DomainError(message, code="withdrawn")
        yield


def _write(review: Review, scores: Scores, comment: str) -> list[Criterion]:
    """Put scores and comment into a waiting review; refuse a score outside the sheet."""
    if review.state != ReviewState.WAITING:
        message = _("This review is handed in. The office can give it back to be corrected.")
        raise DomainError(message, code="handed_in")
    criteria = list(review.panellist.round.criteria.all())
    refused: dict[str, Any] = {}
    for criterion in criteria:
        given = scores.get(criterion.key)
        if given is None:
            continue
        if not 0 <= given <= criterion.most:
            words = _("“%(criterion)s” is scored from 0 to %(most)s.")
            refused[field_of(criterion)] = words % {
                "criterion": criterion.name,
                "most": criterion.most,
            }
        elif given != rounded(given):
            refused[field_of(criterion)] = _("A score has at most two decimals.")
    if refused:
        raise DomainError(refused, code="outside")
    review.scores = {
        it.key: f"{rounded(given):f}"
        for it in criteria
        if (given := scores.get(it.key)) is not None
    }
    review.comment = comment.strip()
    return criteria
