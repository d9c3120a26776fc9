"""What resolutions do, and how a meeting runs from its invitation to its minutes."""

import datetime

import pytest
from django.utils import translation

from entente.consortia import services
from entente.consortia.enums import (
    MEETING_FLOW,
    MOTION_FLOW,
    Effect,
    MeetingState,
    MotionState,
)
from entente.consortia.models import (
    Consequence,
    Mandate,
    Meeting,
    Membership,
    Motion,
    Resolution,
    Statute,
)
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office.services import system_user
from tests.asking_consortia import close, refused
from tests.factories_consortia import (
    make_assembly,
    make_body,
    make_mandate,
    make_meeting,
    make_motion,
    make_series,
    make_statute,
    vote,
)
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)


# --- What resolutions do --------------------------------------------------------------------------


def adopt(meeting, members, **values):
    motion = make_motion(meeting, **values)
    vote(motion, members)
    assert close(motion) == "adopted"
    return motion


def resolved(members=3, **values):
    """Adopt one motion with an effect and close the meeting; give resolution and meeting."""
    meeting, memberships = make_assembly(members, present=members)
    if "of" in values:
        values["organisation"] = memberships[values.pop("of")].organisation
    adopt(meeting, memberships, **values)
    assert services.close_meeting(meeting, by=system_user()) == []
    return Resolution.objects.get(), meeting, memberships


def test_an_admission_enters_the_member_once_linked_both_ways():
    newcomer = make_organisation()
    resolution, meeting, _members = resolved(
        effect="admit",
        organisation=newcomer,
        member_class="full",
        grants_vote=True,
        effective_on=datetime.date(2026, 9, 1),
    )

    member = Membership.objects.get(organisation=newcomer)
    assert (str(member.joined_on), member.votes) == ("2026-09-01", True)
    assert [it.record for it in resolution.consequences.all()] == [member]
    assert list(Resolution.objects.of_record(member)) == [resolution]
    assert resolution.label == "2026-1"
    assert refused(services.carry_out, resolution) == ["It has been carried out already."]
    assert Membership.objects.filter(consortium=meeting.consortium).count() == 4


def test_an_exclusion_ends_the_membership_the_day_before():
    resolution, _meeting, members = resolved(
        effect="exclude",
        of=2,
        effective_on=datetime.date(2026, 7, 1),
    )

    members[2].refresh_from_db()
    assert str(members[2].left_on) == "2026-06-30"
    assert resolution.carried_out_at is not None


def test_a_change_of_class_begins_a_new_time_without_a_day_between():
    _resolution, meeting, members = resolved(
        effect="change_class",
        member_class="associate",
        grants_vote=False,
        of=0,
        effective_on=datetime.date(2026, 7, 1),
    )

    terms = Membership.objects.filter(organisation=members[0].organisation).order_by("pk")
    assert [(str(it.left_on or ""), it.member_class, it.votes) for it in terms] == [
        ("2026-06-30", "member", True),
        ("", "associate", False),
    ]
    assert meeting.consortium.memberships.on(datetime.date(2026, 6, 30)).count() == 3


def test_an_election_ends_the_former_mandate_and_gives_the_term_of_the_statute():
    meeting, members = make_assembly(3, present=3, statute={"chair_term_months": 24})
    former = make_mandate(meeting.consortium, members[0].organisation, starts_on="2012-11-06")
    adopt(meeting, members, effect="mandate", office="chair", organisation=members[1].organisation)
    services.close_meeting(meeting, by=system_user())

    former.refresh_from_db()
    chair = Mandate.objects.get(organisation=members[1].organisation)
    assert (str(former.ends_on), str(chair.starts_on), str(chair.ends_on)) == (
        "2026-05-31",
        "2026-06-01",
        "2028-05-31",
    )


def test_dues_a_statute_and_a_host_are_set_by_resolution():
    meeting, members = make_assembly(3, present=3)
    draft = make_statute(meeting.consortium, starts_on=None, title_en="Second statute")
    series = make_series(meeting.consortium)
    adopt(
        meeting,
        members,
        effect="dues",
        year=2027,
        member_class="full",
        amount="500.00",
        currency="EUR",
    )
    adopt(meeting, members, effect="statute", statute=draft, effective_on=datetime.date(2027, 1, 1))
    host = members[2].organisation
    adopt(meeting, members, effect="host", series=series, year=2027, organisation=host)

    assert services.close_meeting(meeting, by=system_user()) == []
    rate = meeting.consortium.dues_rates.get()
    assert (rate.year, str(rate.amount), rate.currency) == (2027, "500.00", "EUR")
    assert Statute.objects.get(pk=draft.pk).starts_on == datetime.date(2027, 1, 1)
    edition = series.editions.get()
    assert (edition.host, str(edition.starts_on), edition.state) == (host, "2027", "planned")
    assert Consequence.objects.count() == 3
    assert [it.label for it in Resolution.objects.order_by("number")] == [
        "2026-1",
        "2026-2",
        "2026-3",
    ]


