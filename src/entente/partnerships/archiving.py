"""Words of handing originals over to the archive, and the way a list goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_ARCHIVE = "partnerships.view_archivelist"
CHANGE_ARCHIVE = "partnerships.change_archivelist"
# By when the originals of a year go to the archive, and how long before the list is asked for.
ARCHIVE_DAY = "agreement.archive_day"
ARCHIVE_NOTICE = "agreement.archive_notice"


class ArchiveState(models.TextChoices):
    """Where a hand-over list stands."""

    DRAFT = "draft", pgettext_lazy("state of a hand-over list", "Being drawn up")
    HANDED_OVER = "handed_over", pgettext_lazy("state of a hand-over list", "Handed over")
    RECEIVED = "received", pgettext_lazy("state of a hand-over list", "Received")


class ArchiveGround(models.TextChoices):
    """Why an agreement stands on the list of a year."""

    SIGNED = "signed", _("Signed in the year")
    ENDED = "ended", _("Ended in the year")
    EARLIER = "earlier", _("From an earlier year")


Z = ArchiveState

ARCHIVE_FLOW = Flow(
    {
        "renew_archive": Step(
            frozenset({Z.DRAFT}),
            Z.DRAFT,
            CHANGE_ARCHIVE,
            _("Bring up to date"),
            _("Take up what has changed in the agreements; what you entered stays."),
            order=20,
        ),
        "hand_over_archive": Step(
            frozenset({Z.DRAFT}),
            Z.HANDED_OVER,
            CHANGE_ARCHIVE,
            _("Hand over"),
            _("The list receives its number and changes no more."),
            order=10,
        ),
        "receive_archive": Step(
            frozenset({Z.HANDED_OVER}),
            Z.RECEIVED,
            CHANGE_ARCHIVE,
            _("Record the receipt"),
            _("Who received it, when, under which archive number."),
            order=10,
        ),
        "correct_receipt": Step(
            frozenset({Z.RECEIVED}),
            Z.RECEIVED,
            CHANGE_ARCHIVE,
            _("Correct the receipt"),
            _("For archive numbers that come later."),
            order=30,
        ),
        "discard_archive": Step(
            frozenset({Z.DRAFT}),
            Z.DRAFT,
            CHANGE_ARCHIVE,
            _("Discard"),
            _("The agreements can stand on another list."),
            danger=True,
            order=40,
        ),
    },
    marks={Z.DRAFT: "wait", Z.HANDED_OVER: "wait", Z.RECEIVED: "ok"},
)
