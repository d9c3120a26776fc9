"""Pages of approvals, seals and tokens: who gets in, what they cost, what each step does."""

import datetime
import io

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from entente.approvals import services
from entente.approvals.enums import ApprovalState, SealState
from entente.approvals.models import ApiToken, Approval, Seal, SealRequest
from entente.kit import parts, search
from entente.office import roles
from tests.factories import make_staff, make_unit, make_user
from tests.factories_approvals import (
    STEPS,
    make_approval,
    make_request,
    make_seal,
    make_token,
)
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
A, Z = ApprovalState, SealState


@pytest.fixture
def university():
    return make_unit(code="CUIT")


@pytest.fixture
def enter(client, university):
    def enter(*held, unit=university):
        user = make_staff(*held, unit=unit, language="en")
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return user

    return enter


def address(name, record):
    return reverse(f"approvals:{name}", args=[record.pk])


LISTS = ("approvals", "register", "seals", "tokens")


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (roles.OFFICER, [200, 200, 200, 403]),
        (roles.HEAD, [200, 200, 200, 403]),
        (roles.COORDINATOR, [200, 200, 200, 403]),
        (roles.LEGAL, [200, 200, 403, 403]),
        (roles.SEAL_KEEPER, [403, 200, 200, 403]),
        (roles.AUDITOR, [200, 200, 200, 200]),
        (roles.EDITOR, [403, 403, 403, 403]),
        (roles.ADMINISTRATOR, [403, 403, 200, 200]),
    ],
)
def test_who_may_read_which_list(client, enter, role, statuses):
    enter(role)

    assert [client.get(reverse(f"approvals:{name}")).status_code for name in LISTS] == statuses


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("approvals", lambda unit: make_approval(unit, state=A.APPROVED)),
        ("register", lambda unit: make_request(unit, state=Z.USED)),
        ("seals", make_seal),
        ("tokens", lambda unit: make_token(unit)[0]),
    ],
)
def test_a_list_costs_the_same_however_long(client, enter, university, name, make):
    enter(roles.OFFICER, roles.ADMINISTRATOR)
    url = reverse(f"approvals:{name}")
    costs = {}
    for count in (1, 12):
        for _ in range(count - sum(costs)):
            make(university)
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url)
        costs[len(page.context["rows"])] = len(asked)

    assert list(costs) == [1, 12]
    assert costs[1] == costs[12]


def test_an_approval_is_asked_for_from_the_page_of_its_record(client, enter, university):
    agreement = make_agreement(university)
    officer = enter(roles.OFFICER)
    url = f"/approvals/ask/partnerships.agreement/{agreement.pk}/"
    assert url in client.get(f"{agreement.get_absolute_url()}?whole=yes").content.decode()

    form = client.get(url).context["form"]
    answer = client.post(url, {"asked_zh": "签署", "steps": STEPS, "needed_by": "2030-01-01"})

    approval = Approval.objects.get()
    assert form["steps"].value().startswith("经办单位 | Unit in charge")
    assert form["asked_en"].value() == f"Approval of agreement “{agreement.title_en}”"
    assert answer.headers["Location"] == approval.get_absolute_url()
    assert (approval.record, approval.unit, approval.asked_by) == (agreement, university, officer)


def test_the_next_approval_starts_with_who_approved_the_last_one(client, enter, university):
    make_approval(university, steps="党委 | Party committee")
    agreement = make_agreement(university)
    enter(roles.OFFICER)

    form = client.get(f"/approvals/ask/partnerships.agreement/{agreement.pk}/").context["form"]

    assert form["steps"].value() == "党委 | Party committee"


@pytest.mark.parametrize("label", ["office.unit", "nonsense", "partnerships.nothing"])
def test_what_no_app_declares_cannot_be_put_to_approval_or_sealed(client, enter, university, label):
    enter(roles.OFFICER)

    assert client.get(f"/approvals/ask/{label}/{university.pk}/").status_code == 404
    assert client.get(f"/seals/register/ask/{label}/{university.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "state", "values", "target"),
    [
        ("submit", A.DRAFT, {"oa_number": "OA-1"}, A.WAITING),
        ("approve", A.WAITING, {"decided_on": "2026-05-04", "approver": "X"}, A.APPROVED),
        (
            "refuse",
            A.WAITING,
            {"decided_on": "2026-05-04", "approver": "X", "conditions": "No"},
            A.REFUSED,
        ),
        (
            "return",
            A.WAITING,
            {"decided_on": "2026-05-04", "approver": "X", "conditions": "No"},
            A.RETURNED,
        ),
        ("withdraw", A.WAITING, {"reason": "No"}, A.WITHDRAWN),
    ],
)
def test_each_step_of_an_approval_is_a_page_that_takes_it(
    client, enter, university, name, state, values, target
):
    approval = make_approval(university, state=state)
    enter(roles.OFFICER)

    shown = client.get(address(name, approval))
    taken = client.post(address(name, approval), values)

    assert (shown.status_code, taken.status_code) == (200, 302)
    assert Approval.objects.get().state == target
    assert client.get(approval.get_absolute_url()).status_code == 200


