"""Words of reviews, and how a round and a review go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_ROUND, CHANGE_ROUND = "reviewing.view_reviewround", "reviewing.change_reviewround"


class RoundState(models.TextChoices):
    """Where a round of reviews stands."""

    DRAFT = "draft", pgettext_lazy("state of a review round", "Being prepared")
    OPEN = "open", pgettext_lazy("state of a review round", "Under review")
    CLOSED = "closed", pgettext_lazy("state of a review round", "Closed")


R = RoundState

ROUND_FLOW = Flow(
    {
        "deal": Step(
            frozenset({R.DRAFT}),
            R.OPEN,
            CHANGE_ROUND,
            _("Assign the applications"),
            _("Each application goes to as many reviewers as the round says; they can begin."),
            order=1,
        ),
        "deal_again": Step(
            frozenset({R.OPEN}),
            R.OPEN,
            CHANGE_ROUND,
            _("Fill the gaps"),
            _(
                "Applications that lack reviewers, for example after a conflict of interest, are"
                " assigned to others of the panel."
            ),
            order=2,
        ),
        "close_round": Step(
            frozenset({R.OPEN}),
            R.CLOSED,
            CHANGE_ROUND,
            _("Close the round"),
            _("No review changes any more."),
            order=1,
        ),
        "take_scores": Step(
            frozenset({R.CLOSED}),
            R.CLOSED,
            CHANGE_ROUND,
            _("Take over the means as scores"),
            _("The mean of each application's reviews becomes its score in the call."),
            order=1,
        ),
        "reopen_round": Step(
            frozenset({R.CLOSED}),
            R.OPEN,
            CHANGE_ROUND,
            _("Open the round again"),
            _("Reviews that are not handed in can be written again; why stays in the history."),
            danger=True,
            order=3,
        ),
    },
    {R.DRAFT: "new", R.OPEN: "wait", R.CLOSED: "ok"},
)


class ReviewState(models.TextChoices):
    """Where one reviewer's review of one application stands."""

    WAITING = "waiting", pgettext_lazy("state of a review", "To be reviewed")
    HANDED_IN = "handed_in", pgettext_lazy("state of a review", "Handed in")
    CONFLICT = "conflict", pgettext_lazy("state of a review", "Conflict of interest")


S = ReviewState

REVIEW_FLOW = Flow(
    {
        "hand_in": Step(
            frozenset({S.WAITING}), S.HANDED_IN, "", _("Hand in the review"), by_itself=True
        ),
        "declare_conflict": Step(
            frozenset({S.WAITING}),
            S.CONFLICT,
            "",
            _("Declare a conflict of interest"),
            by_itself=True,
        ),
        "give_back": Step(
            frozenset({S.HANDED_IN}),
            S.WAITING,
            CHANGE_ROUND,
            _("Give the review back"),
            _("The reviewer can correct it; why stays in the history."),
        ),
    },
    {S.WAITING: "wait", S.HANDED_IN: "ok", S.CONFLICT: "stop"},
)


# --- Public notices -------------------------------------------------------------------------------

VIEW_NOTICE, CHANGE_NOTICE = "reviewing.view_publicnotice", "reviewing.change_publicnotice"


class NoticeState(models.TextChoices):
    """Where a public notice stands; whether it is over follows from its last day."""

    DRAFT = "draft", pgettext_lazy("state of a public notice", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a public notice", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a public notice", "Withdrawn")


N = NoticeState

NOTICE_FLOW = Flow(
    {
        "publish_notice": Step(
            frozenset({N.DRAFT}),
            N.PUBLISHED,
            CHANGE_NOTICE,
            _("Publish the notice"),
            _("Anybody who has the address can read it for the working days of the rule."),
            order=1,
        ),
        "withdraw_notice": Step(
            frozenset({N.DRAFT, N.PUBLISHED}),
            N.WITHDRAWN,
            CHANGE_NOTICE,
            _("Withdraw the notice"),
            _("Nobody can read it any more; why stays in the history."),
            danger=True,
            order=2,
        ),
    },
    {N.DRAFT: "new", N.PUBLISHED: "ok", N.WITHDRAWN: "stop"},
)


class Verdict(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", pgettext_lazy("an objection", "To be answered")
    REJECTED = "rejected", pgettext_lazy("an objection", "Not upheld")
    UPHELD = "upheld", pgettext_lazy("an objection", "Upheld")


V = Verdict

OBJECTION_FLOW = Flow(
    {
        "reject": Step(
            frozenset({V.OPEN}), V.REJECTED, CHANGE_NOTICE, _("Not upheld"), by_itself=True
        ),
        "uphold": Step(frozenset({V.OPEN}), V.UPHELD, CHANGE_NOTICE, _("Upheld"), by_itself=True),
    },
    {V.OPEN: "wait", V.REJECTED: "ok", V.UPHELD: "stop"},
)
