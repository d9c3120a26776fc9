"""The way of an agreement, step by step: approval, signature, force, end.

Whoever calls asks for the permission (`AGREEMENT_FLOW[step].permission`); what is possible in a
state is asked here. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.kit import numbering
from entente.kit.audit import Change, changing
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office.models import User
from entente.partnerships.enums import AGREEMENT_FLOW, AgreementState, Term
from entente.partnerships.models import Agreement, Signature, not_signed
from entente.partnerships.services.authority import demand_authority, demand_authority_of_old
from entente.partnerships.services.following import end_what_it_follows
from entente.partnerships.services.guards import (
    AnyDate,
    demand_parties,
    demand_reason,
    keep_names,
    read_date,
)
from entente.partnerships.services.texts import demand_differences_seen

NUMBERS = "agreement"


def approve_agreement(agreement: Agreement, *, by: User, confirmed: bool = False) -> None:
    """Let the parties sign this text.

    Differences between its versions that nobody accepted must be `confirmed`; the history says so.
    """
    with changing(agreement, by=by, verb="agreement.approved") as change:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "approve")
        demand_parties(agreement)
        change.note = demand_differences_seen(agreement, confirmed=confirmed)


def return_agreement(agreement: Agreement, *, reason: str, by: User) -> None:
    """Send an agreement back to its owner, with the reason; what is signed stays as it is."""
    demand_reason(reason)
    with changing(agreement, by=by, verb="agreement.returned", note=reason):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "return")
        if signature := Signature.objects.of_agreement(agreement).first():
            raise DomainError(
                _(
                    "%(party)s has signed this text. Remove that signature first; a changed text"
                    " must be signed anew."
                )
                % {"party": signature.party},
                code="signed",
            )


def sign_agreement(
    agreement: Agreement,
    *,
    on: datetime.date,
    by: User,
    signed_on: AnyDate = None,
    place_zh: str = "",
    place_en: str = "",
    source: str = "",
) -> None:
    """Mark as signed: the agreement takes its number, and its parties their names.

    All parties that are to sign have signed; the day is that of the last signature unless another
    is given. Where it is unknown, `source` names the document. If its first day has come, the
    agreement is in force at once, else by itself on that day.
    """
    with changing(agreement, by=by, verb="agreement.signed") as change:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "sign")
        _demand_signatures(agreement)
        demand_authority(agreement, on=on)
        day = read_date(signed_on, "signed_on") or agreement.signed_on
        agreement.signed_on = day or _last_signature(agreement)
        agreement.place_zh = place_zh or agreement.place_zh
        agreement.place_en = place_en or agreement.place_en
        agreement.source = source or agreement.source
        _promise(agreement, change, on=on)
    _settle(agreement, on=on, by=by)


def register_agreement(
    agreement: Agreement,
    *,
    on: datetime.date,
    by: User,
    signed_on: AnyDate = None,
    source: str = "",
) -> None:
    """Register a document that was signed earlier: a draft is in force without approval.

    No signature of each party is demanded; what is known of them can be recorded afterwards.
    Where the day of signature is unknown, `source` names the document. What has run out since is
    registered as ended; what is to begin later, as signed.
    """
    with changing(agreement, by=by, verb="agreement.registered") as change:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "register")
        agreement.signed_on = read_date(signed_on, "signed_on") or agreement.signed_on
        agreement.source = source or agreement.source
        agreement.is_retrospective = True
        demand_authority_of_old(agreement, on=on)
        _promise(agreement, change, on=on)
    _settle(agreement, on=on, by=by)


def bring_into_force(agreement: Agreement, *, on: datetime.date, by: User) -> None:
    """Let a signed agreement bind from its first day on."""
    with changing(agreement, by=by, verb="agreement.took_effect"):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "take_effect")
        if agreement.first_day > on:
            raise DomainError(
                _("It begins on %(day)s. Change its first day if it is to begin earlier.")
                % {"day": PartialDate.of(agreement.first_day).localized()},
                code="too_early",
            )
    _settle(agreement, on=on, by=by)


def let_run_out(agreement: Agreement, *, on: datetime.date, by: User) -> None:
    """End an agreement whose last day has passed."""
    with changing(agreement, by=by, verb="agreement.ran_out"):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "end")
        if agreement.last_day >= on:
            raise DomainError(_("Its last day has not passed."), code="still_running")


def end_agreement(
    agreement: Agreement, *, on: datetime.date, ended_on: AnyDate, reason: str, by: User
) -> None:
    """End an agreement before its time; its last day becomes the day that is given."""
    demand_reason(reason)
    last = read_date(ended_on, "ended_on")
    if last is None:
        raise DomainError({"ended_on": _("Say when it ended.")}, code="no_day")
    if last.earliest > on:
        raise DomainError({"ended_on": _("This day has not come yet.")}, code="future")
    with changing(agreement, by=by, verb="agreement.ended", note=reason):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "end")
        if last.latest < agreement.first_day:
            raise DomainError({"ended_on": _("It cannot end before it began.")}, code="wrong_order")
        agreement.ends_on = last


def withdraw_agreement(agreement: Agreement, *, reason: str, by: User) -> None:
    """Give up an agreement that was not signed; the record and the reason stay."""
    demand_reason(reason)
    with changing(agreement, by=by, verb="agreement.withdrawn", note=reason):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "withdraw")


# --- What every step asks -------------------------------------------------------------------------


def _settle(agreement: Agreement, *, on: datetime.date, by: User) -> None:
    """End what an agreement takes the place of, once it is in force."""
    if agreement.state == AgreementState.IN_FORCE:
        end_what_it_follows(agreement, on=on, by=by)


def _demand_signatures(agreement: Agreement) -> None:
    """Refuse while a party that is to sign has not."""
    if parties := not_signed(agreement):
        names = _(", ").join(str(party) for party in parties)
        raise DomainError(
            _("Not everybody has signed. Missing is the signature of: %(parties)s.")
            % {"parties": names},
            code="not_signed",
        )


def _last_signature(agreement: Agreement) -> PartialDate | None:
    """Give the day of the last signature, where all days are known."""
    days = [signature.signed_on for signature in Signature.objects.of_agreement(agreement)]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _promise(agreement: Agreement, change: Change, *, on: datetime.date) -> None:
    """Check what a signed agreement needs, keep its parties' names, give it its number.

    It goes on at once to where its days say that it stands: in force, or ended.
    """
    demand_parties(agreement)
    if agreement.signed_on and agreement.signed_on.earliest > on:
        raise DomainError({"signed_on": _("This day has not come yet.")}, code="future")
    agreement.keep_days()
    for party in agreement.parties.select_related("unit", "organisation"):
        with changing(party, by=change.by, verb="party.named"):
            keep_names(party)
    if agreement.term == Term.AUTOMATIC and agreement.ends_on and agreement.renews_every:
        until = agreement.validity.renewed_until(on)
        if until != agreement.last_day:
            agreement.ends_on = PartialDate.of(until)
            agreement.keep_days()
    if agreement.first_day <= on:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "take_effect")
    if agreement.last_day < on:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "end")
    tree = agreement.unit.top or agreement.unit
    taken = numbering.take(NUMBERS, scope=tree.pk, year=on.year)
    agreement.number = f"{tree.code}-{on.year}-{taken:03d}"
