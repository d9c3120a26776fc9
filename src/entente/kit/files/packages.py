"""Office files are archives: what may stand in one, and what is refused."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parse as parse_xml
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.files.kinds import KINDS, FileKind

MOST_PARTS = 5_000
MOST_DIRECTORY_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
# A workbook of equal lines shrinks to a hundredth; only bombs go much further.
HIGHEST_RATIO = 250
RATIO_COUNTS_FROM = 10 * 1024 * 1024
DEEPEST = 1

_XML_ENDINGS = (".xml", ".rels", ".vml", ".rdf")
_REMOTE = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/control")
_PACKAGED_PROGRAM = "\x01Ole10Native".encode("utf-16-le")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PROGRAM_STARTS = (b"MZ", b"\x7fELF")


@dataclass
class Budget:
    """How much a package and what lies inside it may still unpack to."""

    unpacked: int = MOST_UNPACKED
    parts: int = MOST_PARTS

    def take(self, archive: zipfile.ZipFile) -> None:
        """Count an archive by what it says of itself, before a byte is unpacked."""
        members = archive.infolist()
        self.parts -= len(members)
        total = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        self.unpacked -= total
        swollen = total > RATIO_COUNTS_FROM and total > HIGHEST_RATIO * max(packed, 1)
        if self.parts < 0 or self.unpacked < 0 or swollen:
            raise bomb()


def bomb() -> DomainError:
    """Refuse a package that would unpack to something enormous."""
    return DomainError(
        _("This file unpacks to far more than a document holds; it is not accepted."),
        code="zip_bomb",
    )


def damaged() -> DomainError:
    """Refuse a package that cannot be read to its end."""
    return DomainError(
        _("This file is damaged: it cannot be read to its end. Please export it again."),
        code="damaged",
    )


def inspect_package(file: IO[bytes], budget: Budget | None = None, depth: int = 0) -> FileKind:
    """Read every part of an office package and say which kind it is; refuse what could harm."""
    budget = budget or Budget()
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            budget.take(archive)
            kind = _kind(archive)
            for member in archive.infolist():
                _inspect_part(archive, member, budget, depth)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError) as error:
        # A way of packing that zipfile does not know is a RuntimeError.
        raise damaged() from error
    return kind


def _check_directory(file: IO[bytes]) -> None:
    """Look at the size of the table of contents before Python reads all of it into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise damaged()
    parts, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if parts > MOST_PARTS or directory > MOST_DIRECTORY_BYTES:
        raise bomb()
    file.seek(0)


def _kind(archive: zipfile.ZipFile) -> FileKind:
    names = set(archive.namelist())
    if len(names) != len(archive.infolist()):
        raise damaged()
    if "mimetype" in names:
        declared = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        said = {declared}
    elif "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as part:
            said = set(_attributes(part, "ContentType"))
    else:
        said = set()
    if any("macroenabled" in text.lower() for text in said):
        raise _macros()
    for kind in KINDS:
        if kind.marker and kind.marker in said:
            return kind
    raise DomainError(
        _("An archive (ZIP) is not kept: please upload the documents inside it one by one."),
        code="archive",
    )


def _inspect_part(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget, depth: int
) -> None:
    if member.flag_bits & 0x1:
        raise DomainError(
            _("This file is locked with a password; please upload it without one."), code="locked"
        )
    name = member.filename.lower()
    if name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")):
        raise _macros()
    if "activex/" in name:
        raise _program()
    with archive.open(member) as part:
        start = part.read(8)
    if start.startswith(_PROGRAM_STARTS):
        raise _program()
    if start.startswith(_ARCHIVE_STARTS):
        _inspect_nested(archive, member, budget, depth)
    with archive.open(member) as part:
        if name.endswith(_XML_ENDINGS):
            _check_xml_part(part, name)
        else:
            _read_to_the_end(part)


def _check_xml_part(part: IO[bytes], name: str) -> None:
    handler = _Relations() if name.endswith(".rels") else ContentHandler()
    check_xml(part, handler)
    if isinstance(handler, _Relations) and handler.remote:
        raise DomainError(
            _(
                "This document loads a template or an object from elsewhere; please save it without"
                " that link."
            ),
            code="remote_parts",
        )


def _inspect_nested(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget, depth: int
) -> None:
    """Charts carry their workbook as an office file of its own; nothing else may nest."""
    if depth >= DEEPEST:
        raise bomb()
    with archive.open(member) as part, SpooledTemporaryFile(max_size=2**20) as copy:
        for piece in _pieces(part):
            copy.write(piece)
        copy.seek(0)
        inspect_package(copy, budget, depth + 1)


def _read_to_the_end(part: IO[bytes]) -> None:
    """Read a part through (this checks its sum) and refuse a program wrapped as an object."""
    before = b""
    for piece in _pieces(part):
        if _PACKAGED_PROGRAM in before + piece:
            raise _program()
        before = piece[-len(_PACKAGED_PROGRAM) :]


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(2**16):
        yield piece


def _macros() -> DomainError:
    return DomainError(
        _("This document contains macros. Please save it without them (.docx, .xlsx, .pptx)."),
        code="macros",
    )


def _program() -> DomainError:
    return DomainError(
        _("This document carries a program inside; please remove the embedded object."),
        code="program_inside",
    )


# --- XML ------------------------------------------------------------------------------------------


def check_xml(file: IO[bytes], handler: ContentHandler | None = None) -> None:
    """Read XML as a stream; refuse entities, document types, references to elsewhere, damage."""
    try:
        parse_xml(file, handler or ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise DomainError(
            _(
                "The XML defines entities or a document type of its own, which could harm readers;"
                " please export it without a DOCTYPE."
            ),
            code="xml_entities",
        ) from error
    except SAXParseException as error:
        raise DomainError(
            _("The XML is not well-formed: line %(line)s cannot be read."),
            code="xml_broken",
            params={"line": error.getLineNumber()},
        ) from error
    except (SAXException, UnicodeError, LookupError, ValueError) as error:
        raise damaged() from error


class RootElement(ContentHandler):
    """Remembers the first element of a document, without its prefix."""

    name = ""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's word
        """Take the first name."""
        self.name = self.name or name.rpartition(":")[2].lower()


class _Relations(ContentHandler):
    remote = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's word
        if attrs.get("TargetMode", "") == "External":
            self.remote = self.remote or attrs.get("Type", "").endswith(_REMOTE)


def _attributes(part: IO[bytes], wanted: str) -> list[str]:
    found: list[str] = []

    class Collect(ContentHandler):
        def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the parser's word
            if value := attrs.get(wanted):
                found.append(value)

    check_xml(part, Collect())
    return found
