"""What other systems call: who is let in, what they read, what a report leaves, what is refused."""

import datetime
import io
import json
import threading

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import validate

from entente.approvals import openapi, services
from entente.approvals.enums import ApprovalState
from entente.approvals.models import ApiToken, Approval
from entente.approvals.services import tokens
from entente.approvals.views import api
from entente.kit.models import AuditEntry
from tests.factories import make_staff, make_unit
from tests.factories_approvals import make_approval, make_token

pytestmark = pytest.mark.django_db
A = ApprovalState
LIST = "/api/approvals/"
TOLD = {
    "oa_number": "OA-118",
    "result": "approved",
    "decided_on": "2026-05-04",
    "approver": "王校长",
    "conditions": "Until 2029",
}


@pytest.fixture
def university():
    return make_unit(code="CUIT")


@pytest.fixture
def oa(client, university):
    """Let the client carry a token of the university that may report."""
    token, words = make_token(university)
    carry(client, words)
    client.token = token
    return client


def carry(client, words):
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {words}"


def report(client, approval, body=TOLD, content_type="application/json"):
    sent = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(f"{LIST}{approval.pk}/result/", sent, content_type=content_type)


# --- Who is let in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ent_wrong", "Basic dXNlcjpwYXNz", "Bearer " + "x" * 9000]
)
def test_without_a_valid_token_nobody_is_let_in(client, university, header):
    approval = make_approval(university, state=A.WAITING)
    client.defaults["HTTP_AUTHORIZATION"] = header

    answers = [client.get(LIST), client.get(f"{LIST}{approval.pk}/"), report(client, approval)]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert answers[0].headers["WWW-Authenticate"] == 'Bearer realm="entente"'
    said = answers[0].json()["error"]
    assert said["code"] == "no_token"
    assert said["message"]["zh"].startswith("需要有效的令牌")
    assert said["message"]["en"].startswith("A valid token is needed")


def test_a_session_of_the_desk_counts_for_nothing_here(client, university):
    client.force_login(make_staff(unit=university))

    assert client.get(LIST).status_code == 401


def test_a_revoked_token_and_one_that_ran_out_let_nobody_in(client, university):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    revoked, words = make_token(university)
    services.revoke_token(revoked, by=make_staff(unit=university))
    _old, old_words = make_token(university, valid_until=yesterday)

    for given in (words, old_words):
        carry(client, given)
        assert client.get(LIST).status_code == 401


def test_a_token_is_kept_as_a_digest_and_says_when_it_was_used(oa):
    assert ApiToken.objects.get().last_used_at is None
    words = oa.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")

    oa.get(LIST)

    token = ApiToken.objects.get()
    assert words not in str(token.__dict__)
    assert words.startswith(token.hint)
    assert (timezone.now() - token.last_used_at).total_seconds() < 60
    assert not any(words in json.dumps(entry.changes) for entry in AuditEntry.objects.all())


def test_a_token_that_only_reads_reports_nothing(client, university):
    approval = make_approval(university, state=A.WAITING)
    carry(client, make_token(university, may_report=False)[1])

    answer = report(client, approval)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert client.get(LIST).status_code == 200
    assert Approval.objects.get().state == A.WAITING


def test_too_many_calls_within_a_minute_are_refused(oa, monkeypatch):
    monkeypatch.setattr(tokens, "CALLS_A_MINUTE", 2)

    answers = [oa.get(LIST) for _ in range(3)]
    ApiToken.objects.update(minute=timezone.now() - datetime.timedelta(minutes=2))
    later = oa.get(LIST)

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert later.status_code == 200


def test_too_many_wrong_tokens_are_refused_unread(client, university, monkeypatch):
    monkeypatch.setattr(api, "WRONG_A_MINUTE", 2)
    carry(client, "ent_wrong")

    answers = [client.get(LIST).status_code for _ in range(3)]

    assert answers == [401, 401, 429]


# --- What is read ---------------------------------------------------------------------------------


def test_what_is_to_be_done_is_read_by_key_page_by_page(oa, university):
    waiting = [make_approval(university, state=A.WAITING) for _ in range(3)]
    make_approval(university)
    make_approval(university, state=A.APPROVED)

    first = oa.get(f"{LIST}?state=waiting&limit=2").json()
    second = oa.get(first["next"]).json()

    assert [it["id"] for it in first["approvals"]] == [waiting[0].pk, waiting[1].pk]
    assert [it["id"] for it in second["approvals"]] == [waiting[2].pk]
    assert second["next"] is None
    assert len(oa.get(LIST).json()["approvals"]) == 4