def test_a_result_that_makes_no_sense_keeps_what_was_typed(client, enter, university):
    approval = make_approval(university, state=A.WAITING)
    enter(roles.OFFICER)

    page = client.post(
        address("refuse", approval), {"decided_on": "2999-01-01", "approver": "X", "conditions": ""}
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["conditions"]
    assert page.context["form"]["approver"].value() == "X"


def test_a_scan_comes_with_the_result(client, enter, university):
    approval = make_approval(university, state=A.WAITING)
    enter(roles.OFFICER)
    missing = "The scan of the signed form is missing."

    client.post(
        address("approve", approval),
        {
            "decided_on": "2026-05-04",
            "approver": "X",
            "scan": SimpleUploadedFile("form.txt", b"Signed"),
        },
    )
    bare = make_approval(university, state=A.APPROVED)

    assert missing not in client.get(approval.get_absolute_url()).content.decode()
    assert missing in client.get(bare.get_absolute_url()).content.decode()


def test_the_form_is_printed_as_pdf_and_as_word(client, enter, university):
    approval = make_approval(university, state=A.WAITING, details="为了=#续签 *五年* \x0b <b>")
    enter(roles.LEGAL)

    pdf = client.get(f"{approval.get_absolute_url()}form.pdf").content
    word = client.get(f"{approval.get_absolute_url()}form.docx").content

    said = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    cells = [
        cell.text
        for table in Document(io.BytesIO(word)).tables
        for row in table.rows
        for cell in row.cells
    ]
    for words in (approval.number, "审批单", "Approval form", "签署协议", "法律事务"):
        assert words in said
    assert "签署协议\nTo sign the agreement" in cells
    assert "校领导\nUniversity leader" in cells
    assert any("*五年*" in cell and "<b>" in cell for cell in cells)


def test_who_may_not_see_an_approval_gets_no_form(client, enter):
    theirs = make_approval(state=A.WAITING)
    enter(roles.OFFICER)

    for ending in ("pdf", "docx"):
        assert client.get(f"{theirs.get_absolute_url()}form.{ending}").status_code == 404


# --- Seals ----------------------------------------------------------------------------------------


def test_a_seal_goes_from_request_to_use_through_three_people(client, enter, university):
    seal, today = make_seal(university), timezone.localdate()
    enter(roles.OFFICER)
    client.post(
        "/seals/register/new/",
        {
            "seal": seal.pk,
            "unit": university.pk,
            "document": "Letter",
            "purpose": "To invite",
            "copies": 3,
        },
    )
    request = SealRequest.objects.get()
    assert client.get(address("apply_seal", request)).status_code == 403
    enter(roles.HEAD)
    client.post(address("approve_seal", request))
    enter(roles.SEAL_KEEPER)
    refused = client.post(address("apply_seal", request), {"applied_on": today, "copies": 4})
    client.post(
        address("apply_seal", request),
        {
            "applied_on": today,
            "copies": 3,
            "scan": SimpleUploadedFile("sealed.txt", b"Sealed"),
        },
    )

    request = SealRequest.objects.for_list().get()
    assert list(refused.context["form"].errors) == ["copies"]
    assert (request.state, request.copies_sealed, request.scan_missing) == (Z.USED, 3, False)
    assert client.get(request.get_absolute_url()).status_code == 200
    assert client.get(seal.get_absolute_url()).context["copies"] == 3


def test_the_head_is_not_offered_the_approval_of_an_own_request(client, enter, university):
    head = enter(roles.HEAD)
    own = make_request(university, by=head)
    others = make_request(university)

    page = client.get(own.get_absolute_url())
    taken = client.post(address("approve_seal", own))

    assert "approve_seal" not in [name for name, _step, _url in page.context["steps"]]
    assert "This is your own request." in page.content.decode()
    assert taken.status_code == 422
    offered = client.get(others.get_absolute_url()).context["steps"]
    assert "approve_seal" in [name for name, _step, _url in offered]


def test_only_seals_in_use_of_ones_own_units_and_above_are_offered(client, enter, university):
    school, other = make_unit(university), make_unit(university)
    of_university, of_school = make_seal(university), make_seal(school)
    make_seal(other)
    make_seal(university, valid_until=datetime.date(2021, 1, 1))
    make_seal()
    enter(roles.COORDINATOR, unit=school)

    form = client.get("/seals/register/new/").context["form"]

    assert set(form.fields["seal"].queryset) == {of_university, of_school}
    assert list(form.fields["unit"].queryset) == [school]


def test_a_seal_is_asked_for_from_the_page_of_an_agreement(client, enter, university):
    agreement, seal = make_agreement(university), make_seal(university)
    enter(roles.OFFICER)

    client.post(
        f"/seals/register/ask/partnerships.agreement/{agreement.pk}/",
        {"seal": seal.pk, "purpose": "To sign", "copies": 2},
    )

    request = SealRequest.objects.get()
    assert (request.record, request.document, request.unit) == (
        agreement,
        str(agreement),
        university,
    )
    assert (
        request.number in client.get(f"{agreement.get_absolute_url()}?whole=yes").content.decode()
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"document": "x" * 301},
        {"copies": "-1"},
        {"copies": "10000"},
        {"purpose": ""},
        {"seal": "999999"},
        {"unit": "999999"},
        {"document": "a\x00b"},
    ],
)
def test_hostile_values_are_refused_at_their_field(client, enter, university, typed):
    enter(roles.OFFICER)
    ordinary = {
        "seal": make_seal(university).pk,
        "unit": university.pk,
        "document": "Letter",
        "purpose": "To invite",
        "copies": 1,
    }

    page = client.post("/seals/register/new/", ordinary | typed)

    assert (page.status_code, list(page.context["form"].errors)) == (422, list(typed))
    assert SealRequest.objects.count() == 0


