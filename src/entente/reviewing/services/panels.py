"""Decisions about a round: its criteria, its panel, its end."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing, removing_all
from entente.kit.errors import DomainError
from entente.mobility.enums import CallState
from entente.mobility.models import Call
from entente.office.models import User
from entente.office.rules import rule
from entente.reviewing.enums import ROUND_FLOW, ReviewState, RoundState
from entente.reviewing.models import Criterion, Panellist, Review, ReviewRound

REVIEWERS = "reviewing.reviewers"


def usual_reviewers(call: Call, *, on: datetime.date) -> int:
    """Give how many review an application, by the rule of the call's unit."""
    return int(rule(REVIEWERS, on=on, unit=call.unit))


def add_round(call: Call, *, by: User, **values: Any) -> ReviewRound:
    """Begin to prepare the reviews of a call's applications."""
    with locking(call):
        refuse_published(call)
        return creating(ReviewRound(call=call, **values), by=by, verb="review_round.entered")


def change_round(held: ReviewRound, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a round; how many review each, only before it is assigned."""
    with changing(held, by=by, verb="review_round.changed", seen=seen):
        refuse_closed(held)
        if held.state != RoundState.DRAFT and values.get("each", held.each) != held.each:
            message = _("The applications are assigned already: this number stays.")
            raise DomainError({"each": message}, code="assigned")
        for name, value in values.items():
            setattr(held, name, value)


# --- Criteria -------------------------------------------------------------------------------------


def add_criterion(held: ReviewRound, *, by: User, **values: Any) -> Criterion:
    """Add a criterion, before anybody reviews."""
    with locking(held):
        _refuse_begun(held)
        return creating(Criterion(round=held, **values), by=by, verb="criterion.added")


def change_criterion(
    criterion: Criterion, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change a criterion, before anybody reviews."""
    with locking(criterion.round) as held:
        _refuse_begun(held)
        with changing(criterion, by=by, verb="criterion.changed", seen=seen):
            for name, value in values.items():
                setattr(criterion, name, value)


def remove_criterion(criterion: Criterion, *, by: User) -> None:
    """Take a criterion off, before anybody reviews."""
    with locking(criterion.round) as held:
        _refuse_begun(held)
        removing(criterion, by=by, verb="criterion.removed")


# --- The panel ------------------------------------------------------------------------------------


def add_panellist(held: ReviewRound, *, by: User, user: User) -> Panellist:
    """Call somebody into the panel."""
    with locking(held):
        refuse_closed(held)
        return creating(Panellist(round=held, user=user), by=by, verb="panellist.added")


def remove_panellist(panellist: Panellist, *, by: User) -> None:
    """Take somebody off the panel, with what they have not handed in; the gaps can be filled."""
    with locking(panellist.round) as held:
        refuse_closed(held)
        if panellist.reviews.filter(state=ReviewState.HANDED_IN).exists():
            message = _("%(person)s has handed in reviews and stays on the panel.")
            raise DomainError(message % {"person": panellist.user}, code="handed_in")
        reviews = Review.objects.filter(panellist=panellist).for_list()
        removing_all(reviews, by=by, verb="review.removed")
        removing(panellist, by=by, verb="panellist.removed")


# --- The end --------------------------------------------------------------------------------------


def close_round(held: ReviewRound, *, by: User) -> None:
    """Close a round: no review changes any more."""
    with changing(held, by=by, verb="review_round.closed"):
        held.state = ROUND_FLOW.move(held.state, "close_round")


def reopen_round(held: ReviewRound, *, by: User, reason: str) -> None:
    """Open a closed round again, while the call's placement is not published."""
    with changing(held, by=by, verb="review_round.reopened", note=reason):
        held.state = ROUND_FLOW.move(held.state, "reopen_round")
        refuse_published(held.call)


# --- What is refused ------------------------------------------------------------------------------


def refuse_closed(held: ReviewRound) -> None:
    """Refuse to change a round that is closed."""
    if held.state == RoundState.CLOSED:
        raise DomainError(_("The round is closed; nothing of it changes any more."), code="closed")


def refuse_published(call: Call) -> None:
    """Refuse where nothing that is reviewed could count any more."""
    if call.state == CallState.PUBLISHED:
        message = _("The placement of this call is published: reviews cannot change it any more.")
        raise DomainError(message, code="published")


def _refuse_begun(held: ReviewRound) -> None:
    if held.state != RoundState.DRAFT:
        message = _("The applications are assigned: the criteria stay as the reviewers see them.")
        raise DomainError(message, code="assigned")
