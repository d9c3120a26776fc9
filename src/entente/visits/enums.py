"""Words of visits, and how a visit goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_VISIT, CHANGE_VISIT = "visits.view_visit", "visits.change_visit"


class Way(models.TextChoices):
    """Whether a delegation comes or goes."""

    IN = "in", pgettext_lazy("way of a visit", "Received")
    OUT = "out", pgettext_lazy("way of a visit", "Sent")


class VisitState(models.TextChoices):
    """Where a visit stands."""

    PLANNED = "planned", pgettext_lazy("state of a visit", "Planned")
    DONE = "done", pgettext_lazy("state of a visit", "Took place")
    CANCELLED = "cancelled", pgettext_lazy("state of a visit", "Cancelled")


class OutcomeKind(models.TextChoices):
    """What a visit brought."""

    INTENT = "intent", pgettext_lazy("outcome of a visit", "Intent")
    MEMORANDUM = "memorandum", pgettext_lazy("outcome of a visit", "Memorandum to draft")
    EXCHANGE = "exchange", pgettext_lazy("outcome of a visit", "Exchange to open")
    PROJECT = "project", pgettext_lazy("outcome of a visit", "Joint project")
    PROMISE = "promise", pgettext_lazy("outcome of a visit", "Other promise")


class OutcomeState(models.TextChoices):
    """Whether what was meant has come about."""

    OPEN = "open", pgettext_lazy("state of an outcome", "Open")
    KEPT = "kept", pgettext_lazy("state of an outcome", "Came about")
    DROPPED = "dropped", pgettext_lazy("state of an outcome", "Not pursued")


class Joined(models.TextChoices):
    """Whose group an official trip is."""

    OWN = "own", pgettext_lazy("group of a trip", "Our own group")
    JOINT = "joint", pgettext_lazy("group of a trip", "Joint group of another body")


class TripState(models.TextChoices):
    """Where an official trip stands; the journey has a state of its own."""

    PREPARED = "prepared", pgettext_lazy("state of a trip", "In preparation")
    APPLIED = "applied", pgettext_lazy("state of a trip", "Applied for")
    APPROVED = "approved", pgettext_lazy("state of a trip", "Approved")
    SETTLED = "settled", pgettext_lazy("state of a trip", "Settled")


S = VisitState

VISIT_FLOW = Flow(
    {
        "confirm_visit": Step(
            frozenset({S.PLANNED}),
            S.DONE,
            CHANGE_VISIT,
            _("It took place"),
            _("From then on it is counted, with the delegates who are entered."),
            order=1,
        ),
        "cancel_visit": Step(
            frozenset({S.PLANNED}),
            S.CANCELLED,
            CHANGE_VISIT,
            _("It was cancelled"),
            _("It stays in the records and is not counted."),
            danger=True,
            order=2,
        ),
    },
    {S.PLANNED: "wait", S.DONE: "ok"},
)
OPEN, KEPT, DROPPED = OutcomeState.OPEN, OutcomeState.KEPT, OutcomeState.DROPPED
OUTCOME_FLOW = Flow(
    {
        "keep_outcome": Step(
            frozenset({OPEN}),
            KEPT,
            CHANGE_VISIT,
            _("It came about"),
            _("Name the agreement or the news item to which it led."),
            order=1,
        ),
        "drop_outcome": Step(
            frozenset({OPEN}),
            DROPPED,
            CHANGE_VISIT,
            _("It is not pursued"),
            _("Say why; the visit keeps what was meant."),
            danger=True,
            order=2,
        ),
    },
    {OPEN: "wait", KEPT: "ok"},
)

T = TripState
TRIP_FLOW = Flow(
    {
        "apply_trip": Step(
            frozenset({T.PREPARED}),
            T.APPLIED,
            CHANGE_VISIT,
            _("It was applied for"),
            _("The journey names its members and its stops by then."),
            order=1,
        ),
        "approve_trip": Step(
            frozenset({T.APPLIED}),
            T.APPROVED,
            CHANGE_VISIT,
            _("The approval has come"),
            _("Enter its number. Reminders for passports and the report are set."),
            order=1,
        ),
        "settle_trip": Step(
            frozenset({T.PREPARED, T.APPLIED, T.APPROVED}),
            T.SETTLED,
            CHANGE_VISIT,
            _("Settle the trip"),
            _("Every passport is back and the report is there; only then is money reimbursed."),
            order=2,
        ),
    },
    {T.PREPARED: "wait", T.APPLIED: "wait", T.APPROVED: "ok", T.SETTLED: "ok"},
)
