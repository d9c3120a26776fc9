"""Words of engagements of experts, and how an engagement goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_ENGAGEMENT = "experts.view_engagement"
CHANGE_ENGAGEMENT = "experts.change_engagement"


class EngagementKind(models.TextChoices):
    """As what an expert is engaged."""

    LONG_TERM = "long_term", _("long-term expert")
    ADJUNCT_SUPERVISOR = "adjunct_supervisor", _("adjunct supervisor")
    LECTURER = "lecturer", _("visiting lecturer")
    BASE_MEMBER = "base_member", _("member of a 111-plan base")
    TEACHING = "teaching", _("teacher of courses")
    SHORT_PROJECT = "short_project", _("expert of a short-term project")


class EngagementState(models.TextChoices):
    """Where an engagement stands."""

    PLANNED = "planned", pgettext_lazy("state of an engagement", "Planned")
    INVITED = "invited", pgettext_lazy("state of an engagement", "Invited")
    CONTRACTED = "contracted", pgettext_lazy("state of an engagement", "Under contract")
    HERE = "here", pgettext_lazy("state of an engagement", "At work here")
    ENDED = "ended", pgettext_lazy("state of an engagement", "Ended, summary due")
    CLOSED = "closed", pgettext_lazy("state of an engagement", "Ended with summary")
    CANCELLED = "cancelled", pgettext_lazy("state of an engagement", "Cancelled")


class PermitClass(models.TextChoices):
    """The class of a foreigner's work permit."""

    A = "A", _("class A")
    B = "B", _("class B")
    C = "C", _("class C")


S = EngagementState
ENGAGED = frozenset({S.CONTRACTED, S.HERE, S.ENDED, S.CLOSED})

ENGAGEMENT_FLOW = Flow(
    {
        "invite": Step(
            frozenset({S.PLANNED}),
            S.INVITED,
            CHANGE_ENGAGEMENT,
            _("The expert was invited"),
            _("Write the letter of invitation under “Letters”."),
            order=1,
        ),
        "contract": Step(
            frozenset({S.INVITED}),
            S.CONTRACTED,
            CHANGE_ENGAGEMENT,
            _("The contract is signed"),
            _("From then on the engagement is counted."),
            order=1,
        ),
        "arrive": Step(
            frozenset({S.CONTRACTED}),
            S.HERE,
            CHANGE_ENGAGEMENT,
            _("The expert took up the work"),
            _("Enter the days of each stay, so that the limit of the year is kept."),
            order=1,
        ),
        "end": Step(
            frozenset({S.HERE}),
            S.ENDED,
            CHANGE_ENGAGEMENT,
            _("The work ended"),
            _("The summary is then due; a reminder is set."),
            order=1,
        ),
        "sum_up": Step(
            frozenset({S.ENDED}),
            S.CLOSED,
            CHANGE_ENGAGEMENT,
            _("Hand in the summary"),
            _("What was done and what came of it."),
            order=1,
        ),
        "cancel": Step(
            frozenset({S.PLANNED, S.INVITED, S.CONTRACTED}),
            S.CANCELLED,
            CHANGE_ENGAGEMENT,
            _("It was cancelled"),
            _("It stays in the records and is not counted."),
            danger=True,
            order=2,
        ),
    },
    {S.PLANNED: "wait", S.INVITED: "wait", S.HERE: "ok", S.ENDED: "new", S.CLOSED: "ok"},
)
