"""Rounds of reviews, their criteria and panels, and the reviews."""

from entente.reviewing.models.reviews import Review
from entente.reviewing.models.rounds import Criterion, Panellist, ReviewRound

__all__ = ["Criterion", "Panellist", "Review", "ReviewRound"]
