"""The words of a document: pasted text, HTML, Word, PDF, scans where they can be read."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from entente.kit import word
from entente.kit.encodings import decoded, encoding_of
from entente.kit.errors import DomainError

LARGEST = 60_000_000
LONGEST = 5_000_000  # characters; a longer text is a shelf of documents
MOST_PAGES = 2000
FEW_LETTERS = 20  # a page of fewer is a picture of a page
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce", b"\xca\xfe\xba\xbe")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|span|article)\b", re.IGNORECASE)
_BLOCK_TAGS = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul title"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "head"})
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[^\W\d_]+")
_COMMON = (
    "the of and in to for with on by at from is are was were has have been an as which this that"
    " its their it will"
)
_ENGLISH = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Text:
    """The words of a document; `pages` are the places where its pages begin, if it has any."""

    content: str
    pages: tuple[int, ...] = ()
    by_eye: bool = False

    def page_of(self, at: int) -> int | None:
        """Give the number of the page on which a place lies; None where there are no pages."""
        return bisect_right(self.pages, at) if self.pages else None

    @property
    def language(self) -> str:
        """Say in which language it is: `zh`, `en`, or `other`."""
        sample = self.content[:200_000]
        letters = _WORDS.findall(sample.lower())
        if len(_HAN.findall(sample)) > 0.1 * max(len(sample), 1):
            return "zh"
        common = sum(word in _ENGLISH for word in letters)
        return "en" if len(letters) < 30 or common >= 0.08 * len(letters) else "other"


def read_bytes(content: bytes) -> Text:
    """Read a document by what is in it, whatever it is called; refuse, and say what it is."""
    if not content.strip():
        raise DomainError(_("This file is empty."), code="empty")
    if len(content) > LARGEST:
        raise DomainError(_("The file is too large."), code="too_large")
    if content.startswith(_PROGRAMS):
        raise DomainError(_("This file is a program and no document; it is not read."), code="run")
    if content.startswith(_OLD_OFFICE):
        raise DomainError(
            _("This is a Word document of before 2007. Please save it as .docx or PDF."),
            code="old_word",
        )
    if content.startswith(_PICTURES):
        raise DomainError(
            _("This is a picture. Please put scans into a PDF, one document each."), code="picture"
        )
    if b"%PDF-" in content[:1024]:
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _kept("\n".join(_word(content)))
    return _kept(_plain(content))


def _kept(content: str, pages: tuple[int, ...] = (), *, by_eye: bool = False) -> Text:
    if len(content) > LONGEST:
        raise DomainError(_("The text is longer than a document. Keep it in parts."), code="long")
    if not any(sign.isalpha() for sign in content):
        raise DomainError(_("There are no words in this document."), code="no_words")
    return Text(content, pages, by_eye)


def _word(content: bytes) -> list[str]:
    try:
        lines = word.lines_of(content)
    except DomainError as refusal:
        raise DomainError(
            _("This file cannot be read as a Word document. Please save it as .docx or PDF."),
            code="damaged",
        ) from refusal
    if not lines:
        raise DomainError(
            _("There are no words in this document, or it is no Word document."), code="no_words"
        )
    return lines


def _plain(content: bytes) -> str:
    encoding = encoding_of(content)
    if not encoding or (b"\x00" in content[:4096] and "16" not in encoding):
        raise DomainError(
            _("This file is no text. A document is read as PDF, Word (.docx), HTML or plain text."),
            code="no_text",
        )
    text = decoded(content, encoding).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    return _of_html(text) if _HTML.search(text[:20_000]) else text


# --- HTML -----------------------------------------------------------------------------------------


def _of_html(text: str) -> str:
    from lxml import html

    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, SyntaxError) as error:
        raise DomainError(
            _("This page cannot be read; it may be damaged."), code="damaged"
        ) from error
    pieces: list[str] = []
    _gather(root, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _gather(root: Any, pieces: list[str]) -> None:
    """Write the words of a page; a walk of its own, however deep the page is nested."""
    waiting: list[Any] = [root]
    while waiting:
        step = waiting.pop()
        if isinstance(step, str):
            pieces.append(step)
            continue
        if not isinstance(step.tag, str) or step.tag in _UNREAD:
            continue
        around = "\n" if step.tag in _BLOCKS else ""
        inside: list[Any] = [around + (step.text or "").replace("\n", " ")]
        for child in step:
            inside += [child, (child.tail or "").replace("\n", " ")]
        waiting += [around, *reversed(inside)]


# --- PDF ------------------------------------------------------------------------------------------


def _pdf(content: bytes) -> Text:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DomainError(
                _("This PDF opens with a password only. Please upload it without one."),
                code="locked",
            )
        if len(reader.pages) > MOST_PAGES:
            raise DomainError(_("The PDF has too many pages. Keep it in parts."), code="long")
        written = [page.extract_text() or "" for page in reader.pages]
    except DomainError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError,
            OSError, RuntimeError) as error:  # fmt: skip
        raise DomainError(
            _("This PDF is damaged and cannot be read. Please make it anew from its source."),
            code="damaged",
        ) from error
    by_eye = sum(len(page.strip()) for page in written) < FEW_LETTERS * max(len(written), 1)
    if by_eye:
        written = _seen(reader)
    starts, at = [], 0
    for page in written:
        starts.append(at)
        at += len(page) + 1
    return _kept("\n".join(written), tuple(starts), by_eye=by_eye)


def _seen(reader: Any) -> list[str]:
    """Read the pictures of a scan's pages, where the machine has the program for it."""
    program = shutil.which("tesseract")
    if program is None:
        raise DomainError(
            _(
                "This PDF holds pictures of pages and no text. Where the program tesseract with its"
                " Chinese data (chi_sim) is installed on the server, scans are read too."
            ),
            code="scan",
        )
    pages: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for page in reader.pages:
            said = []
            for at, image in enumerate(page.images):
                file = Path(folder) / f"{at}-{Path(image.name).name}"
                file.write_bytes(image.data)
                said.append(_read_picture(program, file))
            pages.append("\n".join(said))
    return pages


def _read_picture(program: str, file: Path) -> str:
    try:
        found = subprocess.run(  # noqa: S603 the program's own path, our own file
            [program, str(file), "-", "-l", "chi_sim+eng"],
            capture_output=True,
            check=True,
            timeout=120,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise DomainError(
            _("The scan could not be read: tesseract needs its Chinese data (chi_sim)."),
            code="scan",
        ) from error
    return found.stdout.decode("utf-8", "replace")
