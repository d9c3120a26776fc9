"""Decisions about persons: what they leave behind, what they refuse."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from entente.kit import audit
from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.models import AuditEntry, PersonalKey
from entente.office.services import close_user, system_user
from entente.people import services
from entente.people.enums import ConsentPurpose
from entente.people.models import Consent, Person
from tests.factories import make_unit, make_user
from tests.factories_organisations import make_organisation
from tests.factories_people import make_consent, make_person

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 5)


# --- Persons --------------------------------------------------------------------------------------


def test_a_name_is_printed_in_the_readers_language():
    person = make_person(name_zh="王焰新", family_name="Wang", given_name="Yanxin")
    maria = make_person(
        name_zh="",
        family_name="Ivanova",
        given_name="Maria",
        name_native="Иванова Мария",
        family_first=False,
    )
    native = make_person(name_zh="", family_name="", given_name="", name_native="Иванова Мария")

    with override("zh-hans"):
        assert [str(each) for each in (person, maria, native)] == [
            "王焰新",
            "Maria Ivanova",
            "Иванова Мария",
        ]
        assert maria.name.foreign
        assert person.other_names == ["Wang Yanxin"]
    with override("en"):
        assert [str(each) for each in (person, maria, native)] == [
            "Wang Yanxin",
            "Maria Ivanova",
            "Иванова Мария",
        ]
        assert person.other_names == ["王焰新"]


def test_adding_a_person_keeps_personal_values_under_their_own_key():
    person = make_person(name_zh="王焰新", passport_number="E12345678", nationality="中国")

    entry = AuditEntry.objects.about(person).get()
    readable = audit.readable_changes(entry)

    assert entry.verb == "person.added"
    assert "王焰新" not in str(entry.changes)
    assert "E12345678" not in str(entry.changes)
    assert (readable["name_zh"], readable["passport_number"]) == (["", "王焰新"], ["", "E12345678"])
    assert person.nationality == "CN"
    assert audit.verify()[1] == []


def test_sealed_values_are_encrypted_in_the_database_and_read_back():
    person = make_person(passport_number="E12345678", birth_date="1990-05-31")

    stored = (
        Person.objects.extra(select={"raw": "passport_number"})
        .values_list("raw", flat=True)
        .get(pk=person.pk)
    )
    person.refresh_from_db()

    assert stored != "E12345678"
    assert "E12345678" not in stored
    assert (person.passport_number, person.birth_date) == ("E12345678", "1990-05-31")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_zh": "", "family_name": "", "given_name": "X"}, "name_zh"),
        ({"orcid": "0000-0002-1825-0098"}, "orcid"),
        ({"nationality": "Atlantis"}, "nationality"),
        ({"birth_date": "1990"}, "birth_date"),
        ({"birth_date": "1799-01-01"}, "birth_date"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_saved(values, field):
    with pytest.raises(ValidationError) as refusal:
        make_person(**values)

    assert list(refusal.value.message_dict) == [field]
    assert not Person.objects.exists()
    assert not PersonalKey.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"orcid": "0000-0002-1825-0097"}, {"staff_number": "1001"}, {"student_number": "2001"}],
)
def test_a_number_stands_for_one_person_of_an_institution(values):
    ours, theirs = make_unit(), make_unit()
    make_person(unit=ours, **values)

    make_person(unit=theirs, **values)
    with pytest.raises(ValidationError) as refusal:
        make_person(unit=make_unit(ours), **values)

    assert list(refusal.value.message_dict) == list(values)


def test_the_database_itself_refuses_a_person_without_a_name():
    unit = make_unit()

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create([Person(unit=unit, top_unit=unit)])


def test_of_two_who_change_a_person_the_second_is_told():
    person = make_person()
    seen = person.version
    services.change_person(person, by=system_user(), seen=seen, phone="1")

    with pytest.raises(ChangedMeanwhileError):
        services.change_person(person, by=system_user(), seen=seen, phone="2")

    person.refresh_from_db()
    assert person.phone == "1"


# --- Consent --------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_a_consent_holds_from_the_day_it_is_given_to_the_day_before_it_is_withdrawn(purpose):
    consent = make_consent(purpose=purpose, on=DAY)
    services.withdraw_consent(consent, by=system_user(), on=DAY + datetime.timedelta(days=2))

    holds = [
        Consent.objects.holding(DAY + datetime.timedelta(days=days)).exists()
        for days in (-1, 0, 1, 2)
    ]

    assert holds == [False, True, True, False]
    assert [entry.verb for entry in AuditEntry.objects.about(consent.person)] == [
        "consent.withdrawn",
        "consent.given",
        "person.added",
    ]


def test_a_consent_is_given_once_at_a_time_and_again_after_it_was_withdrawn():
    person = make_person()
    consent = make_consent(person)
    with pytest.raises(ValidationError):
        make_consent(person)
    services.withdraw_consent(consent, by=system_user(), on=DAY)

    make_consent(person, on=DAY)

    assert person.consents.count() == 2


def test_a_consent_is_withdrawn_once_and_not_before_it_was_given():
    consent = make_consent(on=DAY)
    with pytest.raises(DomainError) as early:
        services.withdraw_consent(consent, by=system_user(), on=DAY - datetime.timedelta(days=1))
    services.withdraw_consent(consent, by=system_user(), on=DAY)
    with pytest.raises(DomainError) as twice:
        services.withdraw_consent(consent, by=system_user(), on=DAY)

    assert list(early.value.message_dict) == ["on"]
    assert twice.value.code == "withdrawn"


# --- A person's own rights ------------------------------------------------------------------------


def test_the_export_tells_everything_and_is_remembered():
    person = make_person(name_zh="王焰新", passport_number="E12345678", nationality="CN")
    make_consent(person, wording="I agree.")
    user = make_user(unit=person.unit, username="yanxin")
    services.change_person(person, by=system_user(), user=user)

    with override("en"):
        told = services.export_person(person, by=system_user())

    parts = told["parts"]
    assert list(parts) == ["person", "account", "consents", "trail"]
    assert (parts["person"][0]["name_zh"], parts["person"][0]["passport_number"]) == (
        "王焰新",
        "E12345678",
    )
    assert parts["account"][0]["username"] == "yanxin"
    assert parts["consents"][0]["wording"] == "I agree."
    assert len(parts["trail"]) == 3
    assert AuditEntry.objects.about(person).first().verb == "person.exported"


def test_every_column_of_a_person_is_in_the_export():
    unexplained = {"id", "uuid", "version", "top_unit", "erased_at", "user", "family_first"}
    columns = {column.name for column in Person._meta.concrete_fields} - unexplained
    person = make_person(
        **dict.fromkeys(("name_native", "phone", "national_id", "passport_number", "source"), "x"),
        sex="f",
        nationality="DE",
        orcid="0000-0002-1825-0097",
        staff_number="1",
        student_number="2",
        birth_date="1990-05-31",
    )

    assert set(services.export_person(person, by=system_user())["parts"]["person"][0]) == columns


def test_what_was_erased_cannot_be_read_anywhere_and_the_trail_still_holds():
    person = make_person(name_zh="王焰新", email="wang@example.org", passport_number="E12345678")
    make_consent(person, source="Form signed by 王焰新")
    services.change_person(person, by=system_user(), name_zh="王焰新（旧）")

    services.erase_person(person, by=system_user(), reason="Asked for it")

    person.refresh_from_db()
    assert {getattr(person, name) for name in Person.audit_personal} == {""}
    assert not person.consents.exists()
    entries = AuditEntry.objects.about(person)
    assert entries[0].verb == "person.erased"
    for entry in entries:
        assert "王焰新" not in f"{entry.changes} {audit.readable_changes(entry)}"
    assert not PersonalKey.objects.exists()
    assert audit.verify()[1] == []
    with override("en"):
        assert str(person) == f"Erased person {person.pk}"
    assert person.search_entry() is None


def test_nothing_is_added_to_an_erased_person():
    person = make_person()
    services.erase_person(person, by=system_user(), reason="Asked for it")

    for decide in (
        lambda: services.change_person(person, by=system_user(), name_zh="又来"),
        lambda: make_consent(person),
        lambda: services.export_person(person, by=system_user()),
        lambda: services.erase_person(person, by=system_user(), reason="Again"),
    ):
        with pytest.raises(DomainError) as refusal:
            decide()
        assert refusal.value.code == "erased"


def test_nothing_is_added_by_one_who_did_not_see_that_a_person_was_erased():
    person = make_person()
    as_seen_before = Person.objects.get(pk=person.pk)
    services.erase_person(person, by=system_user(), reason="Asked for it")

    for add in (
        lambda: make_consent(as_seen_before),
        lambda: services.add_affiliation(
            as_seen_before, by=system_user(), organisation=make_organisation(), role_en="Dean"
        ),
        lambda: services.export_person(as_seen_before, by=system_user()),
    ):
        with pytest.raises(DomainError) as refusal:
            add()
        assert refusal.value.code == "erased"


def test_a_person_who_can_sign_in_is_not_erased():
    person = make_person()
    user = make_user(unit=person.unit)
    services.change_person(person, by=system_user(), user=user)
    with pytest.raises(DomainError) as refusal:
        services.erase_person(person, by=system_user(), reason="Asked for it")
    assert refusal.value.code == "may_sign_in"

    close_user(user, by=system_user())
    person.refresh_from_db()
    services.erase_person(person, by=system_user(), reason="Asked for it")

    person.refresh_from_db()
    assert person.user is None
