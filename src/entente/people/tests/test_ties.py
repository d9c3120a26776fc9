"""Where persons belong, and contacts at organisations: our own unit's knowledge."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from entente.kit import audit
from entente.kit.models import AuditEntry
from entente.kit.periods import PartialDate
from entente.office.roles import OFFICER
from entente.office.services import system_user
from entente.organisations.services import merge_organisations, undo_merge
from entente.people import services
from entente.people.models import Affiliation, Contact, Person
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db


def make_contact(unit=None, **values):
    unit = unit or make_unit()
    values = {"organisation": make_organisation(), "role": "coordinator"} | values
    if "new_person" not in values:
        values.setdefault("person", make_person(unit=unit))
    return services.add_contact(by=system_user(), unit=unit, **values)


def sign_in(client, unit=None):
    officer = make_staff(OFFICER, unit=unit or make_unit(), language="en")
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    return officer


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "__all__"),
        ({"organisation": True, "at_unit": True}, "__all__"),
        ({"organisation": True, "starts_on": "2012-11-06", "ends_on": "2012-10"}, "__all__"),
        ({"organisation": True, "starts_on": "1799"}, "starts_on"),
    ],
)
def test_an_affiliation_is_at_one_place_and_in_order(values, field):
    person = make_person()
    given = dict(values)
    if "organisation" in given:
        given["organisation"] = make_organisation()
    if "at_unit" in given:
        given["at_unit"] = person.unit

    with pytest.raises(ValidationError) as refusal:
        services.add_affiliation(person, by=system_user(), **given)

    assert list(refusal.value.message_dict) == [field]
    assert not Affiliation.objects.exists()


def test_an_affiliation_is_read_in_the_persons_history_and_ends():
    person = make_person()
    tie = services.add_affiliation(
        person, by=system_user(), organisation=make_organisation(), role_zh="校长", starts_on="2012"
    )
    services.change_affiliation(tie, by=system_user(), ends_on="2020-05")

    tie.refresh_from_db()
    assert (tie.starts_on, tie.ends_on) == (PartialDate(2012), PartialDate(2020, 5))
    assert [entry.verb for entry in AuditEntry.objects.about(person)] == [
        "affiliation.changed",
        "affiliation.added",
        "person.added",
    ]


def test_a_contact_may_be_a_new_person():
    contact = make_contact(new_person={"family_name": "Weber", "given_name": "Maria"})

    assert str(Person.objects.get()) == "Maria Weber"
    assert contact.person.unit == contact.unit


def test_a_contact_of_anothers_register_is_refused():
    with pytest.raises(ValidationError) as refusal:
        make_contact(person=make_person())

    assert list(refusal.value.message_dict) == ["person"]


def test_contacts_are_seen_by_their_own_unit_only(client):
    organisation = make_organisation()
    ours = make_contact(organisation=organisation, email="ours@example.org")
    theirs = make_contact(organisation=organisation, email="theirs@example.org")
    officer = sign_in(client, ours.unit)

    page = client.get(organisation.get_absolute_url()).text

    assert list(Contact.objects.visible_to(officer)) == [ours]
    assert ("ours@example.org" in page, "theirs@example.org" in page) == (True, False)
    for contact, status in ((ours, 200), (theirs, 404)):
        for page in ("change_contact", "remove_contact"):
            assert client.get(reverse(f"people:{page}", args=[contact.pk])).status_code == status


def test_a_contact_is_added_on_the_page_of_an_organisation(client):
    officer = sign_in(client)
    organisation = make_organisation()
    page = reverse("people:add_contact", args=[organisation.pk])
    values = {"role": "coordinator", "direction": "both", "unit": officer.unit_id}

    refused = client.post(page, values | {"ends_on": "2011-02-29"})
    client.post(page, values | {"family_name": "Weber", "given_name": "Maria", "starts_on": "2020"})

    contact = Contact.objects.get()
    assert list(refused.context["form"].errors) == ["ends_on", "person"]
    assert (str(contact.person), contact.organisation) == ("Maria Weber", organisation)
    assert contact.starts_on == PartialDate(2020)


def test_an_affiliation_is_added_changed_and_removed_on_pages(client):
    officer = sign_in(client)
    person, organisation = make_person(unit=officer.unit), make_organisation()
    page = reverse("people:add_affiliation", args=[person.pk])

    refused = client.post(page, {"role_en": "Dean"})
    client.post(page, {"role_en": "Dean", "organisation": organisation.pk})
    tie = person.affiliations.get()
    client.post(
        reverse("people:change_affiliation", args=[tie.pk]),
        {"role_en": "Dean", "organisation": organisation.pk, "ends_on": "2020", "version": 1},
    )
    tie.refresh_from_db()
    shown = client.get(person.get_absolute_url()).text
    client.post(reverse("people:remove_affiliation", args=[tie.pk]))

    assert list(refused.context["form"].errors) == ["organisation"]
    assert tie.ends_on == PartialDate(2020)
    assert "Dean" in shown
    assert not person.affiliations.exists()


def test_ties_move_when_organisations_are_merged_and_back():
    kept, merged = make_organisation(), make_organisation()
    contact = make_contact(organisation=merged)
    services.add_affiliation(contact.person, by=system_user(), organisation=merged)

    merge = merge_organisations(kept, merged, by=system_user())
    assert (kept.contacts.count(), kept.affiliations.count()) == (1, 1)
    undo_merge(merge, by=system_user())

    assert (merged.contacts.count(), merged.affiliations.count()) == (1, 1)


def test_ties_are_told_in_an_export_and_go_when_a_person_is_erased():
    contact = make_contact(email="there@example.org", note="Prefers letters")
    person = contact.person
    services.add_affiliation(person, by=system_user(), organisation=contact.organisation)

    parts = services.export_person(person, by=system_user())["parts"]
    services.erase_person(person, by=system_user(), reason="Asked for it")

    assert parts["contacts"][0]["email"] == "there@example.org"
    assert parts["affiliations"][0]["organisation"] == str(contact.organisation)
    assert not (Contact.objects.exists())
    assert not (Affiliation.objects.exists())
    for entry in AuditEntry.objects.about(person):
        assert "there@example.org" not in f"{entry.changes} {audit.readable_changes(entry)}"
    assert audit.verify()[1] == []
