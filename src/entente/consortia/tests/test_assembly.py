"""An assembly: quorum, proxies and votes."""

import datetime
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from entente.consortia import services
from entente.consortia.models import (
    Membership,
    Motion,
    Resolution,
    Vote,
)
from entente.consortia.voting import Tally
from entente.kit import audit
from entente.kit.errors import DomainError
from entente.kit.models import Attachment, AuditEntry
from entente.office.services import system_user
from tests.asking_consortia import close, refused
from tests.factories_consortia import (
    attend,
    make_assembly,
    make_body,
    make_meeting,
    make_member,
    make_motion,
    vote,
)
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)


# --- Scene 14 -------------------------------------------------------------------------------------


def test_seven_of_eleven_are_short_of_two_thirds_and_the_motion_is_refused():
    meeting, members = make_assembly(11, present=7)
    motion = make_motion(meeting)
    vote(motion, members[:7])

    assert close(motion) == "no_quorum"
    assert (motion.entitled, motion.taking_part, motion.quorum_needed) == (11, 7, 8)
    assert (motion.votes_for, motion.quorum_state) == (7, "missed")


def test_with_one_proxy_it_passes():
    meeting, members = make_assembly(11, present=7)
    services.give_proxy(meeting, members[7], members[0], by=system_user(), proof="Letter in file")
    motion = make_motion(meeting)
    vote(motion, members[:8])

    assert close(motion) == "adopted"
    assert (motion.entitled, motion.taking_part, motion.votes_for) == (11, 8, 8)


def test_where_only_presence_counts_a_proxy_votes_but_makes_no_quorum():
    meeting, members = make_assembly(11, present=7, statute={"quorum_counts": "present"})
    services.give_proxy(meeting, members[7], members[0], by=system_user(), proof="Letter")
    motion = make_motion(meeting)
    vote(motion, members[:8])

    assert close(motion) == "no_quorum"
    assert (motion.taking_part, motion.votes_for) == (7, 8)


def test_by_choice_of_the_chair_a_vote_without_quorum_is_a_recommendation_that_does_nothing():
    meeting, members = make_assembly(11, present=7)
    newcomer = make_organisation()
    motion = make_motion(meeting, effect="admit", organisation=newcomer, member_class="full")
    vote(motion, members[:7])
    close(motion)

    services.recommend(motion, by=system_user())
    waiting = services.close_meeting(meeting, by=system_user())

    resolution = Resolution.objects.get()
    assert (resolution.is_recommendation, resolution.carried_out_at, waiting) == (True, None, [])
    assert not Membership.objects.filter(organisation=newcomer).exists()
    assert refused(services.carry_out, resolution) == [
        "It is a recommendation, because the quorum was missed; it changes no record."
    ]


def test_a_motion_that_had_not_the_votes_is_no_recommendation_either():
    meeting, members = make_assembly(11, present=7)
    motion = make_motion(meeting)
    vote(motion, members[:3])
    vote(motion, members[3:7], "against")
    close(motion)

    assert refused(services.recommend, motion) == [
        "It did not have the votes it takes, so it is no recommendation either."
    ]


def test_an_associate_without_a_vote_neither_votes_nor_counts():
    meeting, members = make_assembly(3, present=3)
    associate = make_member(
        meeting.consortium, member_class="associate", votes=False, joined_on="2013"
    )
    attend(meeting, [associate])
    motion = make_motion(meeting)
    vote(motion, members)

    assert (
        "has no vote"
        in refused(services.record_votes, motion, {associate.pk: "for"})[f"choice_{associate.pk}"][
            0
        ]
    )
    close(motion)
    assert (motion.entitled, motion.taking_part) == (3, 3)


def test_members_whose_vote_is_unknown_make_the_quorum_uncertain_and_nothing_is_adopted():
    meeting, members = make_assembly(6, present=4)
    for _ in range(3):
        make_member(meeting.consortium, joined_on="2013-01-01")
    motion = make_motion(meeting)
    vote(motion, members[:4])

    assert close(motion) == "no_quorum"
    assert (motion.quorum_state, motion.entitled, motion.unknown) == ("uncertain", 6, 3)


def test_who_is_not_surely_a_member_on_the_day_has_an_unknown_vote():
    meeting, members = make_assembly(2, present=2)
    late = make_member(meeting.consortium, votes=True, joined_on="2026")
    attend(meeting, [late])

    [electors] = [meeting.room().places]
    assert {place.key: place.elector.votes for place in electors} == {
        members[0].pk: True,
        members[1].pk: True,
        late.pk: None,
    }


# --- Proxies --------------------------------------------------------------------------------------


