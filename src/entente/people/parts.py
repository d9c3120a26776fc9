"""What people fills in other pages, and what it knows of one person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit import history
from entente.kit.models import Attachment
from entente.kit.parts import (
    NavEntry,
    Part,
    PersonalData,
    Told,
    navigation,
    organisation_side,
    organisation_ties,
    person_data,
)
from entente.people.models import Affiliation, Contact, Person


@navigation.fill(order=20)
def people() -> tuple[Any, list[NavEntry]]:
    """Offer the register of persons."""
    return pgettext_lazy("navigation", "People"), [
        NavEntry(_("Persons"), reverse("people:persons"), "people.view_person"),
    ]


@person_data.fill(order=10)
def identity(person: Person) -> PersonalData | None:
    """Tell names, numbers, ways to reach, and what is encrypted."""
    columns = (
        *("name_zh", "family_name", "given_name", "name_native", "sex", "nationality"),
        *("orcid", "staff_number", "student_number", "email", "phone", "birth_date"),
        *("passport_number", "national_id", "unit", "source", "created_at", "updated_at"),
    )
    return PersonalData.of("person", _("Person"), [person], *columns)


@person_data.fill(order=11)
def account(person: Person) -> PersonalData | None:
    """Tell the login."""
    accounts = [person.user] if person.user else []
    columns = ("username", "email", "name_zh", "name_en", "unit", "is_active", "last_login")
    return PersonalData.of("account", _("Login"), accounts, *columns)


@person_data.fill(order=20)
def consents(person: Person) -> PersonalData | None:
    """Tell what the person agreed to."""
    columns = ("purpose", "given_on", "withdrawn_on", "wording", "source")
    return PersonalData.of("consents", _("Consent"), person.consents.all(), *columns)


@person_data.fill(order=30)
def affiliations(person: Person) -> PersonalData | None:
    """Tell where the person belongs."""
    columns = ("organisation", "at_unit", "role_zh", "role_en", "starts_on", "ends_on", "source")
    return PersonalData.of("affiliations", _("Affiliations"), person.affiliations.all(), *columns)


@person_data.fill(order=31)
def contacts(person: Person) -> PersonalData | None:
    """Tell for whom the person is a contact."""
    columns = (
        "organisation",
        "role",
        "direction",
        "email",
        "phone",
        "starts_on",
        "ends_on",
        "note",
    )
    return PersonalData.of("contacts", _("Contacts"), person.contacts.all(), *columns)


@organisation_ties.fill(order=20)
def ties() -> list[tuple[type[Any], str]]:
    """Name what moves when two organisations turn out to be one."""
    return [(Affiliation, "organisation"), (Contact, "organisation")]


@organisation_side.fill(order=20)
def contacts_there(organisation: Any, officer: Any) -> Part | None:
    """Show whom we write to at an organisation: our own units' knowledge."""
    if not officer.may("people.view_contact"):
        return None
    known = Contact.objects.visible_to(officer).filter(organisation=organisation).for_list()
    contacts = list(known.order_by("ends_on", "role", "pk")[:50])
    may_add = officer.may("people.add_contact")
    if not contacts and not may_add:
        return None
    return Part(
        "people/parts/contacts_there.html",
        {"contacts": contacts, "may_add": may_add, "organisation": organisation},
    )


@person_data.fill(order=80)
def files(person: Person) -> PersonalData | None:
    """Tell which files are attached."""
    columns = ("kind", "title_zh", "title_en", "created_at")
    return PersonalData.of("files", _("Files"), Attachment.objects.of(person), *columns)


@person_data.fill(order=90)
def trail(person: Person) -> PersonalData:
    """Tell who changed what when."""
    rows = [
        [
            Told("at", _("When"), happening.at.isoformat(timespec="seconds")),
            Told("by", _("Who"), str(happening.by)),
            Told("what", _("What"), happening.what),
            Told(
                "changes",
                _("Changes"),
                "; ".join(f"{line.label}: {line.old} → {line.new}" for line in happening.lines),
            ),
        ]
        for happening in history.of(person)
    ]
    return PersonalData("trail", _("History"), rows)
