"""Numbers of certificates: how they are put together, read, and checked.

`CUG-NDE-2026-02-0017-K` is issuer, class, year, project, serial and a check character. Letters and
hyphens keep it apart from the 18 digits of the national degree register.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_NUMBER = re.compile(
    r"([A-Z][A-Z0-9]{1,11})-([A-Z]{3})-([0-9]{4})-([0-9]{2})-([0-9]{4,7})-([0-9A-Z])"
)
_DEGREE_REGISTER = re.compile(r"[0-9]{17}[0-9X]")
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d_\\s]+")


@dataclass(frozen=True)
class Number:
    """The parts of a number, without its check character."""

    issuer: str
    kind: str
    year: int
    project: int
    serial: int

    def __str__(self) -> str:
        body = f"{self.issuer}-{self.kind}-{self.year:04}-{self.project:02}-{self.serial:04}"
        return f"{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Give the character that follows a number: ISO/IEC 7064, MOD 37,36.

    It changes with each single wrong character and with each swap of two neighbours; hyphens do
    not count.
    """
    product = 36
    for letter in body:
        if letter != "-":
            total = (product + ALPHABET.index(letter)) % 36 or 36
            product = total * 2 % 37
    return ALPHABET[(37 - product) % 36]


def tidy(typed: str) -> str:
    """Bring what people type or paste into the form of numbers: capitals, plain hyphens."""
    plain = unicodedata.normalize("NFKC", typed).strip().upper()
    return re.sub("-+", "-", _DASHES.sub("-", plain))[:60]


def read(typed: str) -> Number:
    """Read a number as people type it; refuse what cannot be one, and say why."""
    plain = tidy(typed)
    if _DEGREE_REGISTER.fullmatch(plain.replace("-", "")):
        raise DomainError(
            _("This is the form of the national degree register; our numbers are not of it."),
            code="degree_register",
        )
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise DomainError(
            _("A number reads like CUG-NDE-2026-02-0017-K. Please copy all of it."), code="form"
        )
    if check_character(plain.rpartition("-")[0]) != found[6]:
        raise DomainError(
            _("The check character does not fit: one character of the number is wrong."),
            code="check_character",
        )
    return Number(found[1], found[2], int(found[3]), int(found[4]), int(found[5]))
