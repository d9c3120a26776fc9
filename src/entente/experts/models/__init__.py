"""What is kept of engagements of experts."""

from entente.experts.models.engagements import Engagement
from entente.experts.models.parts import Cost, ExpertStay, Lecture

__all__ = ["Cost", "Engagement", "ExpertStay", "Lecture"]