def test_a_resolution_that_cannot_be_carried_out_waits_and_says_why():
    meeting, members = make_assembly(3, present=3)
    adopt(
        meeting,
        members,
        effect="admit",
        organisation=members[0].organisation,
        member_class="full",
    )

    with translation.override("en"):
        [(resolution, reason)] = services.close_meeting(meeting, by=system_user())

    assert reason == "Member 01 is a member in that time already."
    assert list(Resolution.objects.waiting()) == [resolution]
    meeting.refresh_from_db()
    assert meeting.state == "closed"


@pytest.mark.parametrize("effect", [effect for effect in Effect if effect != Effect.NONE])
def test_a_motion_says_all_that_its_effect_needs(effect):
    said = refused(services.table_motion, make_meeting(), title_en="Half", effect=effect)

    assert said
    assert Motion.objects.count() == 0


# --- Convening, minutes, flows --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("invited", "late"), [("2026-05-02", 0), ("2026-05-03", 1), ("2026-05-31", 29)]
)
def test_an_invitation_that_misses_the_notice_is_shown_as_late(invited, late):
    body = make_body()
    statute = make_statute(body.consortium)
    meeting = make_meeting(body=body)
    services.convene_meeting(
        meeting, convened_on=datetime.date.fromisoformat(invited), by=system_user()
    )

    assert meeting.days_late(statute) == late


def test_an_invitation_after_the_meeting_is_refused():
    said = refused(services.convene_meeting, make_meeting(), convened_on=datetime.date(2026, 6, 2))

    assert said == {"convened_on": ["The invitation went out after the day of the meeting."]}


def test_approved_minutes_stand():
    meeting, _members = make_assembly(1, present=1)
    services.close_meeting(meeting, by=system_user())
    assert list(
        refused(services.approve_minutes, meeting, approved_on=datetime.date(2026, 5, 1))
    ) == ["approved_on"]
    services.approve_minutes(meeting, approved_on=datetime.date(2026, 7, 1), by=system_user())

    assert refused(services.change_meeting, meeting, notes_en="x") == [
        "The meeting is over; what it says can no longer change."
    ]


MEETING_LEADS = {
    ("planned", "convene"): "convened",
    ("convened", "open"): "open",
    ("open", "close"): "closed",
    ("closed", "approve_minutes"): "approved",
    ("planned", "cancel"): "cancelled",
    ("convened", "cancel"): "cancelled",
}
MOTION_LEADS = {
    ("tabled", "open_vote"): "voting",
    ("voting", "adopt"): "adopted",
    ("voting", "reject"): "rejected",
    ("voting", "refuse"): "no_quorum",
    ("no_quorum", "recommend"): "recommended",
    ("tabled", "withdraw_motion"): "withdrawn",
    ("voting", "withdraw_motion"): "withdrawn",
} | {(state, "recount"): "voting" for state in ("adopted", "rejected", "no_quorum", "recommended")}


@pytest.mark.parametrize(
    ("flow", "states", "leads"),
    [
        (MEETING_FLOW, MeetingState, MEETING_LEADS),
        (MOTION_FLOW, MotionState, MOTION_LEADS),
    ],
)
def test_every_step_from_every_state(flow, states, leads):
    for step in flow:
        for state in states:
            if target := leads.get((state.value, step)):
                assert flow.move(state, step) == target
            else:
                with pytest.raises(DomainError):
                    flow.move(state, step)


def test_what_happens_in_a_meeting_is_read_in_its_own_history():
    meeting, members = make_assembly(1, present=1)
    adopt(meeting, members)
    services.close_meeting(meeting, by=system_user())

    verbs = [entry.verb for entry in AuditEntry.objects.about(meeting)]
    assert verbs == [
        "meeting.closed",
        "resolution.adopted",
        "motion.counted",
        "vote.cast",
        "motion.vote_opened",
        "motion.tabled",
        "attendance.recorded",
        "meeting.opened",
        "meeting.convened",
        "meeting.planned",
    ]
    assert {entry.chain for entry in AuditEntry.objects.about(meeting)} == {
        meeting.consortium.top_unit_id
    }
    assert Meeting.objects.get().state == "closed"
