"""What is kept of joint research."""

from entente.research.models.achievements import Achievement, AchievementPartner
from entente.research.models.centres import JointCentre
from entente.research.models.parts import CentrePartner, Director, Evaluation
from entente.research.models.projects import JointProject, ProjectPartner
from entente.research.models.publications import Affiliation, Publication

__all__ = [
    "Achievement",
    "AchievementPartner",
    "Affiliation",
    "CentrePartner",
    "Director",
    "Evaluation",
    "JointCentre",
    "JointProject",
    "ProjectPartner",
    "Publication",
]
