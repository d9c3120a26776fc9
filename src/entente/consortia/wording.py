"""What pages and minutes say of a count, in whole sentences of the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.consortia.enums import MotionState, QuorumCounts, QuorumState
from entente.consortia.models import Motion, Statute
from entente.consortia.voting import House


def quorum_sentences(
    house: House, state: str, needed: int | None, statute: Statute | None, *, written: bool
) -> list[str]:
    """Say who has a vote, who takes part, what the quorum is, and whether it is reached."""
    said = [_who(house, statute, written=written)]
    if house.unknown:
        said.append(
            ngettext(
                "Of %(count)s more member the register does not say for sure whether it votes.",
                "Of %(count)s more members the register does not say for sure whether they vote.",
                house.unknown,
            )
            % {"count": house.unknown}
        )
    words = statute.quorum_in_words() if statute else ""
    if not words:
        said.append(_("No statute of that day states a quorum."))
    elif needed:
        at_most = _("The quorum is %(needed)s at most: %(words)s.")
        exactly = _("The quorum is %(needed)s: %(words)s.")
        said.append((at_most if house.unknown else exactly) % {"needed": needed, "words": words})
    said.append(
        {
            QuorumState.REACHED: _("The quorum is reached."),
            QuorumState.MISSED: _("The quorum is missed."),
            QuorumState.UNCERTAIN: _(
                "Whether the quorum is reached is uncertain; nothing can be adopted."
            ),
        }[QuorumState(state)]
    )
    return said


def _who(house: House, statute: Statute | None, *, written: bool) -> str:
    numbers = {"entitled": house.entitled, "part": house.taking_part}
    if written:
        return _("%(entitled)s members have a vote; %(part)s sent theirs.") % numbers
    if statute and statute.quorum_counts == QuorumCounts.PRESENT:
        return _("%(entitled)s members have a vote; %(part)s of them are present.") % numbers
    return (
        _("%(entitled)s members have a vote; %(part)s of them are present or represented.")
        % numbers
    )


def count_sentences(motion: Motion) -> list[str]:
    """Say how a vote went and what came of it; nothing before it is counted."""
    if not motion.is_counted:
        return []
    tally = motion.tally
    numbers = {
        "votes_for": tally.votes_for,
        "votes_against": tally.votes_against,
        "abstentions": tally.abstentions,
        "needed": motion.needed_for,
        "majority": motion.get_majority_display(),
    }
    said = [_("For %(votes_for)s, against %(votes_against)s, abstentions %(abstentions)s.")]
    if motion.needed_for:
        said.append(_("%(needed)s votes in favour were needed: %(majority)s."))
    said = [sentence % numbers for sentence in said]
    return [*said, *_outcome(motion)]


def _outcome(motion: Motion) -> list[str]:
    missed = motion.quorum_state == QuorumState.MISSED
    match motion.state:
        case MotionState.ADOPTED:
            return [_("The motion is adopted.")]
        case MotionState.REJECTED:
            return [_("The motion is rejected.")]
        case MotionState.NO_QUORUM if missed:
            return [_("The decision is refused because the quorum was missed.")]
        case MotionState.NO_QUORUM:
            return [_("The decision is refused because the quorum is uncertain.")]
        case MotionState.RECOMMENDED if missed:
            return [
                _(
                    "Because the quorum was missed it is recorded, by decision of the chair, as a"
                    " recommendation; it changes no record."
                )
            ]
        case MotionState.RECOMMENDED:
            return [
                _(
                    "Because the quorum is uncertain it is recorded, by decision of the chair, as a"
                    " recommendation; it changes no record."
                )
            ]
    return []


def motion_sentences(motion: Motion, statute: Statute | None) -> list[str]:
    """Say the whole arithmetic of a counted motion: its quorum, its votes, what came of it."""
    if not motion.is_counted:
        return []
    written = motion.meeting.is_written
    quorum = quorum_sentences(
        motion.house, motion.quorum_state, motion.quorum_needed, statute, written=written
    )
    return [*quorum, *count_sentences(motion)]
