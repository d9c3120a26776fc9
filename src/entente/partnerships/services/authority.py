"""Who may sign for us: the university by its president or a delegate, a unit only with authority.

Each refusal cites the rule that it stands on, as it holds on the day of signature.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office import rules
from entente.office.enums import Direction
from entente.office.models import Unit, User
from entente.office.reckoning import declared_rule, reckon
from entente.partnerships.enums import (
    AgreementKind,
    Lack,
    PartyRole,
    SigningAuthority,
)
from entente.partnerships.models import (
    Agreement,
    Authorisation,
    PartyStanding,
    standings,
)
from entente.partnerships.services.guards import AnyDate, read_date

SIGNERS = "agreement.university_signers"
NEEDS_AUTHORITY = "agreement.unit_needs_authority"
ASKED_BACK = "agreement.authority_asked_back"


def authority_refusals(
    agreement: Agreement, *, on: datetime.date, found: list[PartyStanding] | None = None
) -> list[str]:
    """List, in sentences, why our side may not sign; empty where it may.

    Asked of the signatures that are recorded; `on` stands for a day of signature that is not.
    """
    found = standings(agreement) if found is None else found
    sentences = []
    for standing in found:
        unit = standing.party.unit
        if unit is None:
            continue
        day = on
        if standing.signature and standing.signature.signed_on:
            day = standing.signature.signed_on.earliest
        sentence = (
            _refuse_signer(standing, unit, day)
            if unit.parent_id is None
            else _refuse_unit(unit, agreement.kind, day)
        )
        if sentence:
            sentences.append(sentence)
    return sentences


def demand_authority(agreement: Agreement, *, on: datetime.date) -> None:
    """Refuse to mark as signed what our side had no authority to sign."""
    if sentences := authority_refusals(agreement, on=on):
        raise DomainError(" ".join(sentences), code="no_authority")


def demand_authority_of_old(agreement: Agreement, *, on: datetime.date) -> None:
    """Refuse to register a recent agreement of a unit that had no authority to sign it.

    Of a document that was signed longer ago than the rule says nobody asks it.
    """
    day = agreement.signed_on.earliest if agreement.signed_on else on
    back = rules.rule(ASKED_BACK, on=on, unit=agreement.unit)
    if day < reckon(on, back, Direction.BEFORE):
        return
    for party in agreement.parties.select_related("unit"):
        unit = party.unit
        if unit is None or unit.parent_id is None or party.role != PartyRole.SIGNATORY:
            continue
        if sentence := _refuse_unit(unit, agreement.kind, day):
            raise DomainError(sentence, code="no_authority")


def _refuse_signer(standing: PartyStanding, unit: Unit, day: datetime.date) -> str:
    """Say why who signed for the university may not; nothing where they may."""
    signature = standing.signature
    if signature is None:
        return ""
    cited = rules.rule_value(SIGNERS, on=day, unit=unit)
    if signature.authority not in cited.typed:
        return _(
            "%(signer)s signed as “%(authority)s”, but for %(unit)s only its president or a"
            " delegate signs (rule “%(rule)s”, %(source)s)."
        ) % {
            "signer": signature.signer,
            "authority": signature.get_authority_display(),
            "unit": unit.name,
            "rule": declared_rule(SIGNERS),
            "source": cited.source,
        }
    if signature.authority == SigningAuthority.DELEGATE and Lack.LETTER in standing.lacks:
        return _(
            "%(signer)s signed for %(unit)s as a delegate, and no letter of delegation is attached"
            " (rule “%(rule)s”, %(source)s)."
        ) % {
            "signer": signature.signer,
            "unit": unit.name,
            "rule": declared_rule(SIGNERS),
            "source": cited.source,
        }
    return ""


def _refuse_unit(unit: Unit, kind: str, day: datetime.date) -> str:
    """Say why a unit below the university may not sign; nothing where it may."""
    cited = rules.rule_value(NEEDS_AUTHORITY, on=day, unit=unit)
    if not cited.typed or Authorisation.objects.covering(unit, kind, day):
        return ""
    return _(
        "%(unit)s signs only with authority from the university, and none covers “%(kind)s” on"
        " %(day)s (rule “%(rule)s”, %(source)s). Have the authority registered first."
    ) % {
        "unit": unit.name,
        "kind": AgreementKind(kind).label,
        "day": day.isoformat(),
        "rule": declared_rule(NEEDS_AUTHORITY),
        "source": cited.source,
    }


# --- Authorisations -------------------------------------------------------------------------------


def grant_authority(
    unit: Unit,
    *,
    by: User,
    document: str,
    granted_by: str,
    starts_on: AnyDate,
    ends_on: AnyDate = None,
    kinds: list[str] | tuple[str, ...] = (),
) -> Authorisation:
    """Record that a unit may sign agreements of some kinds (none named: of every kind)."""
    begins = read_date(starts_on, "starts_on")
    if begins is None:
        raise DomainError({"starts_on": _("Say from when it holds.")}, code="no_day")
    authorisation = Authorisation(
        unit=unit,
        document=document,
        granted_by=granted_by,
        starts_on=begins,
        ends_on=read_date(ends_on, "ends_on"),
        kinds=",".join(kinds),
    )
    return creating(authorisation, by=by, verb="authorisation.granted")


def change_authority(
    authorisation: Authorisation, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Correct an authorisation, or set its last day."""
    with changing(authorisation, by=by, verb="authorisation.changed", seen=seen):
        for name, value in values.items():
            setattr(authorisation, name, ",".join(value) if name == "kinds" else value)
