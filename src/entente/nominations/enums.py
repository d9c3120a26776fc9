"""Words of nominations, and how one goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_INVITATION = "nominations.view_invitation"
CHANGE_INVITATION = "nominations.change_invitation"


class NomineeState(models.TextChoices):
    """Where a nomination stands."""

    NOMINATED = "nominated", pgettext_lazy("state of a nomination", "Nominated")
    ASKED = "asked", pgettext_lazy("state of a nomination", "Question to the partner")
    ACCEPTED = "accepted", pgettext_lazy("state of a nomination", "Accepted")
    REJECTED = "rejected", pgettext_lazy("state of a nomination", "Not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a nomination", "Withdrawn by the partner")


S = NomineeState
OPEN = frozenset({S.NOMINATED, S.ASKED})
TAKING = frozenset({S.NOMINATED, S.ASKED, S.ACCEPTED})

NOMINEE_FLOW = Flow(
    {
        "accept": Step(
            OPEN,
            S.ACCEPTED,
            CHANGE_INVITATION,
            _("Accept"),
            _("The person and a planned stay are entered; the partner sees it by the link."),
            order=1,
        ),
        "ask": Step(
            OPEN,
            S.ASKED,
            CHANGE_INVITATION,
            _("Ask the partner"),
            _("The partner sees the question by the link and answers there."),
            order=2,
        ),
        "reject": Step(
            OPEN,
            S.REJECTED,
            CHANGE_INVITATION,
            _("Do not accept"),
            _("The reason is shown to the partner. The place is free again."),
            danger=True,
            order=3,
        ),
        "answer": Step(frozenset({S.ASKED}), S.NOMINATED, "", _("Answer"), by_itself=True),
        "withdraw": Step(OPEN, S.WITHDRAWN, "", _("Withdraw"), by_itself=True),
    },
    {S.NOMINATED: "wait", S.ASKED: "new", S.ACCEPTED: "ok", S.REJECTED: "stop"},
)
