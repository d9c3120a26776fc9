"""Decisions about agreements: drafting, review, signature, force, end.

Whoever calls asks for the permission (`AGREEMENT_FLOW[step].permission`); what is possible in a
state is asked here. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import numbering
from entente.kit.audit import Change, changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.models import Attachment
from entente.kit.periods import PartialDate
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import AGREEMENT_FLOW, AgreementState, PartyRole
from entente.partnerships.models import Agreement, AgreementParty

S = AgreementState
AnyDate = PartialDate | datetime.date | str | None
NUMBERS = "agreement"
# What may still be said of an agreement while others look at it.
ALWAYS_OPEN = frozenset({"owner", "notes"})


@dataclass(frozen=True)
class NewParty:
    """A party to be: a unit of ours or an organisation; names as they stand in the document."""

    unit: Unit | None = None
    organisation: Organisation | None = None
    name_at_signing_zh: str = ""
    name_at_signing_en: str = ""
    role: str = PartyRole.SIGNATORY
    contact: str = ""


# --- Drafts ---------------------------------------------------------------------------------------


def draft_agreement(
    *,
    by: User,
    unit: Unit,
    kind: str,
    title_zh: str = "",
    title_en: str = "",
    parties: Iterable[NewParty] = (),
    owner: User | None = None,
    signed_on: AnyDate = None,
    starts_on: AnyDate = None,
    ends_on: AnyDate = None,
    place_zh: str = "",
    place_en: str = "",
    languages: Sequence[str] = (),
    source: str = "",
    notes: str = "",
) -> Agreement:
    """Write a draft that belongs to a unit; it carries no number yet.

    `languages` are codes of `TextLanguage`. Without an owner, the person who drafts owns it.
    """
    with transaction.atomic():
        agreement = Agreement(
            unit=unit,
            kind=kind,
            title_zh=title_zh,
            title_en=title_en,
            owner=owner or (None if by.is_system else by),
            signed_on=signed_on,
            starts_on=starts_on,
            ends_on=ends_on,
            place_zh=place_zh,
            place_en=place_en,
            languages=",".join(languages),
            source=source,
            notes=notes,
        )
        creating(agreement, by=by, verb="agreement.drafted")
        for party in parties:
            _add_party(agreement, party, by=by)
    return agreement


def change_agreement(
    agreement: Agreement, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of an agreement; a text under review changes only once returned."""
    with changing(agreement, by=by, verb="agreement.changed", seen=seen):
        if values.keys() - ALWAYS_OPEN:
            _refuse_under_review(agreement)
        for name, value in values.items():
            setattr(agreement, name, ",".join(value) if name == "languages" else value)


def hand_over_agreement(agreement: Agreement, *, owner: User, by: User) -> None:
    """Give an agreement to another owner, who from now on is told about it."""
    if not owner.is_active:
        raise DomainError({"owner": _("%(user)s has left.") % {"user": owner}}, code="left")
    with changing(agreement, by=by, verb="agreement.handed_over"):
        agreement.owner = owner


# --- Parties --------------------------------------------------------------------------------------


def add_party(agreement: Agreement, party: NewParty, *, by: User) -> AgreementParty:
    """Add a party after the others."""
    with locking(agreement):
        _refuse_under_review(agreement)
        return _add_party(agreement, party, by=by)


def _add_party(agreement: Agreement, party: NewParty, *, by: User) -> AgreementParty:
    _refuse_foreign_unit(agreement, party.unit)
    last = agreement.parties.order_by("-position").values_list("position", flat=True).first()
    record = AgreementParty(
        agreement=agreement,
        unit=party.unit,
        organisation=party.organisation,
        name_at_signing_zh=party.name_at_signing_zh,
        name_at_signing_en=party.name_at_signing_en,
        role=party.role,
        contact=party.contact,
        position=(last or 0) + 1,
    )
    if agreement.is_promised:
        _keep_names(record)
    return creating(record, by=by, verb="party.added")


