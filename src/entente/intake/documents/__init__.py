"""The reader: old documents read into proposed records, each with the words it rests on."""

from entente.intake.documents.proposal import KINDS, Proposal, Span
from entente.intake.documents.reader import Reader, Reading
from entente.intake.documents.texts import Text, read_bytes

__all__ = ["KINDS", "Proposal", "Reader", "Reading", "Span", "Text", "read_bytes"]
