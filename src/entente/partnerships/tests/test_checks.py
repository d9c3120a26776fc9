"""Departments check their part and see no other's; authority to sign by level."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from entente.kit import files, parts
from entente.kit.errors import DomainError
from entente.kit.models import Notice
from entente.office import roles
from entente.office import services as office
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import AgreementState, Department
from entente.partnerships.models import Authorisation, Check
from tests.factories import make_staff, make_unit
from tests.factories_partnerships import (
    DAY,
    answer_all,
    approve,
    give_authority,
    let_all_sign,
    make_agreement,
    make_signature,
)

pytestmark = pytest.mark.django_db
S = AgreementState


def attach_text(agreement, words=b"Article 1", name="text.txt"):
    paper = SimpleUploadedFile(name, words)
    return files.attach(agreement, paper, kind="text", language="en", by=system_user())


def of(agreement, department):
    return Check.objects.get(agreement=agreement, department=department, is_current=True)


def answer(check, said="pass", note=""):
    services.answer_check(check, answer=said, note=note, on=DAY, by=system_user())


# --- Who is asked, and when the agreement goes on -------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "contents", "asked"),
    [
        ("memorandum", [], ["legal"]),
        ("exchange", [], ["finance", "legal"]),
        ("memorandum", ["money"], ["finance", "legal"]),
        ("training", [], ["continuing", "finance", "legal"]),
        (
            "cooperation",
            ["non_degree", "personal_data"],
            ["confidentiality", "continuing", "legal"],
        ),
        ("research", [], ["confidentiality", "legal"]),
    ],
)
def test_kind_and_content_say_which_departments_are_asked(kind, contents, asked):
    agreement = make_agreement(kind=kind, contents=contents, state=S.CHECKS)

    assert sorted(agreement.checks.values_list("department", flat=True)) == asked


def test_an_office_that_asks_nobody_goes_straight_to_approval():
    for department in Department:
        office.add_rule_value(
            department.rule, value="institution", source="Ours", by=system_user(), starts_on=DAY
        )
    agreement = make_agreement()

    services.submit_agreement(agreement, on=DAY, by=system_user())

    assert (agreement.state, agreement.checks.count()) == (S.IN_REVIEW, 0)


def test_a_department_without_anybody_is_named_before_and_after_submission(client):
    officer = make_staff(roles.OFFICER, roles.HEAD)
    make_staff(roles.LEGAL, unit=officer.unit)
    client.force_login(officer)
    agreement = make_agreement(officer.unit, kind="exchange")
    address = reverse("partnerships:submit", args=[agreement.pk])
    words = "财务：没有人担任本单位的该角色"

    assert client.get(address).content.decode().count("本单位无人担任该角色") == 3
    page = client.post(address, follow=True).content.decode()
    assert page.count(words) == 2
    assert words in client.get(agreement.get_absolute_url()).content.decode()

    make_staff(roles.FINANCE, unit=officer.unit)
    assert words not in client.get(agreement.get_absolute_url()).content.decode()


def test_it_goes_on_only_when_all_answers_are_in():
    agreement = make_agreement(kind="training", state=S.CHECKS)

    answer(of(agreement, "legal"))
    answer(of(agreement, "finance"), "remarks", "Name the currency")
    agreement.refresh_from_db()
    assert agreement.state == S.CHECKS

    answer(of(agreement, "continuing"))
    agreement.refresh_from_db()
    assert agreement.state == S.IN_REVIEW


def test_an_objection_holds_it_until_the_head_sends_it_on_with_a_reason():
    agreement = make_agreement(state=S.CHECKS)
    answer(of(agreement, "finance"), "objection", "Who pays?")
    with pytest.raises(DomainError) as refusal:
        services.send_on(agreement, reason="Urgent", by=system_user())
    assert refusal.value.code == "checks_open"

    answer(of(agreement, "legal"))
    agreement.refresh_from_db()
    assert agreement.state == S.CHECKS
    services.send_on(agreement, reason="The vice-president decided", by=system_user())

    assert agreement.state == S.IN_REVIEW
    assert of(agreement, "finance").note == "Who pays?"


@pytest.mark.parametrize("said", ["remarks", "objection"])
def test_remarks_and_objections_say_why_at_their_field(said):
    agreement = make_agreement(state=S.CHECKS)

    with pytest.raises(DomainError) as refusal:
        answer(of(agreement, "legal"), said, " ")

    assert list(refusal.value.message_dict) == ["note"]
    assert of(agreement, "legal").answer == ""


def test_a_changed_text_is_checked_anew_and_the_older_answer_stays():
    agreement = make_agreement(state=S.CHECKS)
    answer_all(agreement)
    assert agreement.state == S.IN_REVIEW

    attach_text(agreement)

    agreement.refresh_from_db()
    assert agreement.state == S.CHECKS
    assert list(agreement.checks.filter(is_current=True).values_list("answer", flat=True)) == [
        "",
        "",
    ]
    assert agreement.checks.filter(is_current=False, answer="pass").count() == 2


def test_who_passed_the_very_same_text_is_not_asked_again():
    agreement = make_agreement(state=S.CHECKS)
    answer(of(agreement, "finance"))
    answer(of(agreement, "legal"), "objection", "Clause 4")
    services.recall_agreement(agreement, by=system_user())

    services.submit_agreement(agreement, on=DAY, by=system_user())
    assert (of(agreement, "finance").answer, of(agreement, "legal").answer) == ("pass", "")

    services.recall_agreement(agreement, by=system_user())
    services.change_agreement(agreement, by=system_user(), title_en="Another text")
    services.submit_agreement(agreement, on=DAY, by=system_user())
    assert (of(agreement, "finance").answer, of(agreement, "legal").answer) == ("", "")


# --- Each sees only its part ----------------------------------------------------------------------


@pytest.fixture
def university():
    return make_unit(code="CUIT")


def enter(client, unit, *held):
    user = make_staff(*held, unit=unit, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def test_each_department_sees_its_part_and_nothing_of_the_others(client, university):
    agreement = make_agreement(university, title_en="With Bonn", notes="Internal note")
    text = attach_text(agreement)
    asked = {"legal": "Clauses 7 to 9", "finance": "Clause 4, fees"}
    services.submit_agreement(agreement, on=DAY, parts=asked, by=system_user())
    answer(of(agreement, "legal"), "objection", "Governing law missing")
    enter(client, university, roles.FINANCE)

    page = client.get(of(agreement, "finance").get_absolute_url())

    words = page.content.decode()
    assert "Clause 4, fees" in words
    assert "With Bonn" in words
    for hidden in ("Clauses 7 to 9", "Governing law missing", "Internal note"):
        assert hidden not in words
    assert client.get(of(agreement, "legal").get_absolute_url()).status_code == 404
    assert client.get(agreement.get_absolute_url()).status_code == 403
    rows = client.get(reverse("partnerships:checks")).context["rows"]
    assert [row.pk for row in rows] == [of(agreement, "finance").pk]
    address = reverse("partnerships:check_text", args=[of(agreement, "finance").pk, text.pk])
    assert b"".join(client.get(address)) == b"Article 1"
    other = attach_text(make_agreement(university), b"Secret", "other.txt")
    foreign = reverse("partnerships:check_text", args=[of(agreement, "finance").pk, other.pk])
    assert client.get(foreign).status_code == 404


def test_a_department_of_another_institution_sees_nothing(client, university):
    agreement = make_agreement(university, state=S.CHECKS)
    enter(client, make_unit(), roles.LEGAL)

    assert client.get(of(agreement, "legal").get_absolute_url()).status_code == 404


def test_a_department_is_told_once_finds_its_work_and_answers(client, university):
    lawyer = enter(client, university, roles.LEGAL)
    agreement = make_agreement(university, kind="memorandum", state=S.CHECKS)
    check = of(agreement, "legal")
    assert Notice.objects.filter(user=lawyer).count() == 1
    work = {group.key: group.total for group in parts.work_list(lawyer, DAY)}
    assert work["checks"] == 1

    address = reverse("partnerships:answer_check", args=[check.pk])
    refused = client.post(address, {"answer": "objection", "note": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["note"])
    assert client.post(address, {"answer": "pass"}).status_code == 302

    agreement.refresh_from_db()
    check.refresh_from_db()
    assert (agreement.state, check.answered_by) == (S.IN_REVIEW, lawyer)
    assert client.post(address, {"answer": "pass"}).status_code == 422


def test_the_keeper_of_the_agreement_sees_every_answer_and_answers_none(client, university):
    agreement = make_agreement(university, state=S.CHECKS)
    answer(of(agreement, "legal"), "objection", "Governing law missing")
    enter(client, university, roles.OFFICER)

    page = client.get(agreement.get_absolute_url())

    assert "Governing law missing" in page.content.decode()
    check = of(agreement, "finance")
    assert client.get(check.get_absolute_url()).context["may_answer"] is False
    address = reverse("partnerships:answer_check", args=[check.pk])
    assert client.get(address).status_code == 404


def test_the_page_of_submission_asks_for_each_part_and_offers_the_others(client, university):
    agreement = make_agreement(university, kind="memorandum")
    enter(client, university, roles.OFFICER)
    address = reverse("partnerships:submit", args=[agreement.pk])
    assert list(client.get(address).context["form"].fields) == ["part_legal", "also"]

    client.post(address, {"part_legal": "Clause 9", "also": ["confidentiality"]})

    said = agreement.checks.order_by("department").values_list("department", "part")
    assert list(said) == [("confidentiality", ""), ("legal", "Clause 9")]


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_checks_costs_the_same_however_long(
    client, university, count, django_assert_num_queries
):
    for _ in range(count):
        make_agreement(university, kind="memorandum", state=S.CHECKS)
    enter(client, university, roles.LEGAL)
    client.get(reverse("partnerships:checks"))

    with django_assert_num_queries(9):
        page = client.get(reverse("partnerships:checks"))

    assert len(page.context["rows"]) == count


# --- Authority ------------------------------------------------------------------------------------


def school_agreement(university):
    school = make_unit(university, name_en="School of Environment")
    agreement = make_agreement(school)
    approve(agreement)
    let_all_sign(agreement, signed_on="2026-04-01", authority="unit_head")
    return agreement


def test_a_school_without_authority_cannot_be_marked_as_signed(client, university):
    agreement = school_agreement(university)

    with pytest.raises(DomainError) as refusal:
        services.sign_agreement(agreement, on=DAY, by=system_user())

    assert refusal.value.code == "no_authority"
    agreement.refresh_from_db()
    assert agreement.state == S.SIGNING
    enter(client, university, roles.HEAD)
    page = client.get(agreement.get_absolute_url())
    words = page.content.decode()
    assert "School of Environment signs only with authority from the university" in words
    assert "Rules on signing agreements, Ningbo University" in words
    assert "sign" not in [name for name, *_rest in page.context["steps"]]


@pytest.mark.parametrize(
    ("values", "covered"),
    [
        ({"starts_on": "2026"}, True),
        ({"starts_on": "2026-04-02"}, False),
        ({"starts_on": "2020", "ends_on": "2026-03-31"}, False),
        ({"starts_on": "2020", "ends_on": "2026"}, True),
        ({"starts_on": "2020", "kinds": ["research"]}, False),
        ({"starts_on": "2020", "kinds": ["research", "exchange"]}, True),
    ],
)
def test_authority_covers_kinds_and_days(university, values, covered):
    agreement = school_agreement(university)
    give_authority(agreement.unit, **values)

    if covered:
        services.sign_agreement(agreement, on=DAY, by=system_user())
        assert agreement.state == S.IN_FORCE
    else:
        with pytest.raises(DomainError):
            services.sign_agreement(agreement, on=DAY, by=system_user())


def test_the_authority_of_a_school_holds_for_its_departments(university):
    school = make_unit(university)
    give_authority(school)

    assert Authorisation.objects.covering(make_unit(school), "exchange", DAY)
    assert not Authorisation.objects.covering(make_unit(university), "exchange", DAY)


def test_for_the_university_only_president_or_a_delegate_with_a_letter_signs(university):
    agreement = make_agreement(university, state=S.SIGNING)
    make_signature(agreement.theirs[0])
    signature = make_signature(agreement.ours[0], authority="unit_head")
    for authority in ("unit_head", "delegate"):
        services.change_signature(signature, on=DAY, authority=authority, by=system_user())
        with pytest.raises(DomainError) as refusal:
            services.sign_agreement(agreement, on=DAY, signed_on=DAY, by=system_user())
        assert refusal.value.code == "no_authority"

    letter = SimpleUploadedFile("letter.txt", b"Delegation")
    services.add_signature_file(signature, letter, kind="letter", by=system_user())
    services.sign_agreement(agreement, on=DAY, signed_on=DAY, by=system_user())

    assert agreement.state == S.IN_FORCE


def test_registering_is_no_way_round_authority_but_a_paper_of_1979_is_not_asked(university):
    school = make_unit(university)
    new, old = make_agreement(school), make_agreement(school)

    with pytest.raises(DomainError) as refusal:
        services.register_agreement(new, on=DAY, signed_on="2026-03", by=system_user())
    assert refusal.value.code == "no_authority"
    services.register_agreement(old, on=DAY, signed_on="1979", by=system_user())

    assert old.state == S.IN_FORCE


def test_an_authority_is_registered_and_ended_on_its_pages(client, university):
    school = make_unit(university)
    enter(client, university, roles.HEAD)
    typed = {"unit": school.pk, "starts_on": "2026", "document": "No. 3", "granted_by": "President"}

    page = client.post(reverse("partnerships:grant_authority"), typed | {"kinds": ["exchange"]})
    authorisation = Authorisation.objects.get()
    assert page.headers["Location"] == authorisation.get_absolute_url()
    assert client.get(authorisation.get_absolute_url()).status_code == 200
    wrong = client.post(
        reverse("partnerships:change_authority", args=[authorisation.pk]),
        typed | {"ends_on": "2025", "version": authorisation.version},
    )

    assert list(wrong.context["form"].errors) == ["ends_on"]
    rows = client.get(reverse("partnerships:authorisations")).context["rows"]
    assert [row.pk for row in rows] == [authorisation.pk]
    with pytest.raises(ValidationError):
        give_authority(university)
