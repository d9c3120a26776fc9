"""Which letters the bytes of a text stand for: the encodings that offices' programs write."""

from __future__ import annotations

import codecs
import re

MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RUNS = re.compile(rb"[\x80-\xff]+")
# Windows-1252 leaves these bytes free; a text that holds one is in another encoding.
_FREE = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MISREAD = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
SEEN = 200_000


def encoding_of(content: bytes) -> str:
    """Name the encoding of a text, or give an empty word where it is none of the usual ones.

    A mark at the beginning decides; then UTF-8, which other texts hardly ever are by chance; then
    GB 18030 or Windows-1252, whichever the bytes are more like.
    """
    if content.startswith(MARKS):
        return "utf-16" if _reads(content, "utf-16") else ""
    if _CONTROL.search(content):
        return ""
    if _reads(content, "utf-8-sig"):
        return "utf-8-sig"
    western = not _FREE.search(content)
    if _reads(content, "gb18030") and not (western and _looks_western(content[:SEEN])):
        return "gb18030"
    return "cp1252" if western else ""


def decoded(content: bytes, encoding: str) -> str:
    """Read the text. Dashes and quotes that a program saved as control characters come right."""
    return content.decode(encoding).translate(_MISREAD)


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_western(content: bytes) -> bool:
    """Say whether letters above 127 stand alone between plain ones, as in Universität.

    Chinese comes in runs of two bytes and more, of characters that are in common use.
    """
    runs = [len(run) for run in _RUNS.findall(content)]
    alone = sum(1 for length in runs if length == 1)
    return bool(runs) and alone * 2 > len(runs)
