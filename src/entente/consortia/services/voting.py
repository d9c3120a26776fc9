"""Decisions about motions: tabling, voting, counting, what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from entente.consortia.enums import (
    MOTION_FLOW,
    Choice,
    Effect,
    MeetingState,
    MotionState,
    QuorumState,
)
from entente.consortia.models import Meeting, Motion, Room, Vote
from entente.consortia.services.values import set_values
from entente.consortia.voting import Tally, carried, votes_needed
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User

# What each effect must say; nothing else is kept for it.
NEEDED: dict[str, tuple[str, ...]] = {
    Effect.NONE: (),
    Effect.ADMIT: ("organisation", "member_class"),
    Effect.EXCLUDE: ("organisation",),
    Effect.CHANGE_CLASS: ("organisation", "member_class"),
    Effect.MANDATE: ("office",),
    Effect.DUES: ("year", "member_class", "amount", "currency"),
    Effect.STATUTE: ("statute",),
    Effect.HOST: ("series", "year", "organisation"),
}


def table_motion(meeting: Meeting, *, by: User, **values: Any) -> Motion:
    """Put a motion before a meeting, with what it would do to the records (`effect`)."""
    with locking(meeting):
        _refuse_over(meeting)
        motion = Motion(meeting=meeting)
        set_values(motion, values)
        _check_effect(motion)
        return creating(motion, by=by, verb="motion.tabled")


def change_motion(motion: Motion, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a motion on which no vote has been opened."""
    with locking(motion.meeting), changing(motion, by=by, verb="motion.changed", seen=seen):
        MOTION_FLOW.move(motion.state, "open_vote")
        _refuse_over(motion.meeting)
        set_values(motion, values)
        _check_effect(motion)


def _refuse_over(meeting: Meeting) -> None:
    if meeting.state not in {MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.OPEN}:
        raise DomainError(_("The meeting is over; nothing more can be moved."), code="over")


def _check_effect(motion: Motion) -> None:
    missing = [name for name in NEEDED[motion.effect] if getattr(motion, name) in (None, "")]
    if missing:
        raise DomainError(
            {name: _("A motion of this kind needs this.") for name in missing}, code="incomplete"
        )
    if motion.effect == Effect.MANDATE and bool(motion.person_id) == bool(motion.organisation_id):
        raise DomainError(
            {"person": _("Name a person or an organisation, and only one.")}, code="one_holder"
        )
    if motion.is_secret and motion.meeting.is_written:
        raise DomainError(
            {"is_secret": _("A ballot in writing shows who voted; it cannot be secret.")},
            code="written_and_secret",
        )
    if motion.agenda_item and motion.agenda_item.meeting_id != motion.meeting_id:
        raise DomainError(
            {"agenda_item": _("This item belongs to another meeting.")}, code="other_meeting"
        )


def open_vote(motion: Motion, *, by: User) -> None:
    """Open the vote on a motion; the meeting must be open."""
    with locking(motion.meeting), changing(motion, by=by, verb="motion.vote_opened"):
        _refuse_closed_meeting(motion.meeting)
        motion.state = MOTION_FLOW.move(motion.state, "open_vote")


def withdraw_motion(motion: Motion, *, by: User, reason: str = "") -> None:
    """Take a motion back before its votes are counted."""
    with locking(motion.meeting):
        _refuse_over(motion.meeting)
        with changing(motion, by=by, verb="motion.withdrawn", note=reason):
            motion.state = MOTION_FLOW.move(motion.state, "withdraw_motion")


def _refuse_closed_meeting(meeting: Meeting) -> None:
    if meeting.state != MeetingState.OPEN:
        raise DomainError(_("Votes are taken while the meeting is open."), code="not_open")


# --- Voting ---------------------------------------------------------------------------------------


def record_votes(motion: Motion, choices: Mapping[int, str], *, by: User) -> None:
    """Record what members vote, by the key of the membership; an empty choice takes a vote back.

    All or none. Only who has a vote on the day and is there, or represented, can vote.
    """
    with locking(motion.meeting), locking(motion):
        _refuse_closed_meeting(motion.meeting)
        _refuse_no_vote_open(motion)
        if motion.is_secret:
            raise DomainError(
                _("In a secret ballot nobody's vote is recorded, only the totals."), code="secret"
            )
        room = motion.meeting.room()
        cast = {vote.membership_id: vote for vote in motion.votes.all()}
        for key, choice in choices.items():
            if choice:
                _refuse_voter(motion.meeting, room, key)
            _write_vote(motion, cast.get(key), key, choice, by=by)


def _refuse_no_vote_open(motion: Motion) -> None:
    if motion.state != MotionState.VOTING:
        raise DomainError(_("No vote is open on this motion now."), code="wrong_state")


def _write_vote(motion: Motion, vote: Vote | None, key: int, choice: str, *, by: User) -> None:
    if vote is None and choice:
        creating(Vote(motion=motion, membership_id=key, choice=choice), by=by, verb="vote.cast")
    elif vote is not None and not choice:
        removing(vote, by=by, verb="vote.taken_back")
    elif vote is not None and vote.choice != choice:
        with changing(vote, by=by, verb="vote.cast"):
            vote.choice = choice


