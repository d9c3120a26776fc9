"""Numbers as people write them into a sheet: 812, >812, ≥812, ~800, 20–40."""

from __future__ import annotations

import re
import unicodedata

from entente.figures.enums import Comparator

SIGNS = {
    "": Comparator.EXACT,
    "=": Comparator.EXACT,
    ">": Comparator.OVER,
    ">=": Comparator.AT_LEAST,
    "~": Comparator.ABOUT,
}
ONE = re.compile(r"(>=|>|~|=)?(\d{1,15})(?:\.0+)?(\+)?")
TWO = re.compile(r"(\d{1,15})-(\d{1,15})")
DASHES = str.maketrans({"–": "-", "—": "-", "~": "~", "≈": "~", "≥": ">", ",": ""})


def read_number(text: str) -> tuple[str, int, int | None] | None:
    """Read a number as comparator, number and upper end; None where it is none."""
    plain = unicodedata.normalize("NFKC", text).replace("≥", ">=").translate(DASHES)
    plain = re.sub(r"\s+", "", plain)
    if two := TWO.fullmatch(plain):
        low, high = int(two[1]), int(two[2])
        return (Comparator.RANGE.value, low, high) if low <= high else None
    if one := ONE.fullmatch(plain):
        sign = ">=" if one[3] and not one[1] else one[1] or ""
        return SIGNS[sign].value, int(one[2]), None
    return None
