"""Decisions about what an agreement says: drafting, changing, parties, files.

Whoever calls asks for the permission (`AGREEMENT_FLOW[step].permission`); what is possible in a
state is asked here. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import search
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import PartyRole
from entente.partnerships.models import Agreement, AgreementParty, Signature
from entente.partnerships.services.checks import check_again
from entente.partnerships.services.guards import (
    AnyDate,
    demand_both_sides,
    keep_names,
    refuse_foreign_unit,
    refuse_under_review,
)

# What may still be said of an agreement while others look at it.
ALWAYS_OPEN = frozenset({"owner", "notes"})
LISTS = frozenset({"languages", "contents"})


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
    programme: str = "",
    domestic: bool = False,
    term: str = "",
    renews_every: int | None = None,
    notice_length: int | None = None,
    notice_unit: str = "",
    place_zh: str = "",
    place_en: str = "",
    languages: Sequence[str] = (),
    contents: Sequence[str] = (),
    source: str = "",
    notes: str = "",
) -> Agreement:
    """Write a draft that belongs to a unit; it carries no number yet.

    `languages` are codes of `TextLanguage`, `contents` of `Content`. Without an owner,
    the person who drafts owns it.
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
            term=term,
            renews_every=renews_every,
            notice_length=notice_length,
            notice_unit=notice_unit,
            programme=programme,
            domestic=domestic,
            place_zh=place_zh,
            place_en=place_en,
            languages=",".join(languages),
            contents=",".join(contents),
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
            refuse_under_review(agreement)
        for name, value in values.items():
            setattr(agreement, name, ",".join(value) if name in LISTS else value)


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
        refuse_under_review(agreement)
        return _add_party(agreement, party, by=by)


def _add_party(agreement: Agreement, party: NewParty, *, by: User) -> AgreementParty:
    refuse_foreign_unit(agreement, party.unit)
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
        keep_names(record)
    return creating(record, by=by, verb="party.added")


def change_party(
    party: AgreementParty, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a party: its names at signing, its part, its contact."""
    with locking(party.agreement) as agreement:
        refuse_under_review(agreement)
        refuse_foreign_unit(agreement, values.get("unit"))
        with changing(party, by=by, verb="party.changed", seen=seen):
            for name, value in values.items():
                setattr(party, name, value)


def remove_party(party: AgreementParty, *, by: User) -> None:
    """Take a party off; a signed agreement keeps at least one on each side."""
    with locking(party.agreement) as agreement:
        refuse_under_review(agreement)
        if agreement.is_promised:
            rest = agreement.parties.exclude(pk=party.pk)
            demand_both_sides(
                ours=rest.filter(unit__isnull=False).exists(),
                theirs=rest.filter(organisation__isnull=False).exists(),
            )
        if Signature.objects.filter(party=party).exists():
            raise DomainError(
                _("%(party)s has signed. Remove its signature first.") % {"party": party},
                code="signed",
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
            if instance.kind == AttachmentKind.TEXT:
                check_again(agreement, by=instance.uploaded_by)


def on_organisation(
    instance: Organisation, update_fields: Iterable[str] | None = None, **_signal: Any
) -> None:
    """Let agreements be found by a partner's new name beside the one at signing."""
    if {"name_zh", "name_en"} & set(update_fields or ()):
        search.keep_many(Agreement.objects.of_organisations([instance]).for_search())
