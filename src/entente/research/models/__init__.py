"""What is kept of joint laboratories and centres."""

from entente.research.models.centres import JointCentre
from entente.research.models.parts import CentrePartner, Director, Evaluation

__all__ = ["CentrePartner", "Director", "Evaluation", "JointCentre"]
