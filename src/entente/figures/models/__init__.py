"""Tallies, figures and their releases, texts and the claims in them."""

from entente.figures.models.figures import Figure, FigureQuerySet, Release
from entente.figures.models.reports import YearlyReport
from entente.figures.models.tallies import Tally, TallyQuerySet
from entente.figures.models.texts import Claim, ClaimQuerySet, SourceText
from entente.figures.models.totals import Span, Total, span_of

__all__ = [
    "Claim",
    "ClaimQuerySet",
    "Figure",
    "FigureQuerySet",
    "Release",
    "SourceText",
    "Span",
    "Tally",
    "TallyQuerySet",
    "Total",
    "YearlyReport",
    "span_of",
]
