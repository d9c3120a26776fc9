"""Rounds of reviews, the reviews, public notices with their objections."""

from entente.reviewing.models.notices import NoticeLine, Objection, PublicNotice
from entente.reviewing.models.reviews import Review
from entente.reviewing.models.rounds import Criterion, Panellist, ReviewRound

__all__ = [
    "Criterion",
    "NoticeLine",
    "Objection",
    "Panellist",
    "PublicNotice",
    "Review",
    "ReviewRound",
]
