"""The kinds of files that we keep, as data: what they are called, how they begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class FileKind:
    """A kind of file.

    `extensions` are the endings that fit, the first one is the usual one; `starts` are the bytes
    that a file of this kind begins with (none for kinds told by what is inside them); `marker` is
    what an office package says that it contains; `inline` kinds may be shown inside the browser.
    """

    code: str
    label: str | Promise
    media_type: str
    extensions: tuple[str, ...]
    starts: tuple[bytes, ...] = ()
    marker: str = ""
    inline: bool = False


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

PDF = FileKind("pdf", _("a PDF document"), "application/pdf", ("pdf",), starts=(b"%PDF-",))
JPEG = FileKind(
    "jpeg",
    _("a JPEG picture"),
    "image/jpeg",
    ("jpg", "jpeg", "jpe"),
    starts=(b"\xff\xd8\xff",),
    inline=True,
)
PNG = FileKind(
    "png", _("a PNG picture"), "image/png", ("png",), starts=(b"\x89PNG\r\n\x1a\n",), inline=True
)
WEBP = FileKind("webp", _("a WebP picture"), "image/webp", ("webp",), inline=True)
TIFF = FileKind(
    "tiff",
    _("a TIFF picture"),
    "image/tiff",
    ("tif", "tiff"),
    starts=(b"II*\x00", b"MM\x00*"),
)
DOCX = FileKind(
    "docx",
    _("a Word document"),
    _OOXML + "wordprocessingml.document",
    ("docx",),
    marker=_OOXML + "wordprocessingml.document.main+xml",
)
XLSX = FileKind(
    "xlsx",
    _("an Excel workbook"),
    _OOXML + "spreadsheetml.sheet",
    ("xlsx",),
    marker=_OOXML + "spreadsheetml.sheet.main+xml",
)
PPTX = FileKind(
    "pptx",
    _("a PowerPoint presentation"),
    _OOXML + "presentationml.presentation",
    ("pptx",),
    marker=_OOXML + "presentationml.presentation.main+xml",
)
ODT = FileKind("odt", _("an OpenDocument text"), _ODF + "text", ("odt",), marker=_ODF + "text")
ODS = FileKind(
    "ods",
    _("an OpenDocument spreadsheet"),
    _ODF + "spreadsheet",
    ("ods",),
    marker=_ODF + "spreadsheet",
)
XML = FileKind("xml", _("an XML file"), "application/xml", ("xml",))
CSV = FileKind("csv", _("a CSV table"), "text/csv", ("csv", "tsv"))
# Read where sheets come in (`SHEETS`), never kept as a document.
XLS = FileKind("xls", _("an Excel workbook of before 2007"), "application/vnd.ms-excel", ("xls",))
TEXT = FileKind("txt", _("a plain text"), "text/plain", ("txt", "text", "md"))

KINDS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, JPEG, PNG, WEBP, TIFF, XML, CSV, TEXT)
PICTURES = (JPEG, PNG, WEBP)
DOCUMENTS = (PDF, DOCX, ODT)
SHEETS = (XLSX, XLS, ODS, CSV)
BY_CODE = {kind.code: kind for kind in (*KINDS, XLS)}
BY_EXTENSION = {extension: kind for kind in BY_CODE.values() for extension in kind.extensions}

# What people hand in though we do not keep it: it deserves a better answer than "unknown".
REFUSED_STARTS: tuple[tuple[bytes, str | Promise], ...] = (
    (b"MZ", _("a Windows program")),
    (b"\x7fELF", _("a program")),
    (b"\xca\xfe\xba\xbe", _("a program")),
    (b"\xcf\xfa\xed\xfe", _("a program")),
    (b"#!", _("a script")),
    (b"Rar!", _("an archive")),
    (b"7z\xbc\xaf\x27\x1c", _("an archive")),
    (b"\x1f\x8b", _("an archive")),
    (b"GIF8", _("a GIF picture")),
    (b"{\\rtf", _("an RTF document")),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACRO_EXTENSIONS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm"})


def accept(kinds: tuple[FileKind, ...] = KINDS) -> str:
    """Give the endings of kinds as a file input wants them: `.pdf,.docx`."""
    return ",".join(f".{extension}" for kind in kinds for extension in kind.extensions)