def _refuse_voter(meeting: Meeting, room: Room, key: int) -> None:
    field = f"choice_{key}"
    place = next((place for place in room.places if place.key == key), None)
    if place is None:
        raise DomainError(
            {
                field: _("Only members of %(body)s on %(day)s vote here.")
                % {"body": meeting.body, "day": meeting.held_on.isoformat()}
            },
            code="no_member",
        )
    words = {"member": place.elector.membership}
    if place.elector.votes is None:
        raise DomainError(
            {field: _("The register does not say whether %(member)s has a vote.") % words},
            code="vote_unknown",
        )
    if not place.elector.votes:
        raise DomainError({field: _("%(member)s has no vote.") % words}, code="no_vote")
    if key not in {able.key for able in room.may_vote()}:
        raise DomainError(
            {field: _("%(member)s is neither present nor represented.") % words}, code="absent"
        )


# --- Counting -------------------------------------------------------------------------------------


def close_vote(motion: Motion, *, by: User, totals: Tally | None = None) -> None:
    """Close the vote and count: adopted, rejected, or refused because the quorum is not reached.

    Votes count of those who have one on the day of the meeting by the register of this moment; a
    vote of somebody who turned out to have left is not counted. `totals` are those of a secret
    ballot. Of two people who close it at once the second is refused.
    """
    with locking(motion.meeting), changing(motion, by=by, verb="motion.counted"):
        _refuse_closed_meeting(motion.meeting)
        _refuse_no_vote_open(motion)
        room = motion.meeting.room()
        able = {place.key for place in room.may_vote()}
        if motion.is_secret:
            tally, voted = _secret(totals, len(able)), able
        else:
            tally, voted = _count(motion, able)
        _keep(motion, room, tally, voted)
        step = "refuse"
        if motion.quorum_state == QuorumState.REACHED:
            step = "adopt" if _is_carried(motion) else "reject"
        motion.state = MOTION_FLOW.move(motion.state, step)


def _count(motion: Motion, able: set[int]) -> tuple[Tally, set[int]]:
    choices = {
        vote.membership_id: vote.choice for vote in motion.votes.all() if vote.membership_id in able
    }
    numbers = [
        sum(choice == wanted for choice in choices.values())
        for wanted in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    ]
    return Tally(*numbers), set(choices)


def _secret(totals: Tally | None, able: int) -> Tally:
    if totals is None:
        raise DomainError({"votes_for": _("Enter the totals of the ballot.")}, code="no_totals")
    given = totals.votes_for + totals.votes_against + totals.abstentions
    if given > able:
        raise DomainError(
            {
                "votes_for": _("%(given)s votes are more than the %(able)s who can vote here.")
                % {"given": given, "able": able}
            },
            code="too_many_votes",
        )
    return totals


def _keep(motion: Motion, room: Room, tally: Tally, voted: set[int]) -> None:
    """Keep the arithmetic of this moment with the motion."""
    house, quorum = room.house(voted), room.quorum(voted)
    majority = room.statute.majority_for(motion.kind) if room.statute else ""
    if quorum.state == QuorumState.REACHED and not majority:
        raise DomainError(
            _("The statute in force says no majority for motions of this kind (%(kind)s).")
            % {"kind": motion.kind.label},
            code="no_majority",
        )
    motion.votes_for, motion.votes_against = tally.votes_for, tally.votes_against
    motion.abstentions = tally.abstentions
    motion.majority = majority
    motion.needed_for = votes_needed(majority, house, tally) if majority else None
    motion.quorum_state = quorum.state
    motion.quorum_needed = quorum.needed_at_most or None
    motion.entitled, motion.taking_part = house.entitled, house.taking_part
    motion.unknown, motion.unknown_part = house.unknown, house.unknown_taking_part


def _is_carried(motion: Motion) -> bool:
    if not motion.majority:
        return motion.tally.votes_for > motion.tally.votes_against
    return carried(motion.majority, motion.house, motion.tally)


def recommend(motion: Motion, *, by: User) -> None:
    """Record, by choice of the chair, a vote without a quorum as a recommendation.

    It must have the votes that it would have taken; it changes no record.
    """
    with locking(motion.meeting), changing(motion, by=by, verb="motion.recommended"):
        _refuse_closed_meeting(motion.meeting)
        motion.state = MOTION_FLOW.move(motion.state, "recommend")
        if not _is_carried(motion):
            raise DomainError(
                _("It did not have the votes it takes, so it is no recommendation either."),
                code="not_carried",
            )


def recount(motion: Motion, *, by: User, reason: str) -> None:
    """Open a counted vote again while the meeting is open; the history keeps the former count."""
    with locking(motion.meeting), changing(motion, by=by, verb="motion.recounted", note=reason):
        _refuse_closed_meeting(motion.meeting)
        motion.state = MOTION_FLOW.move(motion.state, "recount")
        for name in ("votes_for", "votes_against", "abstentions", "needed_for", "quorum_needed"):
            setattr(motion, name, None)
        for name in ("entitled", "taking_part", "unknown", "unknown_part"):
            setattr(motion, name, None)
        motion.majority, motion.quorum_state = "", ""
