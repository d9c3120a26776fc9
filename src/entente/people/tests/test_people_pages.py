"""Pages about people: who sees whom, what they may do, what a form says."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from entente.kit.models import AuditEntry
from entente.office.roles import ADMINISTRATOR, AUDITOR, COORDINATOR, EDITOR, HEAD, OFFICER
from entente.office.services import grant_role, system_user
from entente.people import services
from entente.people.models import Person
from tests.factories import make_unit
from tests.factories_people import make_consent, make_person

pytestmark = pytest.mark.django_db
LIST = "/people/"


@pytest.fixture
def signed_in(client, staff):
    def sign_in(role, unit=None):
        user = staff(role, unit=unit or make_unit(), language="en")
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return user

    return sign_in


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(client, signed_in, django_assert_num_queries, count):
    officer = signed_in(OFFICER)
    for _ in range(count):
        make_person(unit=officer.unit)
    client.get(LIST)

    with django_assert_num_queries(8):
        page = client.get(LIST)

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("page", ["person", "change", "give_consent", "export", "erase"])
def test_another_institutions_person_is_not_found(client, signed_in, page):
    head = signed_in(HEAD)
    ours, theirs = make_person(unit=head.unit), make_person()

    assert client.get(reverse(f"people:{page}", args=[ours.pk])).status_code == 200
    assert client.get(reverse(f"people:{page}", args=[theirs.pk])).status_code == 404


def test_another_institutions_consent_is_not_found(client, signed_in):
    head = signed_in(HEAD)
    ours, theirs = make_consent(make_person(unit=head.unit)), make_consent()

    assert client.get(reverse("people:withdraw", args=[ours.pk])).status_code == 200
    assert client.get(reverse("people:withdraw", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (OFFICER, {"person": 200, "change": 200, "export": 200, "erase": 403}),
        (HEAD, {"person": 200, "change": 200, "export": 200, "erase": 200}),
        (COORDINATOR, {"person": 200, "change": 200, "export": 403, "erase": 403}),
        (ADMINISTRATOR, {"person": 200, "change": 403, "export": 200, "erase": 200}),
        (AUDITOR, {"person": 200, "change": 403, "export": 403, "erase": 403}),
        (EDITOR, {"person": 403, "change": 403, "export": 403, "erase": 403}),
    ],
)
def test_each_role_reaches_its_own_pages(client, signed_in, role, answers):
    user = signed_in(role)
    person = make_person(unit=user.unit)

    assert {
        page: client.get(reverse(f"people:{page}", args=[person.pk])).status_code
        for page in answers
    } == answers


def test_encrypted_values_are_shown_to_officers_and_covered_for_coordinators(client, signed_in):
    unit = make_unit()
    person = make_person(unit=unit, passport_number="E12345678")

    signed_in(OFFICER, unit)
    assert "E12345678" in client.get(person.get_absolute_url()).text
    signed_in(COORDINATOR, unit)
    assert "E12345678" not in client.get(person.get_absolute_url()).text
    assert "E12345678" not in client.get(reverse("people:change", args=[person.pk])).text


def test_a_coordinators_change_keeps_what_they_may_not_read(client, signed_in):
    coordinator = signed_in(COORDINATOR)
    person = make_person(unit=coordinator.unit, passport_number="E12345678")

    answer = client.post(
        reverse("people:change", args=[person.pk]),
        {"name_zh": "新名", "unit": coordinator.unit_id, "version": person.version},
    )

    person.refresh_from_db()
    assert answer.status_code == 302
    assert (person.name_zh, person.passport_number) == ("新名", "E12345678")


def test_a_person_is_added_through_the_form(client, signed_in):
    officer = signed_in(OFFICER)

    answer = client.post(
        "/people/add/",
        {
            "name_zh": "穆勒",
            "family_name": "Müller",
            "given_name": "Anna",
            "nationality": "德国",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
            "birth_date": "1980-01-02",
            "unit": officer.unit_id,
        },
    )

    person = Person.objects.get()
    assert answer.url == person.get_absolute_url()
    assert (person.nationality, person.orcid, person.birth_date) == (
        "DE",
        "0000-0002-1825-0097",
        "1980-01-02",
    )
    assert person.unit == officer.unit


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        (
            {},
            {
                "name_zh": [
                    "A person needs a name: in Chinese characters, in Latin letters, or in the"
                    " person's own script."
                ]
            },
        ),
        (
            {"name_zh": "甲", "orcid": "0000-0002-1825-0098"},
            {"orcid": ["This ORCID has a slip in it: the last character does not fit the others."]},
        ),
        (
            {"name_zh": "甲", "nationality": "Atlantis"},
            {
                "nationality": [
                    "“Atlantis” is not a country or region known here. Write its name or code:"
                    " 德国, DE."
                ]
            },
        ),
        (
            {"name_zh": "甲", "birth_date": "3000-01-01"},
            {"birth_date": ["The date of birth lies in the future."]},
        ),
        (
            {"name_zh": "甲", "orcid": "0000-0002-1694-233X"},
            {"orcid": ["Another person has this ORCID already."]},
        ),
    ],
)
def test_bad_input_is_answered_at_its_field_and_kept(client, signed_in, values, errors):
    officer = signed_in(OFFICER)
    make_person(unit=officer.unit, orcid="0000-0002-1694-233X")

    answer = client.post("/people/add/", values | {"unit": officer.unit_id})

    assert answer.status_code == 422
    with override("en"):
        assert answer.context["form"].errors == errors
    assert Person.objects.count() == 1


def test_nobody_adds_a_person_to_a_unit_of_others(client, signed_in):
    signed_in(OFFICER)

    answer = client.post("/people/add/", {"name_zh": "甲", "unit": make_unit().pk})

    assert list(answer.context["form"].errors) == ["unit"]
    assert not Person.objects.exists()


def test_a_consent_is_noted_and_withdrawn(client, signed_in):
    officer = signed_in(OFFICER)
    person = make_person(unit=officer.unit)

    client.post(
        reverse("people:give_consent", args=[person.pk]),
        {"purpose": "publicity", "on": "2026-05-05", "source": "Form 12"},
    )
    consent = person.consents.get()
    refused = client.post(reverse("people:withdraw", args=[consent.pk]), {"on": "2026-05-04"})
    client.post(reverse("people:withdraw", args=[consent.pk]), {"on": "2026-05-06"})

    consent.refresh_from_db()
    assert refused.context["form"].errors == {"on": ["It cannot be withdrawn before it was given."]}
    assert str(consent.withdrawn_on) == "2026-05-06"


def test_all_data_are_handed_out_as_a_file(client, signed_in):
    officer = signed_in(OFFICER)
    person = make_person(unit=officer.unit, name_zh="王焰新")

    shown = client.get(reverse("people:export", args=[person.pk]))
    answer = client.post(reverse("people:export", args=[person.pk]))

    assert "王焰新" in shown.text
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="person-{person.pk}.json"'
    )
    assert json.loads(answer.content)["parts"]["person"][0]["name_zh"] == "王焰新"
    assert AuditEntry.objects.about(person).first().verb == "person.exported"


def test_erasing_asks_for_a_reason_and_a_confirmation(client, signed_in):
    head = signed_in(HEAD)
    person = make_person(unit=head.unit)
    page = reverse("people:erase", args=[person.pk])

    refused = client.post(page, {})
    client.post(page, {"reason": "Asked for it", "sure": "on"})

    person.refresh_from_db()
    assert list(refused.context["form"].errors) == ["reason", "sure"]
    assert (person.name_zh, bool(person.erased_at)) == ("", True)
    told = [line.new for line in client.get(person.get_absolute_url()).context["history"][0].lines]
    assert f"{timezone.localtime(person.erased_at):%Y-%m-%d %H:%M}" in told


def test_of_an_erased_person_nothing_is_handed_out(client, signed_in):
    head = signed_in(HEAD)
    person = make_person(unit=head.unit)
    services.erase_person(person, by=head, reason="Asked for it")

    answer = client.post(reverse("people:export", args=[person.pk]))

    assert answer.status_code == 404


def test_reading_passports_in_one_school_opens_none_in_another(client, signed_in):
    university = make_unit()
    here, there = make_unit(university), make_unit(university)
    officer = signed_in(OFFICER, unit=here)
    grant_role(officer, COORDINATOR, by=system_user(), unit=there)
    ours = make_person(unit=here, passport_number="E11111111")
    theirs = make_person(unit=there, passport_number="E22222222")

    pages = {
        person.pk: client.get(reverse("people:change", args=[person.pk])).content.decode()
        for person in (ours, theirs)
    }
    form = {"family_name": "Li", "unit": there.pk, "version": theirs.version}
    client.post(reverse("people:change", args=[theirs.pk]), form | {"passport_number": "E33333333"})

    theirs.refresh_from_db()
    assert "E11111111" in pages[ours.pk]
    assert "E22222222" not in pages[theirs.pk]
    assert (theirs.family_name, theirs.passport_number) == ("Li", "E22222222")
