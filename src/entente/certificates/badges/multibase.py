"""Keys and signatures as text: base58btc and base64url with their letters in front."""

from __future__ import annotations

import base64

from entente.certificates.badges.faults import UnreadableError

_LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# What stands before the bytes of a public Ed25519 key.
ED25519 = b"\xed\x01"
LONGEST = 200


def base58(content: bytes) -> str:
    """Write bytes in base58btc, with its `z`."""
    number, text = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _LETTERS[rest] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + text


def from_base58(text: str) -> bytes:
    """Read base58btc with its `z`."""
    if not text.startswith("z") or len(text) > LONGEST or set(text) - set(_LETTERS):
        message = "This is not base58btc."
        raise UnreadableError(message)
    number = 0
    for letter in text[1:]:
        number = number * 58 + _LETTERS.index(letter)
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(content: bytes) -> str:
    """Write bytes in base64url, with its `u`."""
    return "u" + base64.urlsafe_b64encode(content).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """Read base64url with its `u`."""
    if not text.startswith("u"):
        message = "This is not base64url."
        raise UnreadableError(message)
    return base64.urlsafe_b64decode(text[1:] + "=" * (-(len(text) - 1) % 4))
