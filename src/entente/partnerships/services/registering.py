"""Signed agreements that come in number: registered in sets, as one by one."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import numbering, search
from entente.kit.audit import creating_all
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import Agreement, AgreementParty
from entente.partnerships.services.steps import NUMBERS

S = AgreementState


@dataclass(frozen=True)
class SignedAgreement:
    """An agreement that was signed earlier: its two sides, its days, the document it stands in.

    `unit` owns it; our party is its institution, which can always sign.
    `partner_as_written` is the partner's name in the document, kept as the name at signing.
    """

    unit: Unit
    partner: Organisation
    kind: str
    source: str
    title_zh: str = ""
    title_en: str = ""
    partner_as_written: str = ""
    signed_on: PartialDate | None = None
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    programme: str = ""
    domestic: bool = False
    notes: str = ""
    owner: User | None = None


def register_agreements(
    rows: Sequence[SignedAgreement], *, on: datetime.date, by: User, note: str = ""
) -> list[Agreement]:
    """Register many documents that were signed earlier, all or none, in the order given.

    Each is in force, to begin, or ended, as its days say on the day `on`, and takes its number.
    """
    with transaction.atomic():
        agreements = [_agreement(row, on=on) for row in rows]
        _number(agreements, on=on)
        creating_all(agreements, by=by, verb="agreement.registered", note=note, indexed=False)
        parties = [
            party
            for row, agreement in zip(rows, agreements, strict=True)
            for party in _parties(row, agreement)
        ]
        creating_all(parties, by=by, verb="party.added", note=note, indexed=False)
        keys = [agreement.pk for agreement in agreements]
        for at in range(0, len(keys), 1000):
            some = Agreement.objects.filter(pk__in=keys[at : at + 1000])
            search.keep_many(some.for_search())
    return agreements


def _agreement(row: SignedAgreement, *, on: datetime.date) -> Agreement:
    if row.signed_on and row.signed_on.earliest > on:
        raise DomainError({"signed_on": _("This day has not come yet.")}, code="future")
    agreement = Agreement(
        unit=row.unit,
        kind=row.kind,
        title_zh=row.title_zh,
        title_en=row.title_en,
        signed_on=row.signed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        programme=row.programme,
        domestic=row.domestic,
        source=row.source,
        notes=row.notes,
        is_retrospective=True,
        owner=row.owner,
    )
    agreement.keep_days()
    agreement.state = _state(agreement, on)
    return agreement


def _state(agreement: Agreement, on: datetime.date) -> AgreementState:
    if agreement.last_day < on:
        return S.ENDED
    return S.IN_FORCE if agreement.first_day <= on else S.SIGNED


def _number(agreements: Sequence[Agreement], *, on: datetime.date) -> None:
    """Give each its number in its institution's series of the year."""
    by_tree: dict[Unit, list[Agreement]] = defaultdict(list)
    for agreement in agreements:
        by_tree[agreement.unit.top or agreement.unit].append(agreement)
    for tree, some in by_tree.items():
        taken = numbering.take_many(NUMBERS, len(some), scope=tree.pk, year=on.year)
        for agreement, number in zip(some, taken, strict=True):
            agreement.number = f"{tree.code}-{on.year}-{number:03d}"


def _parties(row: SignedAgreement, agreement: Agreement) -> list[AgreementParty]:
    home = row.unit.top or row.unit
    ours = AgreementParty(
        agreement=agreement,
        unit=home,
        position=1,
        name_at_signing_zh=home.name_zh,
        name_at_signing_en=home.name_en,
    )
    partner = row.partner
    theirs = AgreementParty(agreement=agreement, organisation=partner, position=2)
    if row.partner_as_written:
        chinese = partner.name_zh == row.partner_as_written
        setattr(theirs, f"name_at_signing_{'zh' if chinese else 'en'}", row.partner_as_written)
    else:
        theirs.name_at_signing_zh, theirs.name_at_signing_en = partner.name_zh, partner.name_en
    return [ours, theirs]
