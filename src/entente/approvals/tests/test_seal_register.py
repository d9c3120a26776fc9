"""The register of seals: every step from every state, who may approve, what may be sealed."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from entente.approvals import missing, services
from entente.approvals.enums import SEAL_FLOW, SealKind, SealState
from entente.approvals.models import Seal, SealRequest
from entente.kit.errors import DomainError
from entente.kit.models import Attachment, AuditEntry
from entente.office import roles
from entente.partnerships import services as agreements_services
from entente.partnerships.enums import AgreementState
from entente.partnerships.parts.approving import agreements
from tests.factories import make_staff, make_unit, make_user
from tests.factories_approvals import DAY, make_request, make_seal
from tests.factories_partnerships import make_agreement, make_signature

pytestmark = pytest.mark.django_db
Z = SealState
NEXT_DAY = DAY + datetime.timedelta(days=1)
LEADS_TO = {
    (Z.REQUESTED, "approve_seal"): Z.APPROVED,
    (Z.REQUESTED, "refuse_seal"): Z.REFUSED,
    (Z.REQUESTED, "withdraw_seal"): Z.WITHDRAWN,
    (Z.APPROVED, "apply_seal"): Z.USED,
    (Z.APPROVED, "withdraw_seal"): Z.WITHDRAWN,
}


def apply(request, *, copies=1, applied_on=DAY, on=DAY, **more):
    services.apply_seal(
        request, on=on, applied_on=applied_on, copies=copies, by=make_user(), **more
    )


TAKE = {
    "approve_seal": lambda it: services.approve_seal(it, on=DAY, by=make_user()),
    "refuse_seal": lambda it: services.refuse_seal(it, reason="No", by=make_user()),
    "apply_seal": apply,
    "withdraw_seal": lambda it: services.withdraw_seal(it, reason="No", by=make_user()),
}


@pytest.mark.parametrize("step", SEAL_FLOW.steps)
@pytest.mark.parametrize("state", Z)
def test_every_step_from_every_state(state, step):
    request = make_request(state=state)

    if target := LEADS_TO.get((state, step)):
        TAKE[step](request)
        assert SealRequest.objects.get().state == target
    else:
        with pytest.raises(DomainError):
            TAKE[step](request)
        assert SealRequest.objects.get().state == state


def test_the_register_says_who_asked_approved_and_sealed_and_how_many_copies():
    unit = make_unit(code="CUIT")
    officer, head = make_user(unit), make_user(unit)
    seal = make_seal(unit)

    request = make_request(seal=seal, by=officer, head=head, state=Z.USED, copies=4)

    assert request.number == "CUIT-SEAL-2026-001"
    assert (request.applicant, request.approved_by, request.applied_by) == (
        officer,
        head,
        seal.keeper,
    )
    assert (request.approved_on, request.applied_on, request.copies_sealed) == (DAY, DAY, 4)
    assert [entry.verb for entry in AuditEntry.objects.about(request)][::-1] == [
        "seal.requested",
        "seal.approved",
        "seal.applied",
    ]


def test_nobody_approves_their_own_request_unless_the_seal_allows_it():
    unit = make_unit()
    head = make_user(unit)
    strict = make_request(seal=make_seal(unit), by=head)
    lenient = make_request(seal=make_seal(unit, head_may_approve_own=True), by=head)

    with pytest.raises(DomainError) as refusal:
        services.approve_seal(strict, on=DAY, by=head)
    services.approve_seal(lenient, on=DAY, by=head)

    assert refusal.value.code == "own_request"
    assert SealRequest.objects.get(pk=strict.pk).state == Z.REQUESTED
    assert SealRequest.objects.get(pk=lenient.pk).state == Z.APPROVED


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"copies": 3}, "copies"),
        ({"copies": 0}, "copies"),
        ({"applied_on": NEXT_DAY}, "applied_on"),
        ({"applied_on": DAY - datetime.timedelta(days=1)}, "applied_on"),
    ],
)
def test_a_use_that_cannot_be_is_refused_at_its_field(values, field):
    request = make_request(state=Z.APPROVED, copies=2)

    with pytest.raises(DomainError) as refusal:
        apply(request, **values)

    assert list(refusal.value.message_dict) == [field]
    assert SealRequest.objects.get().state == Z.APPROVED


def test_fewer_copies_than_approved_may_be_sealed():
    request = make_request(state=Z.APPROVED, copies=4)

    apply(request, copies=3)

    assert SealRequest.objects.get().copies_sealed == 3


def test_a_seal_out_of_use_is_neither_asked_for_nor_approved_nor_applied():
    seal = make_seal()
    requested, approved = make_request(seal=seal), make_request(seal=seal, state=Z.APPROVED)
    services.change_seal(seal, by=make_user(), valid_until=DAY)

    with pytest.raises(DomainError):
        make_request(seal=seal, on=NEXT_DAY)
    with pytest.raises(DomainError):
        services.approve_seal(requested, on=NEXT_DAY, by=make_user())
    with pytest.raises(DomainError) as refusal:
        apply(approved, applied_on=NEXT_DAY, on=NEXT_DAY)
    apply(approved, applied_on=DAY, on=NEXT_DAY)

    assert list(refusal.value.message_dict) == ["applied_on"]
    assert SealRequest.objects.get(pk=approved.pk).state == Z.USED


def test_a_seal_not_yet_in_use_is_not_asked_for():
    with pytest.raises(DomainError):
        make_request(seal=make_seal(valid_from=NEXT_DAY))


def test_a_unit_asks_for_its_own_seals_and_for_those_above_it():
    university = make_unit()
    school, other = make_unit(university), make_unit(university)
    of_university, of_school = make_seal(university), make_seal(school, kind="department")

    assert make_request(school, seal=of_university).unit == school
    assert make_request(school, seal=of_school).unit == school
    for unit in (other, university, make_unit()):
        with pytest.raises(DomainError) as refusal:
            make_request(unit, seal=of_school)
        assert list(refusal.value.message_dict) == ["seal"]
    assert set(Seal.objects.above([school.path])) == {of_university, of_school}
    assert list(Seal.objects.above([other.path])) == [of_university]


def test_what_was_decided_on_is_not_changed_any_more():
    request = make_request()
    services.change_seal_request(request, on=DAY, by=make_user(), copies=5)
    services.approve_seal(request, on=DAY, by=make_user())

    with pytest.raises(DomainError):
        services.change_seal_request(request, on=DAY, by=make_user(), copies=50)

    assert SealRequest.objects.get().copies == 5


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"copies": 0}, "copies"),
        ({"copies": 10_000}, "copies"),
        ({"document": "  "}, "document"),
        ({"purpose": ""}, "purpose"),
    ],
)
def test_a_request_without_sense_is_refused_at_its_field(values, field):
    with pytest.raises(ValidationError) as refusal:
        make_request(**values)

    assert field in refusal.value.message_dict
    assert SealRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_zh": "", "name_en": ""}, "name_zh"),
        ({"valid_until": datetime.date(2019, 12, 31)}, "valid_until"),
        ({"kind": "wax"}, "kind"),
    ],
)
def test_a_seal_without_sense_is_refused_at_its_field(values, field):
    with pytest.raises(ValidationError) as refusal:
        make_seal(**values)

    assert field in refusal.value.message_dict


def test_who_has_left_keeps_no_seal():
    with pytest.raises(DomainError) as refusal:
        make_seal(keeper=make_user(is_active=False))

    assert list(refusal.value.message_dict) == ["keeper"]


def test_copies_are_summed_for_each_seal():
    seal = make_seal()
    make_request(seal=seal, state=Z.USED, copies=4)
    make_request(seal=seal, state=Z.USED, copies=3)
    make_request(seal=seal, state=Z.APPROVED, copies=100)

    assert Seal.objects.all().for_list().get().copies_sealed == 7


# --- The scan that comes back ---------------------------------------------------------------------


def test_the_scan_hangs_on_the_line_of_the_register_and_on_the_record_once():
    agreement = make_agreement()
    request = make_request(agreement.unit, record=agreement, state=Z.APPROVED)
    paper = SimpleUploadedFile("sealed.txt", b"Sealed")

    apply(request, scan=paper, language="zh")

    for record in (request, agreement):
        scan = Attachment.objects.of(record).get()
        assert (scan.kind, scan.language, scan.name) == ("scan", "zh", "sealed.txt")
    assert SealRequest.objects.for_list().get().scan_missing is False


def test_a_use_without_a_scan_shows_that_it_is_missing():
    used = make_request(state=Z.USED)
    make_request(state=Z.APPROVED)

    assert SealRequest.objects.for_list().get(pk=used.pk).scan_missing is True
    assert list(SealRequest.objects.all().lacking_scan()) == [used]


# --- Signed and sealed are two events -------------------------------------------------------------


def lacking(unit):
    officer = make_staff(roles.OFFICER, unit=unit)
    rows = missing.lacking_seal(agreements(), officer, agreements().ask)
    return rows if rows is None else list(rows)


def signed(unit, day="2026-05-01", way="ink_seal"):
    agreement = make_agreement(unit, state=AgreementState.SIGNING)
    by = make_user(unit)
    for party in agreement.parties.all():
        make_signature(party, on=DAY, by=by, way=way if party.unit_id else "pdf", signed_on=day)
    agreements_services.sign_agreement(agreement, on=DAY, by=by)
    return agreement


def test_a_signed_agreement_lacks_its_seal_until_one_is_put_on():
    unit = make_unit()
    make_seal(unit)
    agreement = signed(unit)
    make_agreement(unit)
    assert lacking(unit) == [agreement]
    assert missing.lacks_seal(agreement) is True

    request = make_request(unit, record=agreement, state=Z.APPROVED)
    assert lacking(unit) == [agreement]
    apply(request)

    assert lacking(unit) == []
    assert missing.lacks_seal(agreement) is False
    signature = agreement.parties.get(unit=unit).signature
    assert (str(signature.sealed_on), signature.seal) == ("2026-05-04", str(request.seal))


def test_a_seal_before_the_signature_is_refused_and_nothing_is_entered():
    unit = make_unit()
    agreement = signed(unit, "2026-05-03")
    early = DAY - datetime.timedelta(days=2)
    request = make_request(unit, record=agreement, state=Z.APPROVED, on=early)

    with pytest.raises(DomainError) as refusal:
        apply(request, applied_on=early)

    assert list(refusal.value.message_dict) == ["applied_on"]
    assert SealRequest.objects.get().state == Z.APPROVED
    assert agreement.parties.get(unit=unit).signature.sealed_on is None


@pytest.mark.parametrize("kind", [SealKind.SIGNATURE, SealKind.EMBOSSED])
def test_a_signature_stamp_or_an_embossed_seal_does_not_seal_a_document(kind):
    unit = make_unit()
    make_seal(unit)
    agreement = signed(unit)

    make_request(unit, record=agreement, seal=make_seal(unit, kind=kind), state=Z.USED)

    assert lacking(unit) == [agreement]


def test_what_was_signed_before_the_register_began_misses_nothing():
    unit = make_unit()
    assert lacking(unit) is None
    make_seal(unit, valid_from=datetime.date(2026, 5, 1))

    before, after = signed(unit, "2026-04-30"), signed(unit, "2026-05-01")
    signed(unit, way="pdf")
    make_agreement(unit, state=AgreementState.IN_FORCE, signed_on="2026-05-02", on=DAY)

    assert lacking(unit) == [after]
    assert missing.lacks_seal(before) is False


def test_another_institutions_register_demands_nothing_of_ours():
    ours, theirs = make_unit(), make_unit()
    make_seal(theirs)
    signed(ours)

    assert lacking(ours) is None
