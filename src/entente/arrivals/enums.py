"""Words of visa papers and lodgings, and how a paper goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_PAPER, CHANGE_PAPER = "arrivals.view_visapaper", "arrivals.change_visapaper"


class PaperKind(models.TextChoices):
    """The forms with which students of other countries apply for a visa to China."""

    JW201 = "jw201", "JW201"
    JW202 = "jw202", "JW202"


class PaperState(models.TextChoices):
    """Where a numbered form is."""

    ISSUED = "issued", pgettext_lazy("state of a visa paper", "Issued")
    POSTED = "posted", pgettext_lazy("state of a visa paper", "Posted")
    VOID = "void", pgettext_lazy("state of a visa paper", "Void")


S = PaperState

PAPER_FLOW = Flow(
    {
        "post": Step(
            frozenset({S.ISSUED}),
            S.POSTED,
            CHANGE_PAPER,
            _("Note that it was posted"),
            _("The register then says when, and under which number of the carrier."),
            order=1,
        ),
        "void": Step(
            frozenset({S.ISSUED, S.POSTED}),
            S.VOID,
            CHANGE_PAPER,
            _("Void the form"),
            _("Its number stays in the register and is never given again."),
            danger=True,
            order=2,
        ),
    },
    {S.ISSUED: "wait", S.POSTED: "ok"},
)