def test_a_proxy_for_two_is_refused_both_ways():
    meeting, members = make_assembly(11, present=7)
    give = {"proof": "Letter"}
    services.give_proxy(meeting, members[7], members[0], by=system_user(), **give)

    assert refused(services.give_proxy, meeting, members[8], members[0], **give) == {
        "holder": ["Member 01 may hold 1 proxy and cannot take another."]
    }
    assert refused(services.give_proxy, meeting, members[7], members[1], **give) == {
        "member": ["Member 08 has given its proxy to Member 01 already."]
    }


def test_a_statute_may_allow_more_proxies():
    meeting, members = make_assembly(11, present=7, statute={"proxies_per_holder": 2})
    for giver in members[7:9]:
        services.give_proxy(meeting, giver, members[0], by=system_user(), proof="Letter")

    assert meeting.attendances.filter(holder=members[0]).count() == 2


def test_a_proxy_needs_a_member_who_is_present_and_a_proof():
    meeting, members = make_assembly(5, present=2)
    foreign = make_member(joined_on="2012-11-06", votes=True)
    give = services.give_proxy

    def at(giver, holder, **named):
        return refused(give, meeting, giver, holder, **({"proof": "Letter"} | named))

    assert at(members[3], members[4]) == {
        "holder": ["Member 05 is not present and cannot hold a proxy."]
    }
    assert list(at(members[3], foreign)) == ["holder"]
    assert list(at(foreign, members[0])) == ["member"]
    assert at(members[3], members[3]) == {"holder": ["Nobody holds their own proxy."]}
    assert at(members[1], members[0]) == {"member": ["Member 02 is present itself."]}
    assert at(members[3], members[0], proof="") == {
        "proof": ["A proxy needs written proof: attach it, or say where it lies."]
    }
    assert meeting.attendances.filter(presence="proxy").count() == 0


def test_the_written_proof_is_attached():
    meeting, members = make_assembly(5, present=2)
    letter = SimpleUploadedFile("proxy.pdf", letter_as_pdf(), "application/pdf")

    row = services.give_proxy(meeting, members[3], members[0], by=system_user(), file=letter)

    assert Attachment.objects.of(row).count() == 1


def letter_as_pdf():
    from entente.kit.typeset import pdf

    return pdf(
        "kit/tests/typst/plain.typ",
        {"facts": [], "headings": ["A"], "rows": []},
        title="Proxy",
        on=DAY,
    )


def test_who_holds_a_proxy_does_not_go_before_it_is_taken_back():
    meeting, members = make_assembly(5, present=2)
    row = services.give_proxy(meeting, members[3], members[0], by=system_user(), proof="Letter")

    said = refused(services.record_attendance, meeting, {members[0].pk: ("absent", "")})
    assert said == {
        f"presence_{members[0].pk}": ["Member 01 holds the proxy of Member 04. Take it back first."]
    }
    services.take_proxy_back(row, by=system_user())
    services.record_attendance(meeting, {members[0].pk: ("absent", "")}, by=system_user())
    assert meeting.room().acting() == {members[1].pk}


# --- Votes ----------------------------------------------------------------------------------------


def test_who_may_not_vote_is_refused_at_their_line_and_nothing_is_saved():
    meeting, members = make_assembly(4, present=3)
    unknown, foreign = make_member(meeting.consortium, joined_on="2013-01-01"), make_member()
    motion = make_motion(meeting)
    services.open_vote(motion, by=system_user())

    for member, words in (
        (members[3], "Member 04 is neither present nor represented."),
        (unknown, f"The register does not say whether {unknown.organisation.name_en} has a vote."),
        (foreign, "Only members of General assembly on 2026-06-01 vote here."),
    ):
        said = refused(services.record_votes, motion, {members[0].pk: "for", member.pk: "for"})
        assert said == {f"choice_{member.pk}": [words]}
    assert Vote.objects.count() == 0


def test_a_vote_can_be_changed_and_taken_back_while_it_is_open():
    meeting, members = make_assembly(3, present=3)
    motion = make_motion(meeting)
    vote(motion, members)
    services.record_votes(motion, {members[0].pk: "against", members[1].pk: ""}, by=system_user())

    assert dict(motion.votes.values_list("membership", "choice")) == {
        members[0].pk: "against",
        members[2].pk: "for",
    }


def test_a_secret_ballot_has_totals_only():
    meeting, members = make_assembly(9, present=7)
    motion = make_motion(meeting, is_secret=True)
    services.open_vote(motion, by=system_user())

    assert refused(services.record_votes, motion, {members[0].pk: "for"}) == [
        "In a secret ballot nobody's vote is recorded, only the totals."
    ]
    assert refused(services.close_vote, motion, totals=Tally(5, 2, 1)) == {
        "votes_for": ["8 votes are more than the 7 who can vote here."]
    }
    assert close(motion, totals=Tally(4, 3, 0)) == "adopted"
    assert (motion.taking_part, motion.votes_for, Vote.objects.count()) == (7, 4, 0)


