"""Look into a file before it is kept: what it is, whether its name tells the truth, any harm."""

from __future__ import annotations

import codecs
import re
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.errors import DomainError
from entente.kit.files import kinds
from entente.kit.files.kinds import BY_EXTENSION, KINDS, FileKind
from entente.kit.files.names import extension
from entente.kit.files.packages import RootElement, check_xml, inspect_package
from entente.kit.files.pdfs import inspect_pdf

_MARKUP = re.compile(
    rb"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|svg|iframe)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP_ROOTS = {
    "html": gettext_lazy("a web page"),
    "svg": gettext_lazy("an SVG drawing"),
}


def inspect(
    file: IO[bytes], name: str, size: int, allowed: tuple[FileKind, ...] = KINDS
) -> FileKind:
    """Say which kind a file is, from its content; refuse what we do not keep or what could harm.

    The file stands on a disk or in memory and can be read again; nothing in it is run.
    """
    if size == 0:
        raise DomainError(_("This file is empty."), code="empty")
    if extension(name) in kinds.MACRO_EXTENSIONS:
        raise DomainError(
            _("This document contains macros. Please save it without them (.docx, .xlsx, .pptx)."),
            code="macros",
        )
    kind = _recognise(file, name, size, allowed)
    _check_name(kind, name)
    if kind not in allowed:
        raise _not_kept(kind.label, allowed)
    return kind


def _recognise(file: IO[bytes], name: str, size: int, allowed: tuple[FileKind, ...]) -> FileKind:
    file.seek(0)
    start = file.read(2048)
    file.seek(0)
    for kind in KINDS:
        if kind.starts and start.startswith(kind.starts):
            if kind is kinds.PDF:
                inspect_pdf(file, size)
            return kind
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return kinds.WEBP
    if start.startswith(b"PK\x03\x04"):
        return inspect_package(file)
    if start.startswith(kinds.OLD_OFFICE) and kinds.XLS in allowed:
        return _inspect_old_workbook(file)
    _refuse_known(start)
    return _recognise_text(file, name)


def _inspect_old_workbook(file: IO[bytes]) -> FileKind:
    """Accept a workbook of the old format for reading; macros, locks and other documents are not.

    What a compound file holds stands in its directory by name, in UTF-16.
    """
    file.seek(0)
    content = file.read()

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("_VBA_PROJECT"):
        raise DomainError(
            _("This document contains macros. Please save it without them (.docx, .xlsx, .pptx)."),
            code="macros",
        )
    if holds("EncryptedPackage"):
        raise DomainError(
            _("This file is locked with a password; please upload it without one."), code="locked"
        )
    if not (holds("Workbook") or holds("Book")):
        _refuse_known(content[:2048])
    return kinds.XLS


def _refuse_known(start: bytes) -> None:
    if start.startswith(kinds.OLD_OFFICE):
        raise DomainError(
            _(
                "This is an office file in the old format, or locked with a password. Please save"
                " it as .docx, .xlsx, .pptx or PDF."
            ),
            code="old_office",
        )
    for beginning, label in kinds.REFUSED_STARTS:
        if start.startswith(beginning):
            raise _not_kept(label, KINDS)
    if _MARKUP.match(start.removeprefix(codecs.BOM_UTF8)):
        raise _not_kept(gettext_lazy("a web page or an SVG drawing"), KINDS)


def _recognise_text(file: IO[bytes], name: str) -> FileKind:
    table = extension(name) in kinds.CSV.extensions
    if not (_is_text(file) or (table and _is_western(file))):
        raise DomainError(
            _("We do not know this kind of file. Accepted are: %(endings)s."),
            code="not_accepted",
            params={"endings": _endings(KINDS)},
        )
    file.seek(0)
    if re.match(rb"\s*<\?xml\b", file.read(200).removeprefix(codecs.BOM_UTF8)) or (
        extension(name) == "xml"
    ):
        file.seek(0)
        root = RootElement()
        check_xml(file, root)
        if label := _MARKUP_ROOTS.get(root.name):
            raise _not_kept(label, KINDS)
        return kinds.XML
    return kinds.CSV if table else kinds.TEXT


def _is_text(file: IO[bytes]) -> bool:
    """Whether all of it reads as text, in UTF-8, UTF-16 with a mark, or GB 18030."""
    file.seek(0)
    marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return any(_reads_as(file, code) for code in (("utf-16",) if marked else ("utf-8", "gb18030")))


def _is_western(file: IO[bytes]) -> bool:
    """Whether a table reads as Windows-1252; almost anything does, so it is asked of tables only.

    Bytes that no text holds keep a program or a picture from passing.
    """
    file.seek(0)
    start = file.read(2**16)
    return bool(start) and not _NO_TEXT.search(start)


def _reads_as(file: IO[bytes], code: str) -> bool:
    decoder = codecs.getincrementaldecoder(code)()
    file.seek(0)
    try:
        while piece := file.read(2**16):
            if _CONTROL.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check_name(kind: FileKind, name: str) -> None:
    ending = extension(name)
    if ending in kind.extensions:
        return
    named = BY_EXTENSION.get(ending)
    if named is None:
        raise DomainError(
            _(
                "The file is %(kind)s, but its name does not say so. Please give it a name that"
                " ends in .%(ending)s."
            ),
            code="wrong_ending",
            params={"kind": kind.label, "ending": kind.extensions[0]},
        )
    raise DomainError(
        _(
            "By its name the file is %(named)s, by its content %(kind)s. Please give it its true"
            " name, or export it again."
        ),
        code="wrong_ending",
        params={"named": named.label, "kind": kind.label},
    )


def _not_kept(label: object, allowed: tuple[FileKind, ...]) -> DomainError:
    return DomainError(
        _("The file is %(kind)s; this is not accepted here. Accepted are: %(endings)s."),
        code="not_accepted",
        params={"kind": label, "endings": _endings(allowed)},
    )


def _endings(allowed: tuple[FileKind, ...]) -> str:
    return ", ".join(kind.extensions[0] for kind in allowed)
