"""Imports of sheets, and documents that were read."""

from entente.intake.models.documents import Document, Proposed
from entente.intake.models.imports import (
    Import,
    KnownName,
    SavedMapping,
    SourceKey,
    faults_as_kept,
    headings_of,
    key_of,
)

__all__ = [
    "Document",
    "Import",
    "KnownName",
    "Proposed",
    "SavedMapping",
    "SourceKey",
    "faults_as_kept",
    "headings_of",
    "key_of",
]
