"""What every decision about an agreement asks first; each refusal is a sentence for the reader."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office.models import Unit
from entente.partnerships.enums import UNDER_WAY, AgreementState
from entente.partnerships.models import Agreement, AgreementParty

S = AgreementState
AnyDate = PartialDate | datetime.date | str | None


def demand_parties(agreement: Agreement) -> None:
    """Refuse an agreement without a party on each side."""
    parties = list(agreement.parties.all())
    demand_both_sides(
        ours=any(party.unit_id for party in parties),
        theirs=any(party.organisation_id for party in parties),
    )


def demand_both_sides(*, ours: bool, theirs: bool) -> None:
    """Refuse what lacks one of the two sides."""
    if not ours:
        raise DomainError(_("Name at least one unit of ours as a party."), code="no_unit")
    if not theirs:
        raise DomainError(_("Name at least one partner as a party."), code="no_partner")


def demand_reason(reason: str) -> None:
    """Refuse a decision without a reason."""
    if not reason.strip():
        raise DomainError({"reason": _("Say why.")}, code="no_reason")


def refuse_under_review(agreement: Agreement) -> None:
    """Refuse a change of what others are looking at, are signing, or gave up."""
    if agreement.state in UNDER_WAY:
        raise DomainError(
            _("Others are looking at this text or signing it. Have it returned to change it."),
            code="under_review",
        )
    if agreement.state == S.WITHDRAWN:
        raise DomainError(_("It was withdrawn and stays as it is."), code="withdrawn")


def refuse_foreign_unit(agreement: Agreement, unit: Unit | None) -> None:
    """Refuse a unit of another institution as one of ours."""
    if unit is not None and unit.top_id != agreement.top_unit_id:
        raise DomainError(
            {
                "unit": _("%(unit)s belongs to another institution. Enter it as a partner.")
                % {"unit": unit}
            },
            code="foreign_unit",
        )


def read_date(value: AnyDate, field: str) -> PartialDate | None:
    """Read a date; what is none is refused at its field."""
    try:
        return PartialDate.of(value) if value else None
    except DomainError as refusal:
        raise DomainError({field: refusal}) from None


def keep_names(party: AgreementParty) -> None:
    """Keep the names that a party has today, where none stand there yet."""
    if party.name_at_signing_zh or party.name_at_signing_en:
        return
    party.name_at_signing_zh = getattr(party.holder, "name_zh", "")
    party.name_at_signing_en = getattr(party.holder, "name_en", "")
