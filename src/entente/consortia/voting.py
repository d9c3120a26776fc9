"""Quorum and majority: the arithmetic of a decision. No database, no words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from entente.consortia.enums import Majority, QuorumState

_SHARES = {
    "half": (Fraction(1, 2), True),
    "two_thirds": (Fraction(2, 3), False),
    "three_quarters": (Fraction(3, 4), False),
    "all": (Fraction(1), False),
}


@dataclass(frozen=True)
class House:
    """How many have a vote on the day, and how many of them take part.

    `unknown` are members of whom nobody knows whether they vote; they are in none of the first two.
    """

    entitled: int
    taking_part: int
    unknown: int = 0
    unknown_taking_part: int = 0


@dataclass(frozen=True)
class Tally:
    """The votes that count."""

    votes_for: int
    votes_against: int
    abstentions: int = 0


@dataclass(frozen=True)
class Share:
    """A part of a whole: at least that much or, if `more`, more than that."""

    value: Fraction
    more: bool = False

    def needed(self, whole: int) -> int:
        """Say how many of a whole it takes; of nobody it takes one, who is not there."""
        exact = self.value * whole
        least = math.floor(exact) + 1 if self.more else math.ceil(exact)
        return max(least, 1)


@dataclass(frozen=True)
class Quorum:
    """Whether enough take part, and how many it took: the least and the most it can take."""

    state: QuorumState
    needed: int
    needed_at_most: int


def quorum(share: Share | None, house: House) -> Quorum:
    """Say whether a quorum is reached.

    Members whose vote is unknown make it uncertain wherever it depends on them: it is reached only
    if it is so whichever of them vote, and missed only if it is missed whichever of them vote.
    Where no share is stated nobody can tell.
    """
    if share is None:
        return Quorum(QuorumState.UNCERTAIN, 0, 0)
    absent = house.unknown - house.unknown_taking_part
    worst = share.needed(house.entitled + absent)
    best = share.needed(house.entitled + house.unknown_taking_part)
    least, most = share.needed(house.entitled), share.needed(house.entitled + house.unknown)
    if house.taking_part >= worst:
        # Who takes part and turns out to vote adds to both sides, which never turns it around.
        return Quorum(QuorumState.REACHED, least, most)
    if house.taking_part + house.unknown_taking_part < best:
        return Quorum(QuorumState.MISSED, least, most)
    return Quorum(QuorumState.UNCERTAIN, least, most)


def votes_needed(majority: str, house: House, tally: Tally) -> int:
    """Say how many votes in favour carry a motion.

    Members whose vote is unknown stand in the whole, so that doubt never carries a motion.
    """
    share, of = majority.rsplit("_", 1)
    whole = {
        "cast": tally.votes_for + tally.votes_against,
        "part": house.taking_part + house.unknown_taking_part,
        "all": house.entitled + house.unknown,
    }[of]
    return Share(*_SHARES[share]).needed(whole)


def carried(majority: str, house: House, tally: Tally) -> bool:
    """Say whether a motion has the votes it takes; a tie carries nothing."""
    if Majority(majority) is Majority.UNANIMOUS_CAST and tally.votes_against:
        return False
    return tally.votes_for >= votes_needed(majority, house, tally)
