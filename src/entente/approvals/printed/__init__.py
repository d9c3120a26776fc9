"""The approval form on paper, as PDF and as Word."""

from entente.approvals.printed.content import Form, form_of
from entente.approvals.printed.pdf import as_pdf
from entente.approvals.printed.word import as_word

__all__ = ["Form", "as_pdf", "as_word", "form_of"]
