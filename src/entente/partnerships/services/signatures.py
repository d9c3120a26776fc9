"""Decisions about signatures: recording, sealing, filing the papers. Two events, never one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _

from entente.approvals import missing
from entente.approvals.models import SealRequest
from entente.kit import files
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.periods import PartialDate
from entente.office.models import User
from entente.partnerships.enums import ON_PAPER, OPEN_FOR_SIGNATURES, AgreementState
from entente.partnerships.models import Agreement, AgreementParty, Signature
from entente.partnerships.services.guards import AnyDate, demand_reason, read_date

# Files of a signature: the scan or the signed file itself, and the letter of delegation.
FILE_KINDS = (AttachmentKind.SCAN, AttachmentKind.LETTER)


def record_signature(
    party: AgreementParty,
    *,
    on: datetime.date,
    by: User,
    way: str,
    authority: str,
    signed_on: AnyDate = None,
    signed_file: File[bytes] | None = None,
    letter: File[bytes] | None = None,
    **values: Any,
) -> Signature:
    """Record that a party has signed; a second signature of the same party is refused.

    `signed_file` is the scan or the signed PDF, `letter` the delegation of who signed. `values`
    are the further fields: names, offices, places, who holds the original.
    """
    with locking(party.agreement) as agreement:
        _demand_signing(agreement)
        if Signature.objects.filter(party=party).exists():
            raise DomainError(
                {
                    "party": _(
                        "%(party)s has signed already. Correct that signature instead of adding"
                        " another."
                    )
                    % {"party": party}
                },
                code="signed_twice",
            )
        signature = Signature(
            party=party,
            way=way,
            authority=authority,
            signed_on=_past(signed_on, "signed_on", on=on),
            **values,
        )
        creating(signature, by=by, verb="signature.recorded")
        for name, upload, kind in (
            ("signed_file", signed_file, AttachmentKind.SCAN),
            ("letter", letter, AttachmentKind.LETTER),
        ):
            if upload:
                _attach(signature, upload, kind=kind, by=by, field=name)
        _take_up_seal(signature, on=on, by=by)
    return signature


def change_signature(
    signature: Signature, *, on: datetime.date, by: User, seen: int | None = None, **values: Any
) -> None:
    """Correct what is said of a signature."""
    if "signed_on" in values:
        values["signed_on"] = _past(values["signed_on"], "signed_on", on=on)
    with changing(signature, by=by, verb="signature.changed", seen=seen):
        for name, value in values.items():
            setattr(signature, name, value)


def in_register(agreement: Agreement, signatures: Iterable[Signature]) -> set[int]:
    """Say which signatures, by key, are sealed through the register of seals and not by hand.

    Ours on paper, since the register of our institution began. A partner's seal stands in no
    register of ours, and neither does what was sealed before: one query.
    """
    ours = [it for it in signatures if it.party.unit_id and it.on_paper]
    tree = agreement.top_unit_id
    start = missing.began([tree]).get(tree) if ours else None
    if start is None:
        return set()
    return {it.pk for it in ours if it.signed_on is None or it.signed_on.latest >= start}


def _take_up_seal(signature: Signature, *, on: datetime.date, by: User) -> None:
    """Read from the register that the seal stands on the paper already."""
    agreement = signature.party.agreement
    if not (signature.party.unit_id and signature.on_paper):
        return
    used = SealRequest.objects.of(agreement).sealing().select_related("seal")
    first = used.order_by("applied_on", "pk").first()
    if first is None or first.applied_on is None:
        return
    if signature.signed_on is None or signature.signed_on.earliest <= first.applied_on:
        seal_signature(
            signature,
            on=on,
            by=by,
            sealed_on=first.applied_on,
            seal=str(first.seal),
            from_register=True,
        )


def seal_signature(
    signature: Signature,
    *,
    on: datetime.date,
    by: User,
    sealed_on: AnyDate,
    seal: str = "",
    from_register: bool = False,
) -> None:
    """Record that the seal was put on, on its own day; only paper carries one.

    Ours come from the register of seals once it has begun (`in_register`); by hand is refused.
    """
    if not from_register and in_register(signature.party.agreement, [signature]):
        raise DomainError(
            _(
                "Our own seals are entered in the register of seals: ask for the seal on the page"
                " of the agreement. What its keeper enters stands here by itself."
            ),
            code="in_register",
        )
    day = _past(sealed_on, "sealed_on", on=on)
    if day is None:
        raise DomainError({"sealed_on": _("Say when it was sealed.")}, code="no_day")
    with changing(signature, by=by, verb="signature.sealed"):
        if signature.way not in ON_PAPER:
            raise DomainError(_("Only paper carries a seal."), code="no_paper")
        if signature.signed_on and day.latest < signature.signed_on.earliest:
            raise DomainError(
                {"sealed_on": _("It cannot be sealed before it was signed.")}, code="wrong_order"
            )
        signature.sealed_on, signature.seal = day, seal


def add_signature_file(
    signature: Signature, upload: File[bytes], *, kind: str, by: User, **values: Any
) -> Attachment:
    """Hang a scan, a signed file or a letter of delegation on a signature."""
    if kind not in FILE_KINDS:
        raise DomainError({"kind": _("A signature holds scans and letters only.")}, code="kind")
    return _attach(signature, upload, kind=kind, by=by, field="file", **values)


def remove_signature(signature: Signature, *, reason: str, by: User) -> None:
    """Take a signature off that should not stand there; the reason stays in the history.

    An agreement that was marked as signed keeps its signatures; there they can only be corrected.
    """
    demand_reason(reason)
    with locking(signature.party.agreement) as agreement:
        if agreement.is_promised and not agreement.is_retrospective:
            raise DomainError(
                _("The agreement is marked as signed. Correct the signature instead."),
                code="promised",
            )
        for file in Attachment.objects.of(signature):
            files.detach(file, by=by, note=reason)
        removing(signature, by=by, verb="signature.removed", note=reason)


def _attach(
    signature: Signature, upload: File[bytes], *, kind: str, by: User, field: str, **values: Any
) -> Attachment:
    """Attach a file; what is wrong with it is said at the field where it was chosen."""
    try:
        return files.attach(signature, upload, kind=kind, by=by, **values)
    except DomainError as refusal:
        said = refusal.error_dict.get("file") if hasattr(refusal, "error_dict") else None
        if said is None or field == "file":
            raise
        raise DomainError({field: said}) from refusal


def _demand_signing(agreement: Agreement) -> None:
    """Refuse a signature of a text that is not out for signing."""
    if agreement.state not in OPEN_FOR_SIGNATURES:
        raise DomainError(
            _(
                "It is not out for signing: it stands at “%(state)s”. A signature is recorded once"
                " the text is approved."
            )
            % {"state": AgreementState(agreement.state).label},
            code="not_signing",
        )


def _past(value: AnyDate, field: str, *, on: datetime.date) -> PartialDate | None:
    """Read a day that has come."""
    day = read_date(value, field)
    if day and day.earliest > on:
        raise DomainError({field: _("This day has not come yet.")}, code="future")
    return day