def test_an_approval_says_what_is_asked_of_whom_about_what(oa, university):
    approval = make_approval(university, state=A.WAITING, details="Because")

    read = oa.get(f"{LIST}{approval.pk}/").json()

    assert read == {
        "id": approval.pk,
        "number": "CUIT-AP-2026-001",
        "state": "waiting",
        "asked": {"zh": "签署协议", "en": "To sign the agreement"},
        "reasons": "Because",
        "about": {
            "kind": "partnerships.agreement",
            "title": {"zh": approval.record.title_zh, "en": approval.record.title_en},
        },
        "unit": {
            "code": "CUIT",
            "name": {"zh": university.name_zh, "en": university.name_en},
        },
        "asked_by": {"zh": approval.asked_by.name_zh, "en": approval.asked_by.name_en},
        "steps": [
            {"zh": "法律事务", "en": "Legal affairs"},
            {"zh": "校领导", "en": "University leader"},
        ],
        "needed_by": None,
        "submitted_on": "2026-05-04",
        "oa_number": "",
        "results": [],
        "page": f"http://testserver/approvals/{approval.pk}/",
        "form": f"http://testserver/api/approvals/{approval.pk}/form.pdf",
        "result": f"http://testserver/api/approvals/{approval.pk}/result/",
    }


def test_the_form_is_a_pdf(oa, university):
    approval = make_approval(university, state=A.WAITING)

    answer = oa.get(f"{LIST}{approval.pk}/form.pdf")

    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert approval.number in text
    assert "To sign the agreement" in text


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_costs_the_same_however_long(oa, university, count, django_assert_num_queries):
    for _ in range(count):
        make_approval(university, state=A.WAITING)
    oa.get(LIST)

    with django_assert_num_queries(6):
        answer = oa.get(LIST)

    assert len(answer.json()["approvals"]) == count


def test_another_units_approval_is_not_found_and_neither_is_a_draft(oa, university, client):
    theirs, draft = make_approval(state=A.WAITING), make_approval(university)
    for approval in (theirs, draft):
        answers = [
            oa.get(f"{LIST}{approval.pk}/"),
            oa.get(f"{LIST}{approval.pk}/form.pdf"),
            report(oa, approval),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert answers[0].json()["error"]["code"] == "not_found"
    assert oa.get(LIST).json()["approvals"] == []
    assert Approval.objects.get(pk=theirs.pk).state == A.WAITING


def test_a_schools_token_sees_the_school_and_nothing_beside_it(client, university):
    school, other = make_unit(university), make_unit(university)
    department = make_unit(school)
    mine = [make_approval(unit, state=A.WAITING).pk for unit in (school, department)]
    for unit in (university, other):
        make_approval(unit, state=A.WAITING)
    carry(client, make_token(school)[1])

    assert [it["id"] for it in client.get(LIST).json()["approvals"]] == mine


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=draft", "state"),
        ("state=nonsense", "state"),
        ("after=x", "after"),
        ("after=-1", "after"),
        ("after=99999999999999999999999", "after"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
    ],
)
def test_a_question_without_sense_is_refused_at_its_field(oa, query, field):
    answer = oa.get(f"{LIST}?{query}")

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (422, [field])


# --- What a report leaves -------------------------------------------------------------------------


def test_a_result_is_recorded_in_the_name_of_the_system(oa, university):
    approval = make_approval(university, state=A.WAITING)

    answer = report(oa, approval)

    read = answer.json()
    assert (answer.status_code, read["changed"]) == (200, True)
    assert read["approval"]["state"] == "approved"
    assert read["approval"]["results"] == [TOLD]
    entries = AuditEntry.objects.about(approval).order_by("-pk")[:2]
    assert {entry.by for entry in entries} == {oa.token.user}
    assert str(oa.token.user) == "OA"
    assert Approval.objects.for_list().get().scan_missing is False


def test_the_same_result_told_again_is_answered_alike_and_changes_nothing(oa, university):
    approval = make_approval(university, state=A.WAITING)
    report(oa, approval)
    entries = AuditEntry.objects.count()

    again = report(oa, approval)

    assert (again.status_code, again.json()["changed"]) == (200, False)
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(
    "other",
    [{"result": "refused"}, {"oa_number": "OA-119"}, {"approver": "Another"}, {"conditions": ""}],
)
def test_another_result_is_a_conflict_and_says_what_stands(oa, university, other):
    approval = make_approval(university, state=A.WAITING)
    report(oa, approval)

    answer = report(oa, approval, TOLD | other)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (409, "other_result")
    assert error["message"]["en"] == (
        "This approval has a result already: “Approved”, decided on 2026-05-04 by 王校长."
        " It was not changed."
    )
    assert error["message"]["zh"] == "此审批已有结果：“已批准”（王校长，2026-05-04），未作更改。"
    assert approval.results.count() == 1


@pytest.mark.parametrize("state", [A.RETURNED, A.WITHDRAWN])
def test_a_result_that_nobody_waits_for_is_a_conflict(oa, university, state):
    approval = make_approval(university, state=A.WAITING)
    if state == A.RETURNED:
        report(oa, approval, TOLD | {"result": "returned"})
    else:
        services.withdraw_approval(approval, reason="No", by=make_staff(unit=university))

    answer = report(oa, approval)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_waiting")


