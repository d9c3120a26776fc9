"""Approvals outside: every step from every state, what a result leaves, what is refused."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from entente.approvals import services
from entente.approvals.enums import APPROVAL_FLOW, ApprovalState, Result
from entente.approvals.models import Approval
from entente.approvals.models.approvals import parse_steps, write_steps
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry, Notice
from entente.office import roles
from entente.partnerships.enums import AgreementState
from tests.factories import make_staff, make_unit, make_user
from tests.factories_approvals import DAY, STEPS, make_approval, result
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
A = ApprovalState
LEADS_TO = {
    (A.DRAFT, "submit"): A.WAITING,
    (A.RETURNED, "submit"): A.WAITING,
    (A.WAITING, "approve"): A.APPROVED,
    (A.WAITING, "refuse"): A.REFUSED,
    (A.WAITING, "return"): A.RETURNED,
    (A.DRAFT, "withdraw"): A.WITHDRAWN,
    (A.WAITING, "withdraw"): A.WITHDRAWN,
    (A.RETURNED, "withdraw"): A.WITHDRAWN,
}
TAKE = {
    "submit": lambda it, by: services.submit_approval(it, on=DAY, by=by),
    "approve": lambda it, by: services.report_result(it, result(), on=DAY, by=by),
    "refuse": lambda it, by: services.report_result(it, result(Result.REFUSED), on=DAY, by=by),
    "return": lambda it, by: services.report_result(it, result(Result.RETURNED), on=DAY, by=by),
    "withdraw": lambda it, by: services.withdraw_approval(it, reason="No", by=by),
}


@pytest.mark.parametrize("step", APPROVAL_FLOW.steps)
@pytest.mark.parametrize("state", A)
def test_every_step_from_every_state(state, step):
    approval = make_approval(state=state)

    if target := LEADS_TO.get((state, step)):
        TAKE[step](approval, make_user())
        assert Approval.objects.get().state == target
    else:
        with pytest.raises(DomainError):
            TAKE[step](approval, make_user())
        assert Approval.objects.get().state == state


def test_a_granted_approval_is_read_from_the_record():
    agreement = make_agreement()
    make_approval(record=agreement, state=A.REFUSED)
    make_approval(state=A.APPROVED)
    assert list(Approval.objects.of(agreement).granted()) == []

    granted = make_approval(record=agreement, state=A.APPROVED)

    assert list(Approval.objects.of(agreement).granted()) == [granted]


def test_numbers_count_without_a_gap_for_each_institution():
    unit = make_unit(code="CUIT")
    school = make_unit(unit)

    numbers = [make_approval(unit).number, make_approval(school).number]

    assert numbers == ["CUIT-AP-2026-001", "CUIT-AP-2026-002"]


def test_what_a_result_leaves_in_the_trail():
    approval, officer = make_approval(state=A.WAITING), make_user()
    told = result(oa_number="OA-7", approver="王校长", conditions="Only until 2029")

    assert services.report_result(approval, told, on=DAY, by=officer) is True

    state, facts = AuditEntry.objects.order_by("-pk")[:2][::-1]
    assert (state.verb, state.changes) == (
        "approval.approved",
        {"state": ["waiting", "approved"], "oa_number": ["", "OA-7"]},
    )
    assert facts.verb == "approval_result.recorded"
    assert facts.by == officer
    assert facts.changes == {
        "result": ["", "approved"],
        "decided_on": ["", "2026-05-04"],
        "approver": ["", "王校长"],
        "oa_number": ["", "OA-7"],
        "conditions": ["", "Only until 2029"],
    }


def test_the_same_result_told_again_changes_nothing():
    approval, told, officer = make_approval(state=A.WAITING), result(), make_user()
    services.report_result(approval, told, on=DAY, by=officer)
    entries = AuditEntry.objects.count()

    assert services.report_result(approval, told, on=DAY, by=officer) is False

    assert (approval.results.count(), AuditEntry.objects.count()) == (1, entries)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": Result.REFUSED},
        {"approver": "Another"},
        {"decided_on": DAY - datetime.timedelta(days=1)},
        {"conditions": "More"},
        {"oa_number": "OA-other"},
    ],
)
def test_a_result_that_contradicts_one_that_stands_is_refused_and_says_which(other):
    told = result(oa_number="OA-same")
    approval = make_approval(state=A.APPROVED, told=told)

    with pytest.raises(DomainError) as refusal:
        services.report_result(
            approval, result(**({"oa_number": "OA-same"} | other)), on=DAY, by=make_user()
        )

    assert refusal.value.code == "other_result"
    assert "2026-05-04" in refusal.value.messages[0]
    assert approval.results.count() == 1


def test_an_approval_that_came_back_is_changed_and_handed_in_again_under_the_same_number():
    back = result(Result.RETURNED, oa_number="OA-1")
    approval = make_approval(state=A.RETURNED, told=back)
    services.change_approval(approval, by=make_user(), details="Clause 4 is changed")
    services.submit_approval(approval, on=DAY, by=make_user())

    late_copy = services.report_result(approval, back, on=DAY, by=make_user())
    state_after_copy = Approval.objects.get().state
    services.report_result(approval, result(oa_number="OA-1"), on=DAY, by=make_user())

    assert (late_copy, state_after_copy) == (False, A.WAITING)
    assert Approval.objects.get().state == A.APPROVED
    assert [told.result for told in approval.results.all()] == ["returned", "approved"]


@pytest.mark.parametrize("state", [A.WAITING, A.APPROVED, A.REFUSED, A.WITHDRAWN])
def test_what_was_handed_in_stays_as_it_was(state):
    approval = make_approval(state=state)

    with pytest.raises(DomainError):
        services.change_approval(approval, by=make_user(), details="Something else")

    assert Approval.objects.get().details == ""


def test_a_record_has_one_open_approval_at_a_time():
    first = make_approval(state=A.WAITING)

    with pytest.raises(DomainError) as refusal:
        make_approval(record=first.record)
    services.withdraw_approval(first, reason="No", by=make_user())
    second = make_approval(record=first.record)

    assert first.number in refusal.value.messages[0]
    assert Approval.objects.of(first.record).open().get() == second


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"decided_on": DAY + datetime.timedelta(days=1)}, "decided_on"),
        ({"approver": "  "}, "approver"),
        ({"kind": Result.REFUSED, "conditions": ""}, "conditions"),
        ({"kind": Result.RETURNED, "conditions": " "}, "conditions"),
    ],
)
def test_a_result_without_sense_is_refused_at_its_field(told, field):
    approval = make_approval(state=A.WAITING)

    with pytest.raises(DomainError) as refusal:
        services.report_result(approval, result(**told), on=DAY, by=make_user())

    assert list(refusal.value.message_dict) == [field]
    assert approval.results.count() == 0


def test_a_result_under_another_number_than_the_known_one_is_refused():
    approval = make_approval(state=A.WAITING)
    services.note_oa_number(approval, oa_number="OA-1", by=make_user())

    with pytest.raises(DomainError) as refusal:
        services.report_result(approval, result(oa_number="OA-2"), on=DAY, by=make_user())

    assert refusal.value.code == "other_oa_number"


def test_two_approvals_of_one_institution_never_share_an_oa_number():
    unit = make_unit()
    make_approval(unit, state=A.APPROVED, told=result(oa_number="OA-1"))
    second, elsewhere = make_approval(unit, state=A.WAITING), make_approval(state=A.WAITING)

    with pytest.raises(ValidationError, match="OA 编号"):
        services.report_result(second, result(oa_number="OA-1"), on=DAY, by=make_user())

    assert services.report_result(elsewhere, result(oa_number="OA-1"), on=DAY, by=make_user())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"asked_zh": "", "asked_en": " "}, "asked_zh"),
        ({"steps": " \n | \n"}, "steps"),
        ({"steps": "\n".join(f"Step {n}" for n in range(13))}, "steps"),
        ({"steps": "x" * 101}, "steps"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(values, field):
    with pytest.raises(ValidationError) as refusal:
        make_approval(**values)

    assert list(refusal.value.message_dict) == [field]
    assert Approval.objects.count() == 0


def test_names_of_who_approves_are_read_and_written():
    text = "法律事务 | Legal affairs\n校领导｜Leader\n\n财务处\nDean of studies\n"

    names = parse_steps(text)

    assert names == [
        ("法律事务", "Legal affairs"),
        ("校领导", "Leader"),
        ("财务处", ""),
        ("", "Dean of studies"),
    ]
    assert parse_steps(write_steps(names)) == names
    assert [pair[0] for pair in parse_steps(STEPS)] == ["法律事务", "校领导"]


def test_a_scan_comes_back_or_is_visibly_missing():
    paper = make_approval(state=A.WAITING)
    scanned = make_approval(state=A.WAITING)
    scan = SimpleUploadedFile("form.txt", b"Signed")

    services.report_result(paper, result(), on=DAY, by=make_user())
    services.report_result(scanned, result(), on=DAY, by=make_user(), scan=scan)
    by_oa = make_approval(state=A.WAITING)
    services.report_result(by_oa, result(), on=DAY, by=make_user(is_system=True, is_active=False))

    shown = {it.pk: it.scan_missing for it in Approval.objects.for_list()}
    assert shown == {paper.pk: True, scanned.pk: False, by_oa.pk: False}
    assert list(Approval.objects.all().lacking_scan()) == [paper]


def test_a_scan_of_a_kind_that_is_not_taken_leaves_the_result_unrecorded():
    approval = make_approval(state=A.WAITING)
    program = SimpleUploadedFile("form.exe", b"MZ\x90\x00")

    with pytest.raises(DomainError) as refusal:
        services.report_result(approval, result(), on=DAY, by=make_user(), scan=program)

    assert list(refusal.value.message_dict) == ["scan"]
    assert Approval.objects.get().state == A.WAITING


def test_who_asked_is_told_once_in_both_languages():
    officer = make_user()
    approval = make_approval(state=A.WAITING, by=officer)

    services.report_result(approval, result(), on=DAY, by=make_user())

    notice = Notice.objects.get()
    assert (notice.user, notice.text_en) == (officer, "To sign the agreement: Approved")
    assert notice.text_zh.startswith("签署协议")
    assert "Approved" not in notice.text_zh


def test_an_overdue_approval_is_one_that_waits_beyond_its_day():
    late = make_approval(state=A.WAITING, needed_by=DAY - datetime.timedelta(days=1))
    make_approval(state=A.WAITING, needed_by=DAY)
    make_approval(needed_by=DAY - datetime.timedelta(days=1))

    assert list(Approval.objects.all().overdue(DAY)) == [late]


# --- What the record takes up ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (Result.APPROVED, AgreementState.SIGNING),
        (Result.RETURNED, AgreementState.DRAFT),
        (Result.REFUSED, AgreementState.IN_REVIEW),
    ],
)
def test_an_agreement_that_awaits_approval_goes_where_the_oa_sends_it(kind, state):
    agreement = make_agreement(state=AgreementState.IN_REVIEW)
    approval = make_approval(record=agreement, state=A.WAITING)
    oa = make_user(is_system=True, is_active=False)

    services.report_result(approval, result(kind), on=DAY, by=oa)

    agreement.refresh_from_db()
    assert agreement.state == state
    entry = AuditEntry.objects.about(agreement).first()
    assert (entry.by == oa) is (state != AgreementState.IN_REVIEW)


@pytest.mark.parametrize(
    ("role", "state"),
    [(roles.HEAD, AgreementState.SIGNING), (roles.OFFICER, AgreementState.IN_REVIEW)],
)
def test_a_result_recorded_by_hand_moves_the_agreement_only_where_this_person_decides(role, state):
    agreement = make_agreement(state=AgreementState.IN_REVIEW)
    approval = make_approval(record=agreement, state=A.WAITING)

    services.report_result(approval, result(), on=DAY, by=make_staff(role, unit=agreement.unit))

    agreement.refresh_from_db()
    assert agreement.state == state


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.IN_FORCE])
def test_an_agreement_that_awaits_nothing_stays_where_it_is(state):
    agreement = make_agreement(state=state)
    approval = make_approval(record=agreement, state=A.WAITING)

    services.report_result(
        approval, result(), on=DAY, by=make_user(is_system=True, is_active=False)
    )

    agreement.refresh_from_db()
    assert agreement.state == state
