"""Status lists: one bit for each certificate, set once it no longer holds (Bitstring Status List).

Lists are long, so that who asks for one does not say which certificate is meant.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable

from entente.certificates.badges import multibase
from entente.certificates.badges.faults import UnreadableError

LENGTH = 131_072
# A list that unfolds to more than this is not read.
MOST_BYTES = 16 * 1024 * 1024


def place(key: int) -> tuple[int, int]:
    """Say which list and which bit belong to a certificate; a full list is followed by the next."""
    return key // LENGTH + 1, key % LENGTH


def encode(bits: Iterable[int]) -> str:
    """Write a list in which these bits are set."""
    content = bytearray(LENGTH // 8)
    for at in bits:
        content[at // 8] |= 0x80 >> at % 8
    return multibase.base64url(gzip.compress(bytes(content), mtime=0))


def is_set(encoded: str, index: int) -> bool:
    """Read one bit of a list; the first bit is the highest of the first byte."""
    try:
        with gzip.open(io.BytesIO(multibase.from_base64url(encoded))) as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, ValueError) as error:
        message = "The status list cannot be read."
        raise UnreadableError(message) from error
    if not 0 <= index < len(content) * 8 or len(content) > MOST_BYTES:
        message = "The status list does not hold this certificate."
        raise UnreadableError(message)
    return bool(content[index // 8] & 0x80 >> index % 8)