def change_party(
    party: AgreementParty, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a party: its names at signing, its part, its contact."""
    with locking(party.agreement) as agreement:
        _refuse_under_review(agreement)
        _refuse_foreign_unit(agreement, values.get("unit"))
        with changing(party, by=by, verb="party.changed", seen=seen):
            for name, value in values.items():
                setattr(party, name, value)


def remove_party(party: AgreementParty, *, by: User) -> None:
    """Take a party off; a signed agreement keeps at least one on each side."""
    with locking(party.agreement) as agreement:
        _refuse_under_review(agreement)
        if agreement.is_promised:
            rest = agreement.parties.exclude(pk=party.pk)
            _demand_both_sides(
                ours=rest.filter(unit__isnull=False).exists(),
                theirs=rest.filter(organisation__isnull=False).exists(),
            )
        removing(party, by=by, verb="party.removed")


# --- Files ----------------------------------------------------------------------------------------


def note_texts(agreement: Agreement) -> None:
    """Keep which texts are missing, after a file came, changed or went.

    It follows from the files, whose coming and going is remembered itself.
    """
    agreement.clean_fields()
    Agreement.objects.filter(pk=agreement.pk).update(texts_missing=agreement.texts_missing)


def on_attachment(instance: Attachment, **_signal: Any) -> None:
    """Note the texts of the agreement on which a file hangs."""
    if instance.record_type == ContentType.objects.get_for_model(Agreement):
        for agreement in Agreement.objects.filter(pk=instance.record_id):
            note_texts(agreement)


# --- The way of an agreement ----------------------------------------------------------------------


def submit_agreement(agreement: Agreement, *, by: User, seen: int | None = None) -> None:
    """Hand a draft in for review; it needs a party on both sides."""
    with changing(agreement, by=by, verb="agreement.submitted", seen=seen):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "submit")
        _demand_parties(agreement)


def return_agreement(agreement: Agreement, *, reason: str, by: User) -> None:
    """Send an agreement back to its owner, with the reason."""
    _demand_reason(reason)
    with changing(agreement, by=by, verb="agreement.returned", note=reason):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "return")


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
    """Record that all have signed: the agreement takes its number, and its parties their names.

    Where the day of signature is unknown, `source` names the document. If its first day has come,
    the agreement is in force at once, else by itself on that day.
    """
    with changing(agreement, by=by, verb="agreement.signed") as change:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "sign")
        agreement.signed_on = _date(signed_on, "signed_on") or agreement.signed_on
        agreement.place_zh = place_zh or agreement.place_zh
        agreement.place_en = place_en or agreement.place_en
        agreement.source = source or agreement.source
        _promise(agreement, change, on=on)


def register_agreement(
    agreement: Agreement,
    *,
    on: datetime.date,
    by: User,
    signed_on: AnyDate = None,
    source: str = "",
) -> None:
    """Register a document that was signed earlier: a draft is in force without review.

    Where the day of signature is unknown, `source` names the document. What has run out since is
    registered as ended; what is to begin later, as signed.
    """
    with changing(agreement, by=by, verb="agreement.registered") as change:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "register")
        agreement.signed_on = _date(signed_on, "signed_on") or agreement.signed_on
        agreement.source = source or agreement.source
        _promise(agreement, change, on=on)


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
    _demand_reason(reason)
    last = _date(ended_on, "ended_on")
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
    _demand_reason(reason)
    with changing(agreement, by=by, verb="agreement.withdrawn", note=reason):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "withdraw")


# --- What every step asks -------------------------------------------------------------------------


def _promise(agreement: Agreement, change: Change, *, on: datetime.date) -> None:
    """Check what a signed agreement needs, keep its parties' names, give it its number.

    It goes on at once to where its days say that it stands: in force, or ended.
    """
    _demand_parties(agreement)
    if agreement.signed_on and agreement.signed_on.earliest > on:
        raise DomainError({"signed_on": _("This day has not come yet.")}, code="future")
    agreement.keep_days()
    for party in agreement.parties.select_related("unit", "organisation"):
        with changing(party, by=change.by, verb="party.named"):
            _keep_names(party)
    if agreement.first_day <= on:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "take_effect")
    if agreement.last_day < on:
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "end")
    tree = agreement.unit.top or agreement.unit
    taken = numbering.take(NUMBERS, scope=tree.pk, year=on.year)
    agreement.number = f"{tree.code}-{on.year}-{taken:03d}"


def _keep_names(party: AgreementParty) -> None:
    if party.name_at_signing_zh or party.name_at_signing_en:
        return
    party.name_at_signing_zh = getattr(party.holder, "name_zh", "")
    party.name_at_signing_en = getattr(party.holder, "name_en", "")


def _demand_parties(agreement: Agreement) -> None:
    parties = list(agreement.parties.all())
    _demand_both_sides(
        ours=any(party.unit_id for party in parties),
        theirs=any(party.organisation_id for party in parties),
    )


def _demand_both_sides(*, ours: bool, theirs: bool) -> None:
    if not ours:
        raise DomainError(_("Name at least one unit of ours as a party."), code="no_unit")
    if not theirs:
        raise DomainError(_("Name at least one partner as a party."), code="no_partner")


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError({"reason": _("Say why.")}, code="no_reason")


def _refuse_under_review(agreement: Agreement) -> None:
    if agreement.state == S.IN_REVIEW:
        raise DomainError(
            _("It is being reviewed. Have it returned to change it."), code="under_review"
        )
    if agreement.state == S.WITHDRAWN:
        raise DomainError(_("It was withdrawn and stays as it is."), code="withdrawn")


def _refuse_foreign_unit(agreement: Agreement, unit: Unit | None) -> None:
    if unit is not None and unit.top_id != agreement.top_unit_id:
        raise DomainError(
            {
                "unit": _("%(unit)s belongs to another institution. Enter it as a partner.")
                % {"unit": unit}
            },
            code="foreign_unit",
        )


def _date(value: AnyDate, field: str) -> PartialDate | None:
    """Read a date; what is none is refused at its field."""
    try:
        return PartialDate.of(value) if value else None
    except DomainError as refusal:
        raise DomainError({field: refusal}) from None
