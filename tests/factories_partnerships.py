"""Ordinary agreements, made through the services that people use."""

import datetime
import itertools

from entente.office import services as office
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import (
    CommitteeMeeting,
    SchoolingEvaluation,
    SchoolingMajor,
    StudyPlan,
    YearlyReport,
)
from tests.factories import make_unit
from tests.factories_organisations import make_organisation

DAY = datetime.date(2026, 5, 1)
S = AgreementState
_count = itertools.count(1)


def make_agreement(unit=None, *, state=S.DRAFT, partner=None, by=None, on=DAY, **values):
    """Make an agreement between a unit and a partner and take it to a state by its own steps."""
    number = next(_count)
    unit = unit or make_unit()
    by = by or office.system_user()
    parties = [
        services.NewParty(unit=unit),
        services.NewParty(organisation=partner or make_organisation()),
    ]
    values = {
        "kind": "exchange",
        "title_zh": f"学生交换协议{number}",
        "title_en": f"Student exchange {number}",
        "parties": parties,
    } | values
    agreement = services.draft_agreement(by=by, unit=unit, **values)
    take_to(agreement, state, on=on, by=by)
    return agreement


def take_to(agreement, state, *, on=DAY, by):
    """Take a draft to a state by its own steps."""
    ways = {
        S.WITHDRAWN: lambda: services.withdraw_agreement(agreement, reason="Not needed", by=by),
        S.CHECKS: lambda: services.submit_agreement(agreement, on=on, by=by),
        S.IN_REVIEW: lambda: pass_checks(agreement, on=on, by=by),
        S.SIGNING: lambda: approve(agreement, on=on, by=by),
        S.SIGNED: lambda: sign(agreement, later=True, on=on, by=by),
        S.IN_FORCE: lambda: sign(agreement, on=on, by=by),
        S.ENDED: lambda: sign(agreement, over=True, on=on, by=by),
    }
    if state != S.DRAFT:
        ways[state]()
    assert agreement.state == state


def sign(agreement, *, later=False, over=False, on=DAY, by):
    """Take a draft through all steps until it is signed: in force at once, later, or over."""
    for party in agreement.ours:
        if party.unit.parent_id:
            give_authority(party.unit)
    if later and not agreement.starts_on:
        starts_on = on + datetime.timedelta(days=100)
        services.change_agreement(agreement, by=by, starts_on=starts_on)
    approve(agreement, on=on, by=by)
    let_all_sign(agreement, on=on, by=by)
    signed_on = agreement.signed_on or on
    services.sign_agreement(agreement, on=on, signed_on=signed_on, by=by)
    if over:
        services.end_agreement(agreement, on=on, ended_on=on, reason="Over", by=by)


def pass_checks(agreement, *, on=DAY, by=None):
    """Submit a draft and let every department pass it."""
    by = by or office.system_user()
    services.submit_agreement(agreement, on=on, by=by)
    answer_all(agreement, on=on, by=by)


def answer_all(agreement, answer="pass", *, but=None, on=DAY, by=None, **values):
    """Let every department that was asked answer, one of them left out."""
    for check in agreement.checks.filter(is_current=True, answer=""):
        if check != but:
            services.answer_check(
                check, answer=answer, on=on, by=by or office.system_user(), **values
            )
    agreement.refresh_from_db()


def approve(agreement, *, on=DAY, by=None):
    """Take a draft through the checks and approve it for signing."""
    pass_checks(agreement, on=on, by=by)
    services.approve_agreement(agreement, by=by or office.system_user())


def give_authority(unit, *, by=None, **values):
    """Let a unit below the university sign agreements of every kind."""
    values = {"document": "No. 12", "granted_by": "President", "starts_on": "2000"} | values
    return services.grant_authority(unit, by=by or office.system_user(), **values)


def let_all_sign(agreement, *, on=DAY, by=None, **values):
    """Let every party that is to sign do so: we in ink, partners by a signed PDF."""
    by = by or office.system_user()
    for party in agreement.parties.filter(role="signatory", signature__isnull=True):
        make_signature(party, on=on, by=by, **values)


def make_signature(party, *, on=DAY, by=None, **values):
    """Record an ordinary signature of a party."""
    values = {
        "way": "ink" if party.unit_id else "pdf",
        "authority": "president",
        "signer_zh": "王校长",
        "signer_en": "Wang",
    } | values
    return services.record_signature(party, on=on, by=by or office.system_user(), **values)


def make_text(
    agreement, *, by=None, language="en", side="ours", words="Article 1\nWords", **values
):
    """Add an ordinary version of a text; it is compared with what stands there."""
    values = {"received_on": DAY, "on": DAY} | values
    by = by or office.system_user()
    return services.add_text(agreement, language=language, side=side, words=words, by=by, **values)


def make_archive_list(unit, *, year=DAY.year, on=DAY, by=None, **values):
    """Draw up the hand-over list of a unit that has signed something in the year."""
    by = by or office.system_user()
    return services.draw_up_archive_list(unit, year, on=on, by=by, **values)


def hand_over(chosen, *, on=DAY, by=None):
    """Hand a list over to the archive."""
    by = by or office.system_user()
    services.hand_over_archive_list(chosen, handed_over_on=on, on=on, by=by)


def receive(chosen, *, on=DAY, by=None, **values):
    """Record the receipt of a list that was handed over."""
    values = {"received_on": on, "receiver": "Li", "archive_number": "WS-7"} | values
    services.receive_archive_list(chosen, on=on, by=by or office.system_user(), **values)


def make_schooling(unit=None, *, agreement=None, on=DAY, by=None, **values):
    """Register an ordinary cooperative programme: approved, running for eight years."""
    number = next(_count)
    agreement = agreement or make_agreement(unit, state=S.IN_FORCE, kind="programme")
    values = {
        "kind": "programme",
        "side": "foreign",
        "title_en": f"Programme {number}",
        "approval_number": f"MOE-{number}",
        "authority": "Ministry of Education",
        "valid_from": "2024",
        "valid_until": "2032-08-31",
    } | values
    return services.register_schooling(agreement, on=on, by=by or office.system_user(), **values)


PARTS = {
    SchoolingMajor: {"level": "bachelor", "name_en": "Geology"},
    StudyPlan: {
        "year": 2025,
        "courses": 30,
        "core": 12,
        "imported": 10,
        "imported_core": 4,
        "core_by_partner": 10,
        "hours": 1800,
        "hours_by_partner": 600,
    },
    CommitteeMeeting: {"held_on": DAY},
    YearlyReport: {"year": 2025, "submitted_on": DAY},
    SchoolingEvaluation: {"evaluated_on": DAY, "result": "passed"},
}


def make_part(model, schooling, *, on=DAY, by=None, file=None, **values):
    """Add an ordinary major, plan, meeting, report or evaluation."""
    part = model(schooling=schooling, **PARTS[model] | values)
    return services.add_schooling_part(part, on=on, by=by or office.system_user(), file=file)
