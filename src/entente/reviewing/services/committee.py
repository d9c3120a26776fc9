"""What the committee sees: means, spreads, outliers; and taking the means over as scores."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.audit import changing
from entente.kit.errors import DomainError
from entente.mobility.models import Application
from entente.mobility.services import give_scores
from entente.office.models import User
from entente.office.rules import rule
from entente.reviewing import weighing
from entente.reviewing.enums import ROUND_FLOW, ReviewState
from entente.reviewing.models import Review, ReviewRound

OUTLIER = "reviewing.outlier_points"
NAMED = 5


@dataclass
class Line:
    """One application on the committee's list."""

    application: Application
    reviews: list[tuple[Review, bool]] = field(default_factory=list)
    lacking: int = 0
    waiting: int = 0
    mean: Decimal | None = None
    spread: Decimal | None = None
    rank: int | None = None

    @property
    def has_outlier(self) -> bool:
        """Whether one of its reviews is marked."""
        return any(marked for _review, marked in self.reviews)


def outlier_points(held: ReviewRound, *, on: datetime.date) -> int:
    """Give from how many points on a total is marked, by the rule of the call's unit."""
    return int(rule(OUTLIER, on=on, unit=held.call.unit))


def committee(held: ReviewRound, *, points: int) -> list[Line]:
    """Give the applications that take part with what was reviewed, the highest mean first."""
    by_application: dict[int, list[Review]] = defaultdict(list)
    for review in Review.objects.of_round(held):
        by_application[review.application_id].append(review)
    lines = []
    for application in Application.objects.handed_in(held.call).order_by("pk"):
        every = by_application[application.pk]
        done = [it for it in every if it.state == ReviewState.HANDED_IN]
        totals = [it.total or Decimal(0) for it in done]
        marks = weighing.outliers(totals, points)
        standing = sum(it.state != ReviewState.CONFLICT for it in every)
        lines.append(
            Line(
                application,
                list(zip(done, marks, strict=True)),
                lacking=max(held.each - standing, 0),
                waiting=standing - len(done),
                mean=weighing.mean(totals),
                spread=weighing.spread(totals),
            )
        )
    for line, rank in zip(lines, weighing.ranks([it.mean for it in lines]), strict=True):
        line.rank = rank
    return sorted(lines, key=lambda it: (it.rank is None, it.rank or 0, it.application.pk))


def take_scores(held: ReviewRound, *, by: User) -> None:
    """Make the mean of each application's reviews its score in the call."""
    with changing(held, by=by, verb="review_round.scores_taken") as change:
        held.state = ROUND_FLOW.move(held.state, "take_scores")
        # No outlier is left out, so it does not matter from where on they are marked.
        lines = committee(held, points=weighing.FULL)
        without = [line.application.key for line in lines if line.mean is None]
        if without:
            message = ngettext(
                "%(codes)s has no review that is handed in.",
                "%(codes)s have no review that is handed in.",
                len(without),
            )
            named = _(", ").join(without[:NAMED]) + ("…" if len(without) > NAMED else "")
            raise DomainError(message % {"codes": named}, code="no_review")
        give_scores(held.call, {line.application.pk: line.mean for line in lines}, by=by)
        change.fact("scores_taken", "", len(lines))
