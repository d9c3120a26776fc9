"""Words of approvals and seals, and the ways they go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

# --- Approvals that are given outside -------------------------------------------------------------


class ApprovalState(models.TextChoices):
    """Where an approval stands."""

    DRAFT = "draft", pgettext_lazy("state of an approval", "Being prepared")
    WAITING = "waiting", pgettext_lazy("state of an approval", "Waiting for the result")
    APPROVED = "approved", pgettext_lazy("state of an approval", "Approved")
    REFUSED = "refused", pgettext_lazy("state of an approval", "Refused")
    RETURNED = "returned", pgettext_lazy("state of an approval", "Returned for changes")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an approval", "Withdrawn")


class Result(models.TextChoices):
    """What was decided outside."""

    APPROVED = "approved", pgettext_lazy("result of an approval", "Approved")
    REFUSED = "refused", pgettext_lazy("result of an approval", "Refused")
    RETURNED = "returned", pgettext_lazy("result of an approval", "Returned for changes")


A = ApprovalState
# States in which something is still to come; a record has one such approval at a time.
OPEN = (A.DRAFT, A.WAITING, A.RETURNED)

ASK = "approvals.change_approval"
REPORT = "approvals.report_approval"

APPROVAL_FLOW = Flow(
    {
        "submit": Step(
            frozenset({A.DRAFT, A.RETURNED}),
            A.WAITING,
            ASK,
            _("Hand in for approval"),
            _("Print the form, or let the OA fetch it."),
            order=10,
        ),
        "approve": Step(
            frozenset({A.WAITING}),
            A.APPROVED,
            REPORT,
            _("Record the approval"),
            _("With the day, the OA number and who approved."),
            order=10,
        ),
        "return": Step(
            frozenset({A.WAITING}),
            A.RETURNED,
            REPORT,
            _("Record that it was returned"),
            _("It can be changed and handed in again."),
            order=20,
        ),
        "refuse": Step(
            frozenset({A.WAITING}),
            A.REFUSED,
            REPORT,
            _("Record a refusal"),
            _("The record stays, with the reason."),
            danger=True,
            order=30,
        ),
        "withdraw": Step(
            frozenset({A.DRAFT, A.WAITING, A.RETURNED}),
            A.WITHDRAWN,
            ASK,
            _("Withdraw the approval"),
            _("Nobody is asked any more; the record stays."),
            danger=True,
            order=40,
        ),
    },
    marks={
        A.WAITING: "wait",
        A.APPROVED: "ok",
        A.REFUSED: "stop",
        A.RETURNED: "new",
    },
)

# The step that each result takes.
STEP_OF_RESULT = {
    Result.APPROVED.value: "approve",
    Result.REFUSED.value: "refuse",
    Result.RETURNED.value: "return",
}

# --- Seals ----------------------------------------------------------------------------------------


class SealKind(models.TextChoices):
    """What a seal says when it stands on a paper."""

    UNIVERSITY = "university", _("Seal of the university")
    DEPARTMENT = "department", _("Seal of a department")
    CONTRACT = "contract", _("Seal for contracts")
    SIGNATURE = "signature", _("Signature stamp of a leader")
    EMBOSSED = "embossed", _("Embossed seal")


# These seal a document; a signature stamp stands for a signature, an embossed seal on a photograph.
SEALING = (SealKind.UNIVERSITY, SealKind.DEPARTMENT, SealKind.CONTRACT)


class SealState(models.TextChoices):
    """Where a request for a seal stands."""

    REQUESTED = "requested", pgettext_lazy("state of a request for a seal", "Requested")
    APPROVED = "approved", pgettext_lazy("state of a request for a seal", "Approved, not yet used")
    USED = "used", pgettext_lazy("state of a request for a seal", "Sealed")
    REFUSED = "refused", pgettext_lazy("state of a request for a seal", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a request for a seal", "Withdrawn")


Z = SealState

REQUEST = "approvals.change_sealrequest"
APPROVE_SEAL = "approvals.approve_sealrequest"
APPLY_SEAL = "approvals.apply_sealrequest"

SEAL_FLOW = Flow(
    {
        "approve_seal": Step(
            frozenset({Z.REQUESTED}),
            Z.APPROVED,
            APPROVE_SEAL,
            _("Approve the use of the seal"),
            _("The keeper then puts the seal on the document."),
            order=10,
        ),
        "apply_seal": Step(
            frozenset({Z.APPROVED}),
            Z.USED,
            APPLY_SEAL,
            _("Enter the use of the seal"),
            _("The day and the copies, once the seal stands on the paper."),
            order=10,
        ),
        "refuse_seal": Step(
            frozenset({Z.REQUESTED}),
            Z.REFUSED,
            APPROVE_SEAL,
            _("Refuse the use of the seal"),
            _("The applicant reads the reason."),
            danger=True,
            order=20,
        ),
        "withdraw_seal": Step(
            frozenset({Z.REQUESTED, Z.APPROVED}),
            Z.WITHDRAWN,
            REQUEST,
            _("Withdraw the request"),
            _("The seal is not used; the record stays."),
            danger=True,
            order=40,
        ),
    },
    marks={
        Z.REQUESTED: "wait",
        Z.APPROVED: "new",
        Z.USED: "ok",
        Z.REFUSED: "stop",
    },
)
