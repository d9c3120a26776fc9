"""Decisions about approvals: asking, handing in, and what came back from outside.

Whoever calls asks for the permission (`APPROVAL_FLOW[step].permission`); what is possible in a
state is asked here. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.approvals.enums import (
    APPROVAL_FLOW,
    OPEN,
    STEP_OF_RESULT,
    ApprovalState,
    Result,
)
from entente.approvals.models import Approval, ApprovalResult
from entente.approvals.services.numbers import next_number
from entente.approvals.subjects import subject_of
from entente.kit import files
from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.kit.models.files import AttachmentKind
from entente.kit.notices import tell
from entente.kit.parts import ApprovalOutcome, record_holds
from entente.kit.records import Record
from entente.office.models import Unit, User

A = ApprovalState
VERB_OF_STEP = {
    "approve": "approval.approved",
    "refuse": "approval.refused",
    "return": "approval.returned",
}


@dataclass(frozen=True)
class Reported:
    """What came back from outside. `result` is a value of `Result`."""

    result: str
    decided_on: datetime.date
    approver: str
    oa_number: str = ""
    conditions: str = ""


def ask_approval(
    record: Record,
    *,
    by: User,
    on: datetime.date,
    steps: str,
    unit: Unit | None = None,
    asked_zh: str = "",
    asked_en: str = "",
    details: str = "",
    needed_by: datetime.date | None = None,
) -> Approval:
    """Prepare an approval of a record; it takes its number, and nobody is asked yet.

    Without a unit, the unit of the record asks. One record has one open approval at a time.
    """
    asking: Any = unit or getattr(record, "unit", None)
    with transaction.atomic():
        if reasons := record_holds(record, "ask"):
            raise DomainError(" ".join(map(str, reasons)), code="held")
        _refuse_second(record)
        approval = Approval(
            record=record,
            unit=asking,
            asked_by=by,
            asked_zh=asked_zh.strip(),
            asked_en=asked_en.strip(),
            details=details,
            steps=steps,
            needed_by=needed_by,
        )
        approval.number = next_number("AP", asking, on=on)
        return creating(approval, by=by, verb="approval.asked")


def change_approval(
    approval: Approval, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is asked; what was handed in stays as it was until it comes back."""
    with changing(approval, by=by, verb="approval.changed", seen=seen):
        if approval.state not in (A.DRAFT, A.RETURNED):
            raise DomainError(
                _("It was handed in as it is. It can be changed once it was returned."),
                code="handed_in",
            )
        for name, value in values.items():
            setattr(approval, name, value)


def submit_approval(
    approval: Approval, *, on: datetime.date, by: User, oa_number: str = ""
) -> None:
    """Hand it in: from now on its result is waited for."""
    with changing(approval, by=by, verb="approval.submitted"):
        approval.state = APPROVAL_FLOW.move(approval.state, "submit")
        approval.submitted_on = on
        approval.oa_number = oa_number.strip() or approval.oa_number
        _refuse_taken_number(approval)


def note_oa_number(approval: Approval, *, oa_number: str, by: User) -> None:
    """Note under which number the OA runs it, while its result is waited for."""
    with changing(approval, by=by, verb="approval.numbered"):
        if approval.state != A.WAITING:
            raise DomainError(_("Its result is not waited for."), code="wrong_state")
        approval.oa_number = oa_number.strip()
        _refuse_taken_number(approval)


def report_result(
    approval: Approval,
    reported: Reported,
    *,
    on: datetime.date,
    by: User,
    scan: File[bytes] | None = None,
) -> bool:
    """Record what came back from outside. Say whether that was new.

    The same result under the same OA number, told twice, changes nothing. A result that contradicts
    one that stands is refused (`other_result`), and so is one under the number of another process
    (`other_oa_number`). A scan of the signed form is attached, the record takes up what concerns it
    (`ApprovalSubject.on_result`), and who asked is told, unless it is the person who records it.
    """
    step = STEP_OF_RESULT[reported.result]
    with transaction.atomic():
        with changing(approval, by=by, verb=VERB_OF_STEP[step]):
            if _stands_already(approval, reported):
                return False
            _refuse_contradiction(approval, reported)
            _check(reported, on=on)
            approval.state = APPROVAL_FLOW.move(approval.state, step)
            approval.oa_number = reported.oa_number or approval.oa_number
            _refuse_taken_number(approval)
        result = ApprovalResult(
            approval=approval,
            result=reported.result,
            decided_on=reported.decided_on,
            approver=reported.approver,
            oa_number=approval.oa_number,
            conditions=reported.conditions,
            recorded_by=by,
        )
        creating(result, by=by, verb="approval_result.recorded")
        if scan:
            _attach(approval, scan, by=by)
        record = approval.record
        subject = subject_of(record)
        if subject and subject.on_result:
            told = f"{approval.number}: {reported.conditions}".removesuffix(": ")
            subject.on_result(record, ApprovalOutcome(reported.result, told, by))
        if approval.asked_by_id != by.pk:
            _tell(approval, result)
    return True


