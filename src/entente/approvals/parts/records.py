"""Approvals and seals on the page of the record that they are about."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.approvals import missing
from entente.approvals.enums import ASK, OPEN, REQUEST, ApprovalState
from entente.approvals.models import Approval, SealRequest
from entente.approvals.subjects import subject_of
from entente.kit.parts import Part, record_holds, record_side
from entente.kit.scope import Officer

SHOWN = 10


@record_side.fill(order=5)
def of_record(record: Any, officer: Officer) -> Part | None:
    """Show what was asked, approved and sealed, what is missing, and how to ask."""
    subject = subject_of(record)
    if subject is None:
        return None
    context: dict[str, Any] = {"approvals": [], "seals": [], "seal_missing": False}
    if officer.may("approvals.view_approval", record):
        context["approvals"] = list(Approval.objects.of(record).for_list()[:SHOWN])
    if officer.may("approvals.view_sealrequest", record):
        context["seals"] = list(SealRequest.objects.of(record).for_list()[:SHOWN])
        context["seal_missing"] = missing.lacks_seal(record)
    where = [record._meta.label_lower, record.pk]
    may_ask = officer.may(subject.ask, record)
    open_one = any(approval.state in OPEN for approval in context["approvals"])
    if may_ask and officer.may(ASK, record) and not open_one and not record_holds(record, "ask"):
        context["ask_url"] = reverse("approvals:ask", args=where)
    if may_ask and officer.may(REQUEST, record) and not record_holds(record, "seal"):
        context["seal_url"] = reverse("approvals:request_seal_for", args=where)
    return Part("approvals/parts/of_record.html", context) if any(context.values()) else None


@record_holds.fill(order=10)
def before_approval(record: Any, step: str) -> str | None:
    """Let what was put to approval neither go out before it is given nor change meanwhile.

    The last approval that was asked and not withdrawn counts; whoever asks anew may change the text
    again until it is handed in.
    """
    if step not in ("issue", "change") or subject_of(record) is None:
        return None
    asked = Approval.objects.of(record).exclude(state=ApprovalState.WITHDRAWN)
    last = asked.order_by("pk").last()
    if last is None:
        return None
    told = {"number": last.number, "state": last.get_state_display()}
    if step == "issue" and last.state != ApprovalState.APPROVED:
        return (
            _(
                "Approval was asked under %(number)s, which stands at “%(state)s”. It can go on"
                " once it is approved; where nobody is to approve it, withdraw %(number)s."
            )
            % told
        )
    if step == "change" and last.state in (ApprovalState.WAITING, ApprovalState.APPROVED):
        return (
            _(
                "This text was put to approval under %(number)s, which stands at “%(state)s”."
                " Withdraw that, or ask for approval anew, to change the text."
            )
            % told
        )
    return None
