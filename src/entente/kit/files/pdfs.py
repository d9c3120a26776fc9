"""PDF documents: no scripts, no commands to start something, no locks."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.files.packages import bomb, damaged

MOST_UNPACKED = 200 * 1024 * 1024


def _name(word: str) -> str:
    """Write a pattern for a PDF name, each letter of which may be escaped (`/J#61vaScript`)."""
    letters = (f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in word)
    return f"/{''.join(letters)}(?=[\\s/<\\[(>\\]]|$)"


_ACTIVE = re.compile("|".join(map(_name, ("JavaScript", "Launch", "RichMedia"))).encode())
_LOCKED = re.compile(_name("Encrypt").encode())
_PACKED = re.compile(_name("ObjStm").encode() + rb".{0,2000}?stream\r?\n", re.DOTALL)


def inspect_pdf(file: IO[bytes], size: int) -> None:
    """Refuse a PDF that runs scripts, starts programs or cannot be read without a password.

    Objects that are packed into streams are unpacked and read too.
    """
    with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as text:
        if text.rfind(b"%%EOF") < 0:
            raise damaged()
        if _LOCKED.search(text):
            raise DomainError(
                _(
                    "This PDF is locked; please upload it without a password or restrictions, so"
                    " that it can still be read in ten years."
                ),
                code="locked",
            )
        if _ACTIVE.search(text) or any(map(_ACTIVE.search, _packed_objects(text))):
            raise DomainError(
                _(
                    "This PDF contains a script or a command that starts a program. Please print"
                    " it to a new PDF and upload that."
                ),
                code="active_pdf",
            )


def _packed_objects(text: mmap.mmap) -> Iterator[bytes]:
    left = MOST_UNPACKED
    for match in _PACKED.finditer(text):
        if b"Filter" not in match[0]:
            continue
        end = text.find(b"endstream", match.end())
        packed = text[match.end() : end if end >= 0 else len(text)]
        try:
            objects = zlib.decompressobj().decompress(packed, left)
        except zlib.error as error:
            raise damaged() from error
        left -= len(objects)
        if left <= 0:
            raise bomb()
        yield objects
