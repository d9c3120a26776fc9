"""What approvals and seals are told of agreements."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError
from entente.kit.parts import ApprovalOutcome, ApprovalSubject, SealedOn, approval_subjects
from entente.kit.periods import surely_not_before
from entente.partnerships import services
from entente.partnerships.enums import CHANGE, REVIEW, AgreementState
from entente.partnerships.models import Agreement, Signature
from entente.partnerships.tables import language_names

S = AgreementState
# Who usually signs the form of an agreement; an office writes its own list on the first one.
STEPS = (
    ("经办单位", "Unit in charge"),
    ("国际合作与交流处", "International office"),
    ("法律事务", "Legal affairs"),
    ("校领导", "University leader"),
)


@approval_subjects.fill(order=10)
def agreements() -> ApprovalSubject:
    """Agreements are approved outside and sealed."""
    return ApprovalSubject(Agreement, CHANGE, facts, STEPS, signed_since, on_result, on_sealed)


def facts(agreement: Agreement) -> list[tuple[Any, Any]]:
    """Say what the printed form says of an agreement."""
    parties = agreement.parties.select_related("unit", "organisation")
    return [
        (_("Kind"), agreement.get_kind_display()),
        (_("Parties"), "; ".join(str(party) for party in parties)),
        (_("In force from"), agreement.starts_on),
        (_("Last day"), agreement.ends_on),
        (_("Languages of the text"), language_names(agreement.language_codes)),
    ]


def signed_since(rows: Any, day: datetime.date) -> Any:
    """Keep those that we signed in ink on a day or later and whose seal is still to come."""
    known = surely_not_before("signed_on", day) | Q(signed_on__isnull=True)
    ours = Signature.objects.unsealed().filter(known, party__agreement=OuterRef("pk"))
    return rows.running().filter(Exists(ours), surely_not_before("signed_on", day))


def on_result(agreement: Agreement, outcome: ApprovalOutcome) -> None:
    """Let an agreement that awaits approval go on, or back, as was decided outside.

    It goes by itself where the OA reports, or where the person who records it may decide on
    agreements; where another check of ours is still open, people go on.
    """
    by = outcome.by
    if agreement.state != S.IN_REVIEW or not (by.is_system or by.may(REVIEW, agreement)):
        return
    try:
        with transaction.atomic():
            if outcome.result == "approved":
                services.approve_agreement(agreement, by=by)
            elif outcome.result == "returned":
                services.return_agreement(agreement, reason=outcome.words, by=by)
    except DomainError:
        agreement.refresh_from_db()


def on_sealed(agreement: Agreement, sealed: SealedOn) -> None:
    """Note the seal on our signatures that wait for it."""
    for signature in Signature.objects.of_agreement(agreement).for_page():
        if signature.party.unit_id and signature.on_paper and signature.sealed_on is None:
            services.seal_signature(
                signature,
                on=sealed.on,
                by=sealed.by,
                sealed_on=sealed.day,
                seal=sealed.seal,
                from_register=True,
            )