def test_a_document_with_markup_is_shown_as_text(client, enter, university):
    request = make_request(university, document="<script>alert(1)</script>")
    enter(roles.HEAD)

    for url in (request.get_absolute_url(), "/seals/register/", "/"):
        assert "<script>alert(1)" not in client.get(url).content.decode()


def test_an_administrator_enters_a_seal_and_takes_it_out_of_use(client, enter, university):
    administrator = enter(roles.ADMINISTRATOR)
    typed = {
        "kind": "embossed",
        "name_en": "Embossed seal",
        "unit": university.pk,
        "keeper": administrator.pk,
        "valid_from": "2026-01-01",
    }

    client.post("/seals/new/", typed)
    seal = Seal.objects.get()
    client.post(
        address("change_seal", seal),
        typed | {"valid_until": "2026-01-31", "version": seal.version},
    )

    assert Seal.objects.get().is_in_use(datetime.date(2026, 2, 1)) is False


# --- Tokens ---------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_can_be_revoked(client, enter, university):
    enter(roles.ADMINISTRATOR)

    made = client.post("/tokens/new/", {"name": "OA", "unit": university.pk, "may_report": "on"})
    words = made.context["words"]
    token = ApiToken.objects.get()
    page = client.get(token.get_absolute_url()).content.decode()
    client.post(address("revoke_token", token), {"reason": "Lost"})

    assert made.headers["Cache-Control"] == "private, no-store"
    assert words in made.content.decode()
    assert words not in page
    assert services.let_in(words, now=timezone.now()) == (None, False)
    assert "revoked" in client.get("/tokens/").content.decode()


# --- Elsewhere ------------------------------------------------------------------------------------


def work_of(user):
    today = timezone.localdate()
    return {group.key: group.total for group in parts.work_list(user, today) if group.total}


def test_the_work_list_says_what_waits_for_whom(enter, university):
    today = timezone.localdate()
    officer = enter(roles.OFFICER)
    make_approval(university, state=A.WAITING, needed_by=today - datetime.timedelta(days=1))
    make_approval(university, state=A.RETURNED, by=officer)
    make_approval(university, state=A.RETURNED)
    make_approval(university, state=A.APPROVED)
    make_request(university)
    make_request(university, state=Z.APPROVED)
    make_request(university, state=Z.USED)
    make_request()
    ours = {"approvals_outside", "approvals_returned", "approval_scans", "seal_scans"}
    ours |= {"seals_to_approve", "seals_to_apply"}

    def waits(user):
        return {key: number for key, number in work_of(user).items() if key in ours}

    assert waits(officer) == {
        "approvals_outside": 1,
        "approvals_returned": 1,
        "approval_scans": 1,
        "seal_scans": 1,
    }
    assert waits(enter(roles.SEAL_KEEPER)) == {"seals_to_apply": 1}
    assert waits(enter(roles.HEAD))["seals_to_approve"] == 1


def test_approvals_and_seals_are_found_by_ones_own_people_only(university):
    make_approval(university, asked_en="Join the league")
    make_request(university, document="Letter to the league")
    ours, theirs = make_staff(roles.OFFICER, unit=university), make_staff(roles.OFFICER)

    found = [str(hit.title) for group in search.find("league", ours) for hit in group.hits]

    assert sorted(found) == ["Letter to the league", "签署协议"]
    assert search.find("league", theirs) == []


def test_a_download_of_the_register_holds_what_a_register_needs(client, enter, university):
    make_request(university, state=Z.USED, by=make_user(university, name_en="Applicant Li"))
    enter(roles.AUDITOR)

    answer = client.get("/seals/register/?download=csv")

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:6] == [
        "Document",
        "Number",
        "Purpose",
        "Seal",
        "Kind of seal",
        "Unit",
    ]
    assert "Applicant Li" in lines[1]
