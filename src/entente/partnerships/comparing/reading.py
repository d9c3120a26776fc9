"""The words of a document: Word, PDF and plain text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from entente.kit.encodings import decoded, encoding_of
from entente.kit.errors import DomainError

READABLE = ("docx", "pdf", "txt")
LONGEST = 300_000
MOST_PAGES = 400


def words_of(content: bytes, kind: str) -> str:
    """Read the words of a file of a kind (`docx`, `pdf`, `txt`), numbers of lists left out.

    What holds no words, as a scan does, and what cannot be read is refused with the way out.
    """
    try:
        words = _READERS[kind](content)
    except KeyError:
        raise DomainError(
            _("Text is read from Word, PDF and plain text files. Paste the text instead."),
            code="unreadable_kind",
        ) from None
    except (PyPdfError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise DomainError(
            _("The text of this file cannot be read. Paste the text instead."), code="unreadable"
        ) from error
    if not words.strip():
        raise DomainError(
            _("This file holds no text, only pictures of it. Paste the text instead."),
            code="no_words",
        )
    return words


def _word(content: bytes) -> str:
    return "\n".join(_lines(Document(io.BytesIO(content))))


def _lines(document: Any) -> Iterator[str]:
    """Give paragraphs and rows of tables in the order in which they stand."""
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, document).text
        elif child.tag == qn("w:tbl"):
            for row in Table(child, document).rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield " ".join(cells)


def _pdf(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages[:MOST_PAGES])


def _plain(content: bytes) -> str:
    encoding = encoding_of(content)
    if not encoding:
        raise ValueError
    return decoded(content, encoding)


_READERS = {"docx": _word, "pdf": _pdf, "txt": _plain}