def withdraw_approval(approval: Approval, *, reason: str, by: User) -> None:
    """Ask nobody any more; the record and the reason stay."""
    if not reason.strip():
        raise DomainError({"reason": _("Give a reason.")}, code="no_reason")
    with changing(approval, by=by, verb="approval.withdrawn", note=reason):
        approval.state = APPROVAL_FLOW.move(approval.state, "withdraw")


# --- What is asked before -------------------------------------------------------------------------


def _refuse_second(record: Record) -> None:
    if open_one := Approval.objects.of(record).open().first():
        raise DomainError(
            _("Approval %(number)s for this is under way already. Finish or withdraw it first."),
            code="open_already",
            params={"number": open_one.number},
        )


def _stands_already(approval: Approval, reported: Reported) -> bool:
    """Say whether this very result was recorded before, in whichever round."""
    return approval.results.filter(
        result=reported.result,
        decided_on=reported.decided_on,
        approver=reported.approver,
        oa_number=reported.oa_number,
        conditions=reported.conditions,
    ).exists()


def _refuse_contradiction(approval: Approval, reported: Reported) -> None:
    stands = approval.results.order_by("pk").last()
    if stands and approval.state not in OPEN:
        raise DomainError(
            _(
                "This approval has a result already: “%(result)s”, decided on %(day)s by"
                " %(approver)s. It was not changed."
            ),
            code="other_result",
            params={
                "result": Result(stands.result).label,
                "day": stands.decided_on.isoformat(),
                "approver": stands.approver,
            },
        )
    if approval.state != A.WAITING:
        raise DomainError(
            _("No result is waited for: this approval is in the state “%(state)s”."),
            code="not_waiting",
            params={"state": A(approval.state).label},
        )
    if approval.oa_number and reported.oa_number not in ("", approval.oa_number):
        raise DomainError(
            _("This approval runs under the OA number %(known)s, not under %(given)s."),
            code="other_oa_number",
            params={"known": approval.oa_number, "given": reported.oa_number},
        )


def _refuse_taken_number(approval: Approval) -> None:
    """Say at its field, in whichever language is read later, what the constraint refuses."""
    others = Approval.objects.filter(
        top_unit=approval.top_unit_id, oa_number=approval.oa_number
    ).exclude(pk=approval.pk)
    if approval.oa_number and others.exists():
        raise DomainError(
            {"oa_number": _("Another approval carries this OA number.")}, code="oa_number_taken"
        )


def _check(reported: Reported, *, on: datetime.date) -> None:
    if reported.decided_on > on:
        raise DomainError({"decided_on": _("This day has not come yet.")}, code="future")
    if not reported.approver.strip():
        raise DomainError({"approver": _("Say who decided.")}, code="no_approver")
    if reported.result != Result.APPROVED and not reported.conditions.strip():
        raise DomainError(
            {"conditions": _("Say why it was refused or returned.")}, code="no_reason"
        )


def _attach(approval: Approval, scan: File[bytes], *, by: User) -> None:
    try:
        files.attach(approval, scan, kind=AttachmentKind.SCAN, by=by)
    except DomainError as refusal:
        raise DomainError({"scan": refusal.messages}) from refusal


def _tell(approval: Approval, result: ApprovalResult) -> None:
    words = {}
    for language in ("zh-hans", "en"):
        with override(language):
            words[language[:2]] = str(
                _("%(asked)s: %(result)s") % {"asked": approval.asked, "result": result}
            )
    tell(
        [approval.asked_by],
        key=f"approval.{approval.pk}.{result.pk}",
        zh=words["zh"],
        en=words["en"],
        url=approval.get_absolute_url(),
    )
