"""Letters before an approver and under the seal: what waits, what shows as missing."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from entente.approvals import missing, printed
from entente.approvals import services as registered
from entente.approvals.enums import ApprovalState, SealState
from entente.approvals.models import Approval, SealRequest
from entente.approvals.subjects import subject_of
from entente.kit.errors import DomainError
from entente.office import roles
from entente.office import services as office
from entente.papers import services
from entente.papers.parts import to_seal
from tests.factories import make_staff, make_unit
from tests.factories_approvals import make_approval, make_request, make_seal
from tests.factories_papers import DAY, S, make_letter, make_template

pytestmark = pytest.mark.django_db
A, Z = ApprovalState, SealState


def issued(letter):
    services.issue_letter(letter, on=DAY, by=office.system_user())
    return letter.state


def reasons(refusal):
    return refusal.value.messages


@pytest.mark.parametrize("state", [A.DRAFT, A.WAITING, A.REFUSED, A.RETURNED])
def test_a_letter_put_to_approval_is_not_issued_before_it_is_approved(state):
    letter = make_letter(make_unit(code="CUG"))
    approval = make_approval(record=letter, state=state)

    with pytest.raises(DomainError, match=approval.number) as refusal:
        issued(letter)

    assert refusal.value.code == "held"
    letter.refresh_from_db()
    assert (letter.state, letter.number) == (S.DRAFT, "")


@pytest.mark.parametrize("state", [A.APPROVED, A.WITHDRAWN])
def test_an_approved_letter_is_issued_and_so_is_one_that_nobody_is_to_approve(state):
    letter = make_letter()
    make_approval(record=letter, state=state)

    assert issued(letter) == S.ISSUED


@pytest.mark.parametrize(
    ("state", "may_change"),
    [
        (A.DRAFT, True),
        (A.RETURNED, True),
        (A.REFUSED, True),
        (A.WAITING, False),
        (A.APPROVED, False),
    ],
)
def test_what_is_before_the_approver_or_approved_keeps_its_words(state, may_change):
    letter = make_letter()
    make_approval(record=letter, state=state)

    if may_change:
        services.change_letter(letter, by=office.system_user(), text_zh="新的正文")
    else:
        with pytest.raises(DomainError):
            services.change_letter(letter, by=office.system_user(), text_zh="新的正文")

    letter.refresh_from_db()
    assert letter.text_zh == ("新的正文" if may_change else "")


def test_who_asks_anew_may_change_an_approved_text_and_waits_again():
    letter = make_letter()
    make_approval(record=letter, state=A.APPROVED)
    again = make_approval(record=letter)

    services.change_letter(letter, by=office.system_user(), text_zh="新的正文")

    with pytest.raises(DomainError, match=again.number):
        issued(letter)


def test_approval_is_asked_for_drafts_only():
    with pytest.raises(DomainError) as refusal:
        make_approval(record=make_letter(state=S.ISSUED))

    assert refusal.value.code == "held"


def test_the_printed_form_carries_the_whole_text_of_the_letter():
    unit = make_unit()
    template = make_template(unit, "致{{ addressee_zh }}：", "{{ text_zh }}")
    letter = make_letter(unit, template=template, text_zh="第一行\n第二行")

    form = printed.form_of(make_approval(record=letter), "https://example.org/1")

    values = {label[1]: value[0] for label, value in form.rows}
    assert values["Text"] == "致滑铁卢大学：\n第一行\n第二行"
    assert values["Addressee"] == "滑铁卢大学"


@pytest.mark.parametrize("state", [S.DRAFT, S.WITHDRAWN])
def test_no_seal_is_put_on_a_draft_or_on_what_was_withdrawn(state):
    letter = make_letter(state=state)

    with pytest.raises(DomainError) as refusal:
        make_request(letter.unit, record=letter)

    assert refusal.value.code == "held"
    assert SealRequest.objects.count() == 0


def test_a_letter_withdrawn_after_the_seal_was_approved_is_not_sealed():
    letter = make_letter(state=S.ISSUED)
    request = make_request(letter.unit, record=letter, state=Z.APPROVED)
    services.withdraw_letter(letter, reason="No visit", by=office.system_user())

    with pytest.raises(DomainError):
        registered.apply_seal(request, on=DAY, applied_on=DAY, copies=1, by=request.seal.keeper)

    assert SealRequest.objects.get().state == Z.APPROVED


def test_a_letter_that_is_out_without_its_seal_shows_as_missing_until_the_keeper_enters_it():
    officer = make_staff(roles.OFFICER, unit=make_unit())
    seal = make_seal(officer.unit)
    letter = make_letter(officer.unit, state=S.ISSUED)
    make_letter(
        officer.unit, template=make_template(officer.unit, needs_seal=False), state=S.ISSUED
    )

    def lacking():
        rows = missing.lacking_seal(subject_of(letter), officer, "papers.change_letter")
        return list(rows), [it.url for it in to_seal(officer, DAY).items] if to_seal(
            officer, DAY
        ) else []

    assert lacking() == ([letter], [letter.get_absolute_url()])
    assert missing.lacks_seal(letter) is True
    later = DAY + datetime.timedelta(days=3)
    make_request(officer.unit, record=letter, seal=seal, state=Z.USED, on=later, copies=2)

    letter.refresh_from_db()
    assert (letter.state, letter.sealed_on, letter.sealed_by) == (S.SEALED, later, seal.keeper)
    assert lacking() == ([], [])


def test_a_seal_before_the_day_of_issue_is_refused_and_nothing_is_entered():
    letter = make_letter(state=S.ISSUED)
    early = DAY - datetime.timedelta(days=1)
    request = make_request(letter.unit, record=letter, state=Z.APPROVED, on=early)

    with pytest.raises(DomainError) as refusal:
        registered.apply_seal(request, on=DAY, applied_on=early, copies=1, by=request.seal.keeper)

    assert list(refusal.value.message_dict) == ["applied_on"]
    assert SealRequest.objects.get().state == Z.APPROVED


def test_a_scan_that_comes_back_to_the_letter_is_not_missed_in_the_register():
    letter = make_letter(state=S.ISSUED)
    make_request(letter.unit, record=letter, state=Z.USED, on=DAY)
    assert SealRequest.objects.lacking_scan().count() == 1

    letter.refresh_from_db()
    scan = ContentFile(b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n", name="scan.pdf")
    services.add_scan(letter, scan=scan, by=office.system_user())

    assert SealRequest.objects.lacking_scan().count() == 0


def test_the_letters_page_leads_to_approval_and_to_the_seal(client):
    officer = make_staff(roles.OFFICER, roles.HEAD)
    client.force_login(officer)
    draft, out = make_letter(officer.unit), make_letter(officer.unit, state=S.ISSUED)
    ask = reverse("approvals:ask", args=["papers.letter", draft.pk])
    seal = reverse("approvals:request_seal_for", args=["papers.letter", out.pk])

    before = client.get(draft.get_absolute_url())
    assert ask in before.content.decode()
    assert [name for name, *_rest in before.context["steps"]] == ["issue", "withdraw"]
    values = {"asked_zh": "发函", "steps": "处长"}
    assert client.post(ask, values).status_code == 302
    registered.submit_approval(Approval.objects.get(), on=DAY, by=officer)

    after = client.get(draft.get_absolute_url())
    assert [name for name, *_rest in after.context["steps"]] == ["withdraw"]
    assert after.context["change_url"] == ""
    assert Approval.objects.get().number in after.context["held"][0]
    assert seal in client.get(out.get_absolute_url()).content.decode()
    assert client.get(seal).status_code == 200
