"""Words of events, and how an event goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_EVENT, CHANGE_EVENT = "events.view_event", "events.change_event"
APPROVE_EVENT = "events.approve_event"


class EventKind(models.TextChoices):
    """What an event is; the rules on conferences are asked of conferences and forums."""

    CONFERENCE = "conference", _("Conference")
    FORUM = "forum", _("Forum")
    SUMMER_SCHOOL = "summer_school", _("Summer school")
    LECTURES = "lectures", _("Series of lectures")
    CONTEST = "contest", _("Contest")
    TRAINING_VISIT = "training_visit", _("Training visit")


CONFERENCES = frozenset({EventKind.CONFERENCE, EventKind.FORUM})


class Discipline(models.TextChoices):
    """By which of the two sizes the rules measure a conference."""

    SOCIAL = "social", _("Social sciences")
    NATURAL = "natural", _("Natural sciences")


class HostRole(models.TextChoices):
    """What a body does for an event."""

    HOST = "host", pgettext_lazy("role at an event", "Host")
    ORGANISER = "organiser", pgettext_lazy("role at an event", "Organiser")
    SUPPORTER = "supporter", pgettext_lazy("role at an event", "Supporter")


HOSTING = frozenset({HostRole.HOST, HostRole.ORGANISER})


class EventState(models.TextChoices):
    """Where an event stands."""

    DRAFT = "draft", pgettext_lazy("state of an event", "Draft")
    FILED = "filed", pgettext_lazy("state of an event", "Filed, waits for a decision")
    RETURNED = "returned", pgettext_lazy("state of an event", "Returned")
    APPROVED = "approved", pgettext_lazy("state of an event", "Approved")
    HELD = "held", pgettext_lazy("state of an event", "Took place")
    CANCELLED = "cancelled", pgettext_lazy("state of an event", "Cancelled")


S = EventState
EDITABLE = frozenset({S.DRAFT, S.RETURNED})

EVENT_FLOW = Flow(
    {
        "file": Step(
            EDITABLE,
            S.FILED,
            CHANGE_EVENT,
            _("File the dossier"),
            _("Everything that the rule asks must be stated. Nobody is invited before approval."),
            order=1,
        ),
        "approve": Step(
            frozenset({S.FILED}),
            S.APPROVED,
            APPROVE_EVENT,
            _("Approve"),
            _("Whoever filed it does not decide. Enter the number of the decision."),
            order=2,
        ),
        "send_back": Step(
            frozenset({S.FILED}),
            S.RETURNED,
            APPROVE_EVENT,
            _("Return"),
            _("Say what is to be mended."),
            order=3,
        ),
        "revise": Step(
            frozenset({S.FILED, S.APPROVED}),
            S.DRAFT,
            CHANGE_EVENT,
            _("Take back and change"),
            _("It is filed and approved again afterwards."),
            danger=True,
            order=4,
        ),
        "hold": Step(
            frozenset({S.APPROVED}),
            S.HELD,
            CHANGE_EVENT,
            _("It took place"),
            _("Enter how many came. From then on it is counted."),
            order=1,
        ),
        "cancel": Step(
            frozenset({S.DRAFT, S.FILED, S.RETURNED, S.APPROVED}),
            S.CANCELLED,
            CHANGE_EVENT,
            _("It was cancelled"),
            _("It stays in the records and is not counted. Whoever registered is told by mail."),
            danger=True,
            order=5,
        ),
    },
    {S.FILED: "wait", S.RETURNED: "stop", S.APPROVED: "ok", S.HELD: "ok"},
)


class RegistrationState(models.TextChoices):
    """Where somebody who registered for an event stands."""

    REGISTERED = "registered", pgettext_lazy("state of a registration", "Registered")
    WAITING = "waiting", pgettext_lazy("state of a registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("state of a registration", "Withdrawn")
    ATTENDED = "attended", pgettext_lazy("state of a registration", "Was there")


R = RegistrationState
HAVE_A_PLACE = frozenset({R.REGISTERED, R.ATTENDED})

REGISTRATION_FLOW = Flow(
    {
        "check_in": Step(
            frozenset({R.REGISTERED}),
            R.ATTENDED,
            CHANGE_EVENT,
            _("Note that they are here"),
            _("Each is counted once."),
            order=1,
        ),
        "admit": Step(
            frozenset({R.WAITING}), R.REGISTERED, CHANGE_EVENT, _("Give a place"), by_itself=True
        ),
        "withdraw": Step(
            frozenset({R.REGISTERED, R.WAITING}),
            R.CANCELLED,
            CHANGE_EVENT,
            _("Withdraw the registration"),
            _("The place goes to whoever waits longest, who is told by mail."),
            danger=True,
            order=2,
        ),
    },
    {R.REGISTERED: "ok", R.WAITING: "wait", R.ATTENDED: "ok"},
)