def test_the_number_of_another_process_is_refused(oa, university):
    known, other = (make_approval(university, state=A.WAITING) for _ in range(2))
    report(oa, known)

    answer = report(oa, other)

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {
        "oa_number": [
            {"zh": "另一项审批已使用此 OA 编号。", "en": "Another approval carries this OA number."}
        ]
    }


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"result": "maybe"}, ["result"]),
        ({"result": None}, ["result"]),
        ({"result": ["approved"]}, ["result"]),
        ({"decided_on": "4.5.2026"}, ["decided_on"]),
        ({"decided_on": "2999-01-01"}, ["decided_on"]),
        ({"decided_on": 20260504}, ["decided_on"]),
        ({"oa_number": ""}, ["oa_number"]),
        ({"oa_number": "x" * 61}, ["oa_number"]),
        ({"approver": "a\u0000b"}, ["approver"]),
        ({"approver": "x" * 201}, ["approver"]),
        ({"conditions": "x" * 4001}, ["conditions"]),
        ({"conditions": {"a": 1}}, ["conditions"]),
        ({"result": "refused", "conditions": ""}, ["conditions"]),
    ],
)
def test_a_report_without_sense_is_refused_at_its_field(oa, university, change, fields):
    approval = make_approval(university, state=A.WAITING)

    answer = report(oa, approval, TOLD | change)

    error = answer.json()["error"]
    assert (answer.status_code, list(error["fields"])) == (422, fields)
    assert all(said["zh"] and said["en"] for said in error["fields"][fields[0]])
    assert Approval.objects.get().state == A.WAITING


def test_half_a_character_and_an_unknown_field_are_refused(oa, university):
    approval = make_approval(university, state=A.WAITING)
    half = json.dumps(TOLD | {"approver": "X"}).replace('"X"', r'"\ud800"')

    answers = [report(oa, approval, half), report(oa, approval, TOLD | {"colour": "red"})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert list(answers[0].json()["error"]["fields"]) == ["approver"]
    assert answers[1].json()["error"]["message"]["en"] == "There is no field “colour”."


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (" ", "application/json", 400, "malformed"),
        ("{", "application/json", 400, "malformed"),
        ("[1]", "application/json", 400, "malformed"),
        ("null", "application/json", 400, "malformed"),
        ("[" * 60_000, "application/json", 400, "malformed"),
        (b"\xff\xfe\x00", "application/json", 400, "malformed"),
        ("a=b", "application/x-www-form-urlencoded", 415, "not_json"),
        ("x" * 1_000_000, "application/json", 413, "too_large"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused(oa, university, body, content_type, status, code):
    approval = make_approval(university, state=A.WAITING)

    answer = report(oa, approval, body, content_type)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert Approval.objects.get().state == A.WAITING


def test_a_method_that_an_address_does_not_know_is_refused_as_json(oa, university):
    approval = make_approval(university, state=A.WAITING)

    answer = oa.delete(f"{LIST}{approval.pk}/")

    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "wrong_method")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.django_db(transaction=True)
def test_of_two_results_at_the_same_moment_one_stands():
    university = make_unit()
    approval = make_approval(university, state=A.WAITING)
    words = make_token(university)[1]
    together, statuses = threading.Barrier(4), []

    def call(result):
        try:
            client = Client(HTTP_AUTHORIZATION=f"Bearer {words}")
            together.wait(timeout=10)
            statuses.append((result, report(client, approval, TOLD | {"result": result})))
        finally:
            connection.close()

    callers = [
        threading.Thread(target=call, args=(result,))
        for result in ("approved", "approved", "refused", "refused")
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    stands = approval.results.get().result
    assert sorted((result, answer.status_code) for result, answer in statuses) == sorted(
        (result, 200 if result == stands else 409)
        for result in ("approved", "approved", "refused", "refused")
    )
    assert sorted(a.json()["changed"] for _r, a in statuses if a.status_code == 200) == [
        False,
        True,
    ]


# --- How it is described --------------------------------------------------------------------------


def test_the_description_is_openapi_and_stands_open(client):
    answer = client.get("/api/openapi.json")

    document = answer.json()
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "http://testserver"}]


def test_what_is_answered_is_what_is_described(oa, university):
    from jsonschema import Draft202012Validator

    document = openapi.document("http://testserver")

    def check(answer, schema):
        Draft202012Validator({**schema, "components": document["components"]}).validate(
            answer.json()
        )

    waiting = make_approval(university, state=A.WAITING)
    described = {
        path: next(iter(methods.values()))["responses"]
        for path, methods in document["paths"].items()
    }

    def schema(path, status):
        return described[path][str(status)]["content"]["application/json"]["schema"]

    check(oa.get(LIST), schema("/api/approvals/", 200))
    check(oa.get(f"{LIST}{waiting.pk}/"), schema("/api/approvals/{id}/", 200))
    check(report(oa, waiting), schema("/api/approvals/{id}/result/", 200))
    check(
        report(oa, waiting, TOLD | {"result": "refused"}),
        schema("/api/approvals/{id}/result/", 409),
    )
    check(report(oa, waiting, {}), schema("/api/approvals/{id}/result/", 422))
