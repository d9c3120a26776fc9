"""Words of safety checks, and how one goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_CHECK = "safety.view_safetycheck"
CHANGE_CHECK = "safety.change_safetycheck"
SEE_PERSONS = "people.view_person"


class CheckState(models.TextChoices):
    """Where a safety check stands."""

    DRAFT = "draft", pgettext_lazy("state of a safety check", "Draft")
    SENT = "sent", pgettext_lazy("state of a safety check", "Under way")
    CLOSED = "closed", pgettext_lazy("state of a safety check", "Closed")
    DISCARDED = "discarded", pgettext_lazy("state of a safety check", "Discarded")


class AnswerState(models.TextChoices):
    """What a traveller said last."""

    WAITING = "waiting", pgettext_lazy("answer of a traveller", "No answer yet")
    SAFE = "safe", pgettext_lazy("answer of a traveller", "Safe")
    HELP = "help", pgettext_lazy("answer of a traveller", "Needs help")


class Standing(models.TextChoices):
    """How it stands with a traveller, whoever is most urgent first."""

    HELP = "help", pgettext_lazy("standing of a traveller", "Needs help")
    UNREACHABLE = "unreachable", pgettext_lazy("standing of a traveller", "Not reachable by mail")
    FAILED = "failed", pgettext_lazy("standing of a traveller", "Mail could not be sent")
    WAITING = "waiting", pgettext_lazy("standing of a traveller", "No answer yet")
    SAFE = "safe", pgettext_lazy("standing of a traveller", "Safe")


class Channel(models.TextChoices):
    """By which way an answer came."""

    LINK = "link", pgettext_lazy("way of an answer", "by the link")
    STAFF = "staff", pgettext_lazy("way of an answer", "noted by the office")


MARKS = {
    Standing.HELP: "stop",
    Standing.UNREACHABLE: "new",
    Standing.FAILED: "new",
    Standing.WAITING: "wait",
    Standing.SAFE: "ok",
}

C = CheckState
CHECK_FLOW = Flow(
    {
        "send": Step(
            frozenset({C.DRAFT}),
            C.SENT,
            CHANGE_CHECK,
            pgettext_lazy("safety check", "Look through and send"),
            _("You see to whom it goes and who cannot be reached before anything leaves."),
            order=1,
        ),
        "remind": Step(
            frozenset({C.SENT}),
            C.SENT,
            CHANGE_CHECK,
            _("Remind those who did not answer"),
            _("They receive the mail once more, also where it could not be sent before."),
            order=2,
        ),
        "close": Step(
            frozenset({C.SENT}),
            C.CLOSED,
            CHANGE_CHECK,
            pgettext_lazy("safety check", "Close"),
            _("The links take no answer any more. Not possible while somebody needs help."),
            order=3,
            danger=True,
        ),
        "discard": Step(
            frozenset({C.DRAFT}),
            C.DISCARDED,
            CHANGE_CHECK,
            pgettext_lazy("safety check", "Discard"),
            _("It is not sent. It stays in the list as discarded."),
            order=4,
            danger=True,
        ),
    },
    {C.DRAFT: "new", C.SENT: "wait", C.CLOSED: "ok"},
)

A = AnswerState
ANYHOW = frozenset(A)
ANSWER_FLOW = Flow(
    {
        A.SAFE: Step(ANYHOW, A.SAFE, "", pgettext_lazy("answer", "I am safe"), by_itself=True),
        A.HELP: Step(ANYHOW, A.HELP, "", pgettext_lazy("answer", "I need help"), by_itself=True),
    },
    {A.WAITING: "wait", A.SAFE: "ok", A.HELP: "stop"},
)
