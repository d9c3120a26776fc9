"""What is kept of non-degree education."""

from entente.training.models.adverts import Advert, Appearance
from entente.training.models.classes import (
    LESSON_CODES,
    Attendance,
    Learner,
    Lesson,
    Payment,
    TrainingClass,
)
from entente.training.models.organisers import Organiser
from entente.training.models.projects import Project
from entente.training.models.quality import (
    Evaluation,
    EvaluationAnswer,
    EvaluationTaker,
    Finding,
)

__all__ = [
    "LESSON_CODES",
    "Advert",
    "Appearance",
    "Attendance",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationTaker",
    "Finding",
    "Learner",
    "Lesson",
    "Organiser",
    "Payment",
    "Project",
    "TrainingClass",
]
