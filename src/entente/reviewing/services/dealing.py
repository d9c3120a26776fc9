"""Assigning applications to reviewers, and filling gaps."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.audit import Change, changing, creating_all
from entente.kit.errors import DomainError
from entente.mobility.enums import CallState
from entente.mobility.models import Application
from entente.office.models import User
from entente.reviewing.enums import ROUND_FLOW, ReviewState
from entente.reviewing.models import Panellist, Review, ReviewRound
from entente.reviewing.sharing import share


def deal(held: ReviewRound, *, by: User) -> None:
    """Assign each application to as many reviewers as the round says, and let them begin."""
    with changing(held, by=by, verb="review_round.dealt") as change:
        held.state = ROUND_FLOW.move(held.state, "deal")
        if held.call.state != CallState.CLOSED:
            message = _("Close the call first: until then applications still change.")
            raise DomainError(message, code="call_open")
        if not held.criteria.exists():
            message = _("Add a criterion first: reviewers score by it.")
            raise DomainError(message, code="no_criterion")
        if (number := held.panel.count()) < held.each:
            message = ngettext(
                "The panel has %(number)s reviewer; each application needs %(each)s.",
                "The panel has %(number)s reviewers; each application needs %(each)s.",
                number,
            )
            raise DomainError(message % {"number": number, "each": held.each}, code="few")
        if not assign(held, change, by=by):
            raise DomainError(_("Nobody has handed in an application."), code="nothing")


def deal_again(held: ReviewRound, *, by: User) -> None:
    """Give applications that lack reviewers to others of the panel."""
    with changing(held, by=by, verb="review_round.dealt_again") as change:
        held.state = ROUND_FLOW.move(held.state, "deal_again")
        lacking = gaps(held)
        if not lacking:
            message = _("Every application has as many reviewers as it needs.")
            raise DomainError(message, code="no_gap")
        if not assign(held, change, by=by):
            message = _(
                "Nobody on the panel is left for the applications that lack a reviewer. Add a"
                " reviewer first."
            )
            raise DomainError(message, code="few")


def assign(held: ReviewRound, change: Change, *, by: User) -> int:
    """Enter what `share` gives; return how many reviews that is.

    The seed is that of the call's lottery: it is public once the call is closed, so that anybody
    can assign the applications again. Nobody reviews their own application.
    """
    applications = {it.pk: it for it in Application.objects.handed_in(held.call).order_by("pk")}
    panel = {it.user_id: it for it in Panellist.objects.filter(round=held).select_related("user")}
    held_by: dict[int, set[int]] = defaultdict(set)
    barred: dict[int, set[int]] = defaultdict(set)
    for review in Review.objects.filter(panellist__round=held).select_related("panellist"):
        to = barred if review.state == ReviewState.CONFLICT else held_by
        to[review.application_id].add(review.panellist.user_id)
    for application in applications.values():
        if application.person.user_id in panel:
            barred[application.pk].add(application.person.user_id)
    given = share(
        held.call.seed,
        applications,
        panel,
        held.each,
        held={key: frozenset(users) for key, users in held_by.items()},
        barred={key: frozenset(users) for key, users in barred.items()},
    )
    made = [
        Review(panellist=panel[user], application=applications[application])
        for application, users in given.items()
        for user in users
    ]
    creating_all(made, by=by, verb="review.assigned")
    if made:
        change.fact("reviews_assigned", "", len(made))
    return len(made)


def gaps(held: ReviewRound) -> dict[int, int]:
    """Give how many reviewers applications lack, by the numbers of those that lack some."""
    counted = dict.fromkeys(
        Application.objects.filter(call=held.call, state="handed_in").values_list("pk", flat=True),
        0,
    )
    standing = Review.objects.filter(panellist__round=held).standing()
    for application in standing.values_list("application", flat=True):
        if application in counted:
            counted[application] += 1
    return {key: held.each - number for key, number in counted.items() if number < held.each}
