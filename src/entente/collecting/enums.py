"""Words of collecting rounds, and how a round and the sheet of a unit go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_ROUND, CHANGE_ROUND = "collecting.view_round", "collecting.change_round"
VIEW_PART, CHANGE_PART = "collecting.view_part", "collecting.change_part"
SIGN_PART, SEND_BACK = "collecting.sign_part", "collecting.send_back_part"


class RoundState(models.TextChoices):
    """Where a round stands."""

    DRAFT = "draft", pgettext_lazy("state of a round", "Draft")
    OPEN = "open", pgettext_lazy("state of a round", "Being filled in")
    MERGED = "merged", pgettext_lazy("state of a round", "Merged and locked")
    CANCELLED = "cancelled", pgettext_lazy("state of a round", "Cancelled")


R = RoundState

ROUND_FLOW = Flow(
    {
        "open_round": Step(
            frozenset({R.DRAFT}),
            R.OPEN,
            CHANGE_ROUND,
            _("Send to the units"),
            _("Each unit gets its sheet; the definitions are kept as they are today."),
            order=1,
        ),
        "merge_round": Step(
            frozenset({R.OPEN}),
            R.MERGED,
            CHANGE_ROUND,
            _("Merge the results"),
            _("The signed numbers are added up with their sources and never change again."),
            order=1,
        ),
        "cancel_round": Step(
            frozenset({R.DRAFT, R.OPEN}),
            R.CANCELLED,
            CHANGE_ROUND,
            _("Cancel the round"),
            _("Nothing is collected any more; what was filled in stays readable."),
            danger=True,
            order=3,
        ),
    },
    {R.OPEN: "wait", R.MERGED: "ok"},
)


class PartState(models.TextChoices):
    """Where the sheet of one unit stands."""

    FILLING = "filling", pgettext_lazy("state of a sheet", "To be filled in")
    HANDED_IN = "handed_in", pgettext_lazy("state of a sheet", "Waits for the signature")
    SIGNED = "signed", pgettext_lazy("state of a sheet", "Signed off")
    CLOSED = "closed", pgettext_lazy("state of a sheet", "Closed")


P = PartState

PART_FLOW = Flow(
    {
        "hand_in_part": Step(
            frozenset({P.FILLING}),
            P.HANDED_IN,
            CHANGE_PART,
            _("Hand in to the head"),
            _("The numbers from records are kept as they are now."),
            order=1,
        ),
        "sign_part": Step(
            frozenset({P.HANDED_IN}),
            P.SIGNED,
            SIGN_PART,
            _("Sign off"),
            _("The sheet is locked; the office sees it as signed."),
            order=1,
        ),
        "send_back_part": Step(
            frozenset({P.HANDED_IN, P.SIGNED}),
            P.FILLING,
            SEND_BACK,
            _("Send back"),
            _("Say why, and until when it is to be filled in again."),
            danger=True,
            order=2,
        ),
        "close_part": Step(
            frozenset({P.FILLING, P.HANDED_IN, P.SIGNED}),
            P.CLOSED,
            CHANGE_ROUND,
            _("Close the sheet"),
            by_itself=True,
        ),
    },
    {P.FILLING: "wait", P.HANDED_IN: "new", P.SIGNED: "ok"},
)


class AnswerKind(models.TextChoices):
    """What a unit says of a number."""

    RECORDS = "records", pgettext_lazy("answer of a unit", "as the records say")
    CORRECTED = "corrected", pgettext_lazy("answer of a unit", "corrected")
    NIL = "nil", pgettext_lazy("answer of a unit", "nil")
