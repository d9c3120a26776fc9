"""Decisions about seals and their use: ask, approve, put the seal on the paper.

Whoever calls asks for the permission (`SEAL_FLOW[step].permission`); what is possible in a state is
asked here. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from entente.approvals.enums import SEAL_FLOW, SEALING, SealState
from entente.approvals.models import Seal, SealRequest
from entente.approvals.services.numbers import next_number
from entente.approvals.subjects import subject_of
from entente.kit import files
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.parts import ApprovalSubject, SealedOn, record_holds
from entente.kit.records import Record
from entente.office.models import Unit, User

Z = SealState


# --- Seals ----------------------------------------------------------------------------------------


def add_seal(*, by: User, **values: Any) -> Seal:
    """Enter a seal of a unit, with its keeper and the day from which it is used."""
    _refuse_leaver(values.get("keeper"))
    return creating(Seal(**values), by=by, verb="seal.entered")


def change_seal(seal: Seal, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a seal: its keeper, its last day in use."""
    if "keeper" in values and values["keeper"] != seal.keeper:
        _refuse_leaver(values["keeper"])
    with changing(seal, by=by, verb="seal.changed", seen=seen):
        for name, value in values.items():
            setattr(seal, name, value)


def _refuse_leaver(keeper: User | None) -> None:
    if keeper and not keeper.is_active:
        raise DomainError({"keeper": _("%(user)s has left.") % {"user": keeper}}, code="left")


# --- Their use ------------------------------------------------------------------------------------


def request_seal(
    seal: Seal,
    *,
    unit: Unit,
    purpose: str,
    by: User,
    on: datetime.date,
    copies: int = 1,
    record: Record | None = None,
    document: str = "",
) -> SealRequest:
    """Ask for a seal on a document: a record, or one that is described in words."""
    with transaction.atomic():
        _demand_ready(record)
        _demand_in_use(seal, on, "seal")
        _demand_served(seal, unit)
        request = SealRequest(
            seal=seal,
            unit=unit,
            record=record,
            document=(document.strip() or str(record or ""))[:300],
            purpose=purpose,
            copies=copies,
            applicant=by,
        )
        request.number = next_number("SEAL", unit, on=on)
        return creating(request, by=by, verb="seal.requested")