def test_a_tie_is_rejected():
    meeting, members = make_assembly(4, present=4)
    motion = make_motion(meeting)
    vote(motion, members[:2])
    vote(motion, members[2:], "against")

    assert close(motion) == "rejected"


def test_a_member_that_leaves_while_the_vote_is_open_is_not_counted():
    meeting, members = make_assembly(6, present=5)
    motion = make_motion(meeting)
    vote(motion, members[:5])

    services.end_membership(members[0], by=system_user(), left_on=DAY - datetime.timedelta(days=1))

    close(motion)
    assert (motion.entitled, motion.taking_part, motion.votes_for) == (5, 4, 4)


def test_a_member_that_leaves_later_still_votes_on_the_day():
    meeting, members = make_assembly(6, present=5)
    motion = make_motion(meeting)
    vote(motion, members[:5])
    services.end_membership(members[0], by=system_user(), left_on=DAY)

    close(motion)
    assert (motion.entitled, motion.votes_for) == (6, 5)


def test_a_recount_opens_the_vote_again_and_the_history_keeps_the_former_count():
    meeting, members = make_assembly(3, present=3)
    motion = make_motion(meeting)
    vote(motion, members)
    close(motion)

    services.recount(motion, by=system_user(), reason="Member 01 was misread")
    services.record_votes(
        motion, dict.fromkeys([members[0].pk, members[1].pk], "against"), by=system_user()
    )

    assert close(motion) == "rejected"
    assert (motion.votes_for, motion.votes_against) == (1, 2)
    entry = AuditEntry.objects.get(verb="motion.recounted")
    assert (entry.note, entry.changes["votes_for"]) == ("Member 01 was misread", [3, ""])


def test_after_the_meeting_nothing_is_recounted_or_moved():
    meeting, members = make_assembly(3, present=3)
    motion = make_motion(meeting)
    vote(motion, members)
    close(motion)
    services.close_meeting(meeting, by=system_user())

    assert refused(services.recount, motion, reason="x") == [
        "Votes are taken while the meeting is open."
    ]
    assert refused(services.table_motion, meeting, title_en="Late") == [
        "The meeting is over; nothing more can be moved."
    ]


def test_a_meeting_does_not_close_over_an_open_vote():
    meeting, _members = make_assembly(3, present=3)
    services.open_vote(make_motion(meeting, title_en="Dues"), by=system_user())

    assert refused(services.close_meeting, meeting) == [
        "The vote on “Dues” is still open. Close it first."
    ]
    meeting.refresh_from_db()
    assert meeting.state == "open"


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_close_a_vote_at_once_one_is_refused():
    meeting, members = make_assembly(3, present=3)
    motion = make_motion(meeting)
    vote(motion, members)
    outcomes, together = [], threading.Barrier(2)

    def run():
        mine = Motion.objects.get(pk=motion.pk)
        together.wait()
        try:
            services.close_vote(mine, by=system_user())
            outcomes.append("closed")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["closed", "wrong_state"]
    assert AuditEntry.objects.filter(verb="motion.counted").count() == 1
    assert audit.verify()[1] == []


def test_a_ballot_in_writing_counts_who_sent_a_vote():
    meeting, members = make_assembly(3, is_written=True)
    motion = make_motion(meeting)
    vote(motion, members[:1])
    assert close(motion) == "no_quorum"

    services.recount(motion, by=system_user(), reason="A letter came in time")
    vote(motion, members[1:2], "abstain")
    assert close(motion) == "adopted"
    assert (motion.taking_part, motion.entitled) == (2, 3)
    assert refused(services.record_attendance, meeting, {members[0].pk: ("present", "")}) == [
        "A ballot in writing has no attendance: who sends a vote takes part."
    ]


def test_in_a_council_vote_those_who_have_a_seat():
    meeting, members = make_assembly(5)
    council = make_body(
        meeting.consortium, kind="council", name_en="Council", has_all_members=False
    )
    for member, has_vote in zip(members[:3], (True, True, False), strict=True):
        services.seat_member(
            council, member.organisation, by=system_user(), votes=has_vote, starts_on="2013-01-01"
        )
    sitting = make_meeting(body=council, state="open")
    attend(sitting, members[:3])
    motion = make_motion(sitting)
    vote(motion, members[:2])

    assert close(motion) == "adopted"
    assert (motion.entitled, motion.taking_part) == (2, 2)
    assert list(refused(services.seat_member, council, make_organisation())) == ["organisation"]
