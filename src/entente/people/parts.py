"""What people fills in other pages, and what it knows of one person."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit import history
from entente.kit.models import Attachment
from entente.kit.parts import (
    Addressee,
    BriefSection,
    BriefSubject,
    LetterField,
    LetterSubject,
    NavEntry,
    Part,
    PersonalData,
    Told,
    letter_people,
    letter_subjects,
    navigation,
    organisation_brief,
    organisation_side,
    organisation_ties,
    person_data,
)
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.people.models import Affiliation, Contact, DataTransfer, Person


@navigation.fill(order=12)
def people() -> tuple[Any, list[NavEntry]]:
    """Offer the register of persons."""
    return _("Partners"), [
        NavEntry(_("Persons"), reverse("people:persons"), "people.view_person"),
        NavEntry(
            _("Personal data sent abroad"),
            reverse("people:transfers"),
            "people.view_datatransfer",
        ),
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
    return [
        (Affiliation, "organisation"),
        (Contact, "organisation"),
        (DataTransfer, "recipient"),
    ]


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


# --- Letters --------------------------------------------------------------------------------------


def called(person: Person, language: str) -> str:
    """Name a person in a text of a language; who has no name in it is called by the other."""
    names = {"zh": person.name_zh, "en": person.name_en}
    other = "en" if language == "zh" else "zh"
    return names[language] or names[other] or person.name_native


@letter_subjects.fill(order=20)
def written_about() -> LetterSubject:
    """Let letters be written about a person, to themselves."""
    fields = (
        *LetterField.both("person", _("Name of the person"), called),
        LetterField("family_name", _("Family name in Latin letters"), lambda it: it.family_name),
        LetterField("given_name", _("Given names in Latin letters"), lambda it: it.given_name),
        *LetterField.both(
            "nationality",
            _("Nationality or region of the person"),
            lambda it, language: place_name(it.nationality, language),
        ),
        LetterField("student_number", _("Student number"), lambda it: it.student_number),
        LetterField("staff_number", _("Staff number"), lambda it: it.staff_number),
    )
    return LetterSubject(
        Person,
        fields,
        lambda it, _officer: [Addressee(called(it, "zh"), called(it, "en"), record=it)],
    )


@letter_people.fill()
def people_there(records: list[Any], officer: Any) -> list[Addressee]:
    """Propose whom we know at the organisations to which a letter may go."""
    organisations = {it.pk: it for it in records if isinstance(it, Organisation)}
    if not organisations or not officer.may("people.view_contact"):
        return []
    known = Contact.objects.visible_to(officer).current(timezone.localdate())
    contacts = (
        known.filter(organisation__in=organisations).for_list().order_by("organisation", "pk")
    )
    found = []
    for contact in contacts[:50]:
        at = organisations[contact.organisation_id]
        names = (at.name_zh, at.name_en, called(contact.person, "zh"), called(contact.person, "en"))
        found.append(Addressee(*names, record=at))
    return found


# --- Briefs ---------------------------------------------------------------------------------------


@organisation_brief.fill(order=20)
def whom_we_know(subject: BriefSubject, officer: Any, on: datetime.date) -> list[BriefSection]:
    """Tell whom we write to there, as far as one's own unit knows."""
    if not officer.may("people.view_contact"):
        return []
    known = Contact.objects.visible_to(officer).current(on)
    found = known.filter(organisation__in=subject.organisations).for_list().order_by("role", "pk")
    return [
        BriefSection(
            gettext("People there"),
            headings=(
                *(gettext("Name"), gettext("Role"), gettext("Mail address"), gettext("Telephone")),
                gettext("Organisation"),
            ),
            rows=tuple(
                (
                    " ".join(filter(None, (str(it.person), *it.person.other_names[:1]))),
                    it.get_role_display(),
                    it.mail,
                    it.phone or it.person.phone,
                    it.organisation.name,
                )
                for it in found[:50]
            ),
            widths=(4, 3, 5, 3, 4),
            empty=gettext("No contact is known."),
        )
    ]