def change_seal_request(
    request: SealRequest, *, on: datetime.date, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is asked for; what was decided on stays as it was."""
    with changing(request, by=by, verb="seal_request.changed", seen=seen):
        if request.state != Z.REQUESTED:
            raise DomainError(
                _("It was decided on. Withdraw it and ask anew to change what is asked for."),
                code="decided",
            )
        for name, value in values.items():
            setattr(request, name, value)
        _demand_in_use(request.seal, on, "seal")
        _demand_served(request.seal, request.unit)


def approve_seal(request: SealRequest, *, on: datetime.date, by: User) -> None:
    """Approve the use of a seal; nobody approves their own, unless the seal allows it."""
    with changing(request, by=by, verb="seal.approved"):
        request.state = SEAL_FLOW.move(request.state, "approve_seal")
        if request.applicant_id == by.pk and not request.seal.head_may_approve_own:
            raise DomainError(
                _("Nobody approves their own request for this seal. Ask a colleague."),
                code="own_request",
            )
        _demand_in_use(request.seal, on)
        request.approved_by, request.approved_on = by, on


def refuse_seal(request: SealRequest, *, reason: str, by: User) -> None:
    """Refuse the use of a seal, with the reason."""
    _demand_reason(reason)
    with changing(request, by=by, verb="seal.refused", note=reason):
        request.state = SEAL_FLOW.move(request.state, "refuse_seal")


def apply_seal(
    request: SealRequest,
    *,
    on: datetime.date,
    applied_on: datetime.date,
    copies: int,
    by: User,
    scan: File[bytes] | None = None,
    language: str = "",
) -> None:
    """Enter that the seal stands on the paper: on which day, on how many copies.

    No more copies than were approved, no seal that was out of use on that day. A scan of the sealed
    document is attached here and, where the document is a record, there as well; the record takes
    up that it is sealed (`ApprovalSubject.on_sealed`).
    """
    with transaction.atomic():
        # The seal is held too: it is not taken out of use at the same moment.
        with locking(request.seal), changing(request, by=by, verb="seal.applied"):
            request.state = SEAL_FLOW.move(request.state, "apply_seal")
            _check_day(request, applied_on, on=on)
            _check_copies(request, copies)
            _demand_in_use(request.seal, applied_on, "applied_on")
            request.applied_by, request.applied_on = by, applied_on
            request.copies_sealed = copies
            _demand_ready(request.record)
        if scan:
            _attach(request, scan, language, by=by)
        subject = subject_of(request.record)
        if subject and request.seal.kind in SEALING:
            _let_record_know(request, subject, on=on)


def withdraw_seal(request: SealRequest, *, reason: str, by: User) -> None:
    """Give a request up before the seal is used; the record and the reason stay."""
    _demand_reason(reason)
    with changing(request, by=by, verb="seal.withdrawn", note=reason):
        request.state = SEAL_FLOW.move(request.state, "withdraw_seal")


# --- What every step asks -------------------------------------------------------------------------


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError({"reason": _("Give a reason.")}, code="no_reason")


def _demand_ready(record: Any) -> None:
    """Refuse a seal for a record whose app says that it cannot be sealed yet, or any more."""
    if record is not None and (reasons := record_holds(record, "seal")):
        raise DomainError(" ".join(map(str, reasons)), code="held")


def _demand_in_use(seal: Seal, on: datetime.date, field: str = "") -> None:
    if seal.is_in_use(on):
        return
    message = _("“%(seal)s” was not in use on %(day)s.") % {"seal": seal, "day": on.isoformat()}
    raise DomainError({field: message} if field else message, code="out_of_use")


def _demand_served(seal: Seal, unit: Unit) -> None:
    if not seal.serves(unit):
        raise DomainError(
            {
                "seal": _("“%(seal)s” belongs to %(owner)s; %(unit)s cannot ask for it.")
                % {"seal": seal, "owner": seal.unit, "unit": unit}
            },
            code="foreign_seal",
        )


def _check_day(request: SealRequest, applied_on: datetime.date, *, on: datetime.date) -> None:
    if applied_on > on:
        raise DomainError({"applied_on": _("This day has not come yet.")}, code="future")
    if request.approved_on and applied_on < request.approved_on:
        raise DomainError(
            {
                "applied_on": _("It was approved on %(day)s; a seal is not used before.")
                % {"day": request.approved_on.isoformat()}
            },
            code="too_early",
        )


def _check_copies(request: SealRequest, copies: int) -> None:
    if copies < 1:
        raise DomainError({"copies": _("At least one copy is sealed.")}, code="no_copies")
    if copies > request.copies:
        message = ngettext_lazy(
            "%(number)d copy was approved, no more.",
            "%(number)d copies were approved, no more.",
            "number",
        )
        raise DomainError({"copies": message % {"number": request.copies}}, code="too_many_copies")


def _let_record_know(request: SealRequest, subject: ApprovalSubject, *, on: datetime.date) -> None:
    if subject.on_sealed is None:
        return
    sealed = SealedOn(str(request.seal), request.applied_on, on, request.applied_by)
    try:
        subject.on_sealed(request.record, sealed)
    except DomainError as refusal:
        raise DomainError({"applied_on": refusal.messages}) from refusal


def _attach(request: SealRequest, scan: File[bytes], language: str, *, by: User) -> None:
    values: Any = {"kind": AttachmentKind.SCAN, "by": by, "language": language}
    try:
        scanned = files.attach(request, scan, **values)
        record: Any = request.record
        known = record is None or Attachment.objects.of(record).filter(file=scanned.file).exists()
        if not known:
            files.attach(record, scan, **values)
    except DomainError as refusal:
        raise DomainError({"scan": refusal.messages}) from refusal
