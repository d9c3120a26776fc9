"""Mobility: what is stored, and how it is read."""

from entente.mobility.models.applications import Application, Wish
from entente.mobility.models.calls import Call, CallQuota, PlacementRun
from entente.mobility.models.programmes import Programme, ProgrammeAgreement
from entente.mobility.models.questions import AnswerFile, Question, answered, asked_of
from entente.mobility.models.rounds import FixedPlace, Offer
from entente.mobility.models.stays import Stay, StayQuerySet

__all__ = [
    "AnswerFile",
    "Application",
    "Call",
    "CallQuota",
    "FixedPlace",
    "Offer",
    "PlacementRun",
    "Programme",
    "ProgrammeAgreement",
    "Question",
    "Stay",
    "StayQuerySet",
    "Wish",
    "answered",
    "asked_of",
]
