"""The way of an agreement: every step from every state, and what each decision leaves behind."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from entente.kit import audit
from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.models import AuditEntry
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import AGREEMENT_FLOW, AgreementState
from entente.partnerships.models import Agreement
from tests.factories import make_unit, make_user
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import DAY, answer_all, let_all_sign, make_agreement

pytestmark = pytest.mark.django_db
S = AgreementState
LEADS_TO = {
    (S.DRAFT, "submit"): S.CHECKS,
    (S.CHECKS, "pass_checks"): S.IN_REVIEW,
    (S.CHECKS, "recall"): S.DRAFT,
    (S.CHECKS, "return"): S.DRAFT,
    (S.CHECKS, "withdraw"): S.WITHDRAWN,
    (S.IN_REVIEW, "check_again"): S.CHECKS,
    (S.DRAFT, "register"): S.SIGNED,
    (S.DRAFT, "withdraw"): S.WITHDRAWN,
    (S.IN_REVIEW, "approve"): S.SIGNING,
    (S.IN_REVIEW, "return"): S.DRAFT,
    (S.IN_REVIEW, "withdraw"): S.WITHDRAWN,
    (S.SIGNING, "sign"): S.SIGNED,
    (S.SIGNING, "return"): S.DRAFT,
    (S.SIGNING, "withdraw"): S.WITHDRAWN,
    (S.SIGNED, "take_effect"): S.IN_FORCE,
    (S.IN_FORCE, "terminate"): S.IN_FORCE,
    (S.IN_FORCE, "end"): S.ENDED,
}
SERVICES = {
    "submit": lambda record, by: services.submit_agreement(record, by=by),
    "register": lambda record, by: services.register_agreement(
        record, on=DAY, signed_on=DAY, by=by
    ),
    "withdraw": lambda record, by: services.withdraw_agreement(record, reason="No", by=by),
    "pass_checks": lambda record, by: services.send_on(record, reason="Urgent", by=by),
    "recall": lambda record, by: services.recall_agreement(record, by=by),
    "approve": lambda record, by: services.approve_agreement(record, by=by),
    "sign": lambda record, by: services.sign_agreement(record, on=DAY, signed_on=DAY, by=by),
    "return": lambda record, by: services.return_agreement(record, reason="Clause 4", by=by),
    "take_effect": lambda record, by: services.bring_into_force(
        record, on=datetime.date(2030, 1, 1), by=by
    ),
    "terminate": lambda record, by: services.terminate_agreement(
        record,
        kind="mutual",
        notified_on=DAY,
        last_day=datetime.date(2027, 1, 1),
        reason="Over",
        on=DAY,
        by=by,
    ),
    "end": lambda record, by: services.end_agreement(
        record, on=DAY, ended_on=DAY, reason="Over", by=by
    ),
}


@pytest.mark.parametrize("step", list(AGREEMENT_FLOW))
@pytest.mark.parametrize("state", AgreementState.values)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert AGREEMENT_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            AGREEMENT_FLOW.move(state, step)


@pytest.mark.parametrize("step", list(SERVICES))
@pytest.mark.parametrize("state", AgreementState.values)
def test_every_decision_asks_the_state(state, step):
    agreement = make_agreement(state=state)
    if (state, step) == (S.SIGNING, "sign"):
        let_all_sign(agreement)
    if (state, step) == (S.CHECKS, "pass_checks"):
        check = agreement.checks.get(department="legal")
        answer_all(agreement, but=check)
        services.answer_check(check, answer="objection", note="No", on=DAY, by=system_user())
        agreement.refresh_from_db()
    entries = AuditEntry.objects.count()

    if (state, step) in LEADS_TO:
        SERVICES[step](agreement, system_user())
        assert agreement.state != state or LEADS_TO[state, step] == state
    else:
        with pytest.raises(DomainError):
            SERVICES[step](agreement, system_user())
        agreement.refresh_from_db()
        assert agreement.state == state
        assert AuditEntry.objects.count() == entries


def test_signing_brings_the_agreement_into_force_with_a_number_and_the_names_of_the_day():
    unit = make_unit(code="CUIT")
    partner = make_organisation(name_zh="滑铁卢大学", name_en="University of Waterloo")
    agreement = make_agreement(unit, state=S.SIGNING, partner=partner)
    let_all_sign(agreement)
    officer = make_user(unit)

    services.sign_agreement(
        agreement, on=DAY, signed_on="2026-04-30", place_en="Waterloo", by=officer
    )

    agreement.refresh_from_db()
    assert agreement.state == S.IN_FORCE
    assert agreement.number == "CUIT-2026-001"
    party = agreement.parties.get(organisation=partner)
    assert (party.name_at_signing_zh, party.name_at_signing_en) == (
        "滑铁卢大学",
        "University of Waterloo",
    )
    entry = AuditEntry.objects.get(verb="agreement.signed")
    assert entry.by == officer
    assert entry.changes == {
        "number": ["", "CUIT-2026-001"],
        "state": ["signing", "in_force"],
        "signed_on": ["", "2026-04-30"],
        "place_en": ["", "Waterloo"],
    }
    assert audit.verify()[1] == []


def test_an_agreement_that_begins_later_is_signed_first():
    agreement = make_agreement(state=S.SIGNING, starts_on="2026-09")
    let_all_sign(agreement)

    services.sign_agreement(agreement, on=DAY, signed_on=DAY, by=system_user())

    assert agreement.state == S.SIGNED
    with pytest.raises(DomainError, match="2026年9月1日"):
        services.bring_into_force(agreement, on=datetime.date(2026, 8, 31), by=system_user())
    services.bring_into_force(agreement, on=datetime.date(2026, 9, 1), by=system_user())
    assert agreement.state == S.IN_FORCE


def test_numbers_have_no_gap_and_count_for_each_institution_and_year():
    unit, other = make_unit(code="AAA"), make_unit(code="BBB")
    school = make_unit(unit)
    for owner in (unit, school, other):
        make_agreement(owner, state=S.IN_FORCE)
    refused = make_agreement(unit, state=S.SIGNING)
    let_all_sign(refused)
    with pytest.raises(DomainError):
        services.sign_agreement(refused, on=DAY, signed_on="2027-05-01", by=system_user())
    make_agreement(unit, state=S.IN_FORCE, on=datetime.date(2027, 1, 1))
    services.sign_agreement(refused, on=DAY, signed_on=DAY, by=system_user())

    numbers = Agreement.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [
        "AAA-2026-001",
        "AAA-2026-002",
        "AAA-2026-003",
        "AAA-2027-001",
        "BBB-2026-001",
    ]


def test_a_document_of_1979_is_registered_after_the_fact():
    agreement = make_agreement(kind="cooperation", source="Cooperation cases (1)")

    services.register_agreement(agreement, on=DAY, signed_on="1979", by=system_user())

    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.signed_on)) == (S.IN_FORCE, "1979")
    assert agreement.first_day == datetime.date(1979, 1, 1)


def test_a_document_without_a_date_needs_its_source():
    agreement = make_agreement()

    with pytest.raises(ValidationError) as refusal:
        services.register_agreement(agreement, on=DAY, by=system_user())
    assert list(refusal.value.message_dict) == ["signed_on"]
    agreement.refresh_from_db()
    assert (agreement.state, agreement.number) == (S.DRAFT, "")

    services.register_agreement(agreement, on=DAY, source="Page of the school", by=system_user())
    assert (agreement.state, agreement.signed_on) == (S.IN_FORCE, None)


def test_a_document_that_has_run_out_is_registered_as_ended():
    agreement = make_agreement(signed_on="2012", ends_on="2017")

    services.register_agreement(agreement, on=DAY, by=system_user())

    assert agreement.state == S.ENDED


def test_ending_before_its_time_sets_the_last_day_and_keeps_the_reason():
    agreement = make_agreement(state=S.IN_FORCE, signed_on="2020", ends_on="2030-12-31")

    services.end_agreement(
        agreement, on=DAY, ended_on="2026-04-30", reason="The partner closed", by=system_user()
    )

    assert (agreement.state, str(agreement.ends_on)) == (S.ENDED, "2026-04-30")
    assert AuditEntry.objects.get(verb="agreement.ended").note == "The partner closed"


@pytest.mark.parametrize(
    ("ended_on", "sentence"),
    [
        (None, "Say when it ended."),
        ("2026-05-02", "This day has not come yet."),
        ("2019", "It cannot end before it began."),
    ],
)
def test_an_impossible_end_is_refused_at_its_field(ended_on, sentence, settings):
    settings.LANGUAGE_CODE = "en"
    agreement = make_agreement(state=S.IN_FORCE, starts_on="2020", signed_on="2020")

    with pytest.raises(DomainError) as refusal:
        services.end_agreement(agreement, on=DAY, ended_on=ended_on, reason="x", by=system_user())

    assert refusal.value.message_dict == {"ended_on": [sentence]}


@pytest.mark.parametrize(("missing", "code"), [("unit", "no_unit"), ("organisation", "no_partner")])
def test_an_agreement_without_both_sides_is_not_submitted(missing, code):
    agreement = make_agreement()
    agreement.parties.exclude(**{missing: None}).delete()

    with pytest.raises(DomainError) as refusal:
        services.submit_agreement(agreement, by=system_user())

    assert refusal.value.code == code
    agreement.refresh_from_db()
    assert agreement.state == S.DRAFT


def test_what_is_under_review_changes_only_once_returned():
    agreement = make_agreement(state=S.IN_REVIEW)
    officer = make_user()

    for change in (
        lambda: services.change_agreement(agreement, by=system_user(), title_en="Another"),
        lambda: services.remove_party(agreement.parties.first(), by=system_user()),
    ):
        with pytest.raises(DomainError) as refusal:
            change()
        assert refusal.value.code == "under_review"
    services.hand_over_agreement(agreement, owner=officer, by=system_user())

    agreement.refresh_from_db()
    assert agreement.owner == officer


def test_who_read_an_older_version_is_told_and_nothing_is_overwritten():
    agreement = make_agreement()
    seen = agreement.version
    services.change_agreement(agreement, by=system_user(), seen=seen, notes="First")

    with pytest.raises(ChangedMeanwhileError):
        services.change_agreement(agreement, by=system_user(), seen=seen, notes="Second")

    agreement.refresh_from_db()
    assert agreement.notes == "First"


@pytest.mark.parametrize("decide", [services.return_agreement, services.withdraw_agreement])
def test_sending_back_and_giving_up_need_a_reason(decide):
    agreement = make_agreement(state=S.IN_REVIEW)

    with pytest.raises(DomainError) as refusal:
        decide(agreement, reason="  ", by=system_user())

    assert list(refusal.value.message_dict) == ["reason"]
