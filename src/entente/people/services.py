"""Decisions about persons, their consent, and contacts."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import (
    Remembered,
    changing,
    creating,
    erase_personal_values,
    remember,
    removing,
)
from entente.kit.errors import DomainError
from entente.kit.parts import Namesake, person_data, person_erasure, person_namesakes
from entente.kit.scope import Officer
from entente.office.models import Unit, User
from entente.people.identity import normalise_orcid
from entente.people.models import Affiliation, Consent, Contact, DataTransfer, Person
from entente.people.nationality import find_nationality

# --- Persons --------------------------------------------------------------------------------------


def add_person(*, by: User, unit: Unit, **values: Any) -> Person:
    """Add a person to a unit's register."""
    return creating(Person(unit=unit, **_tidy(values)), by=by, verb="person.added")


def change_person(person: Person, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what we know of a person."""
    values = _tidy(values)
    with changing(person, by=by, verb="person.changed", seen=seen):
        _refuse_erased(person)
        for name, value in values.items():
            setattr(person, name, value)


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    tidied = dict(values)
    for name, tidy in (("orcid", normalise_orcid), ("nationality", find_nationality)):
        if name in tidied:
            try:
                tidied[name] = tidy(tidied[name])
            except DomainError as error:
                raise DomainError({name: error}) from None
    return tidied


def _hold(person: Person) -> None:
    """Keep a person's row until the transaction ends; refuse one whose data were erased.

    What the caller read may be older: data added to somebody erased meanwhile would stay for good.
    """
    _refuse_erased(Person.objects.select_for_update().get(pk=person.pk))


def _refuse_erased(person: Person) -> None:
    if person.erased_at:
        raise DomainError(_("This person's data were erased; nothing can be added."), code="erased")


# --- Consent --------------------------------------------------------------------------------------


def give_consent(
    person: Person,
    *,
    by: User,
    purpose: str,
    on: datetime.date,
    source: str,
    wording: str = "",
) -> Consent:
    """Note that a person agreed to a purpose."""
    consent = Consent(person=person, purpose=purpose, given_on=on, source=source, wording=wording)
    with transaction.atomic():
        _hold(person)
        return creating(consent, by=by, verb="consent.given")


def withdraw_consent(consent: Consent, *, by: User, on: datetime.date) -> None:
    """Note that a person no longer agrees."""
    with changing(consent, by=by, verb="consent.withdrawn"):
        if consent.withdrawn_on:
            raise DomainError(
                _("This consent was withdrawn on %(day)s already.") % {"day": consent.withdrawn_on},
                code="withdrawn",
            )
        if on < consent.given_on:
            raise DomainError(
                {"on": _("It cannot be withdrawn before it was given.")}, code="wrong_order"
            )
        consent.withdrawn_on = on


# --- Where a person belongs -----------------------------------------------------------------------


def add_affiliation(person: Person, *, by: User, **values: Any) -> Affiliation:
    """Note where a person belongs, as what."""
    with transaction.atomic():
        _hold(person)
        return creating(Affiliation(person=person, **values), by=by, verb="affiliation.added")


def change_affiliation(
    affiliation: Affiliation, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Correct or end an affiliation."""
    with changing(affiliation, by=by, verb="affiliation.changed", seen=seen):
        for name, value in values.items():
            setattr(affiliation, name, value)


def remove_affiliation(affiliation: Affiliation, *, by: User) -> None:
    """Take away an affiliation that was a mistake."""
    removing(affiliation, by=by, verb="affiliation.removed")


# --- Contacts -------------------------------------------------------------------------------------


def add_contact(
    *,
    by: User,
    unit: Unit,
    organisation: Any,
    person: Person | None = None,
    new_person: Mapping[str, Any] | None = None,
    **values: Any,
) -> Contact:
    """Note whom we write to at an organisation: a person of the register, or a new one."""
    with transaction.atomic():
        if person is None:
            person = add_person(by=by, unit=unit, **(new_person or {}))
        _hold(person)
        contact = Contact(unit=unit, organisation=organisation, person=person, **values)
        return creating(contact, by=by, verb="contact.added")


def change_contact(contact: Contact, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Correct or end a contact."""
    with changing(contact, by=by, verb="contact.changed", seen=seen):
        for name, value in values.items():
            setattr(contact, name, value)


def remove_contact(contact: Contact, *, by: User) -> None:
    """Take away a contact that was a mistake."""
    removing(contact, by=by, verb="contact.removed")


# --- Data sent abroad -----------------------------------------------------------------------------


def enter_transfer(*, by: User, unit: Unit, on: datetime.date, **values: Any) -> DataTransfer:
    """Enter that data of persons were sent abroad; not before it happened."""
    _refuse_future(values["sent_on"], on)
    return creating(DataTransfer(unit=unit, **values), by=by, verb="transfer.entered")


def change_transfer(
    transfer: DataTransfer,
    *,
    by: User,
    on: datetime.date,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Change what is said of it."""
    with changing(transfer, by=by, verb="transfer.changed", seen=seen):
        _refuse_future(values.get("sent_on", transfer.sent_on), on)
        for name, value in values.items():
            setattr(transfer, name, value)


def _refuse_future(sent_on: datetime.date, on: datetime.date) -> None:
    if sent_on > on:
        raise DomainError({"sent_on": _("This day has not come yet.")}, code="future")


# --- A person's own rights ------------------------------------------------------------------------


def export_person(person: Person, *, by: User) -> dict[str, Any]:
    """Give everything that the house holds about a person, and remember that it was given.

    Every app that knows something of persons fills the slot `person_data`.
    """
    with transaction.atomic():
        _hold(person)
        parts = person_data(person)
        remember([Remembered(person, "person.exported", {})], by=by)
    return {
        "person": str(person.name),
        "exported_at": timezone.now().isoformat(timespec="seconds"),
        "exported_by": str(by),
        "parts": {part.key: part.plain() for part in parts},
    }


def namesakes(person: Person, officer: Officer) -> list[Namesake]:
    """Find the lines that name somebody as this person is named, without a link to them."""
    return [found for several in person_namesakes(person, officer) for found in several]


def erase_person(person: Person, *, by: User, reason: str, also: Collection[str] = ()) -> None:
    """Erase a person's data for good, in the register and in the trail.

    `also` are the keys of lines that only name the person (`kit.parts.Namesake`) and go with them.
    The row stays without a name where other records need it. The trail can still be verified;
    its personal values cannot be read again, because the person's key is destroyed.
    """
    with transaction.atomic():
        _hold(person)
        if person.user and person.user.is_active:
            raise DomainError(
                _("This person can still sign in. Close the account first."), code="may_sign_in"
            )
        for consent in person.consents.all():
            removing(consent, by=by, verb="consent.erased")
        for affiliation in person.affiliations.all():
            removing(affiliation, by=by, verb="affiliation.erased")
        for contact in person.contacts.all():
            removing(contact, by=by, verb="contact.erased")
        for namesake in namesakes(person, by):
            if namesake.key in also:
                namesake.erase(by)
        person_erasure(person, by)
        with changing(person, by=by, verb="person.erased", note=reason):
            _refuse_erased(person)
            for name in Person.audit_personal:
                setattr(person, name, "")
            person.family_first = False
            person.user = None
            person.erased_at = timezone.now()
        erase_personal_values(person.personal_key())
