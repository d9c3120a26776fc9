"""Rounds, the sheets of units in them, and what is answered."""

from entente.collecting.models.parts import Answer, Part, SheetQuerySet
from entente.collecting.models.rounds import Round, RoundQuerySet

__all__ = ["Answer", "Part", "Round", "RoundQuerySet", "SheetQuerySet"]
