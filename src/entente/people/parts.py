"""What people fills in other pages, and what it knows of one person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import history
from entente.kit.models import Attachment
from entente.kit.parts import NavEntry, PersonalData, Told, navigation, person_data
from entente.people.models import Person


@navigation.fill(order=20)
def people() -> tuple[Any, list[NavEntry]]:
    """Offer the register of persons."""
    return _("Records"), [
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
