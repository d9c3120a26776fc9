"""Hiding who somebody is: in texts that reviewers read, in names and numbers that all may see."""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = "▇▇"
STAR = "*"
# A shorter word of a name would blacken ordinary words.
SHORTEST = 3
KEPT = 4
FIRST_HAN, LAST_HAN = "\u3400", "\u9fff"


def blackened(text: str, words: Iterable[str]) -> str:
    """Put bars in the place of words that say who it is; Latin ones only as whole words."""
    for word in sorted({it.strip() for it in words if it.strip()}, key=len, reverse=True):
        if word.isascii() and len(word) < SHORTEST:
            continue
        pattern = re.escape(word)
        if word[0].isascii() and word[0].isalnum():
            pattern = rf"(?<![A-Za-z0-9]){pattern}"
        if word[-1].isascii() and word[-1].isalnum():
            pattern = rf"{pattern}(?![A-Za-z0-9])"
        text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
    return text


def masked_name(name: str) -> str:
    """Keep the first character of a Chinese name, the first letter of each word of another."""
    name = name.strip()
    words = [name] if FIRST_HAN <= name[:1] <= LAST_HAN else re.split(r"[\s·]+", name)
    return " ".join(word[0] + STAR * max(len(word) - 1, 1) for word in words if word)


def masked_number(number: str) -> str:
    """Keep the first four and the last two of a number: 2019****12; of a short one the last two."""
    number = number.strip()
    if len(number) <= KEPT + 2:
        return STAR * max(len(number) - 2, 1) + number[-2:] if number else ""
    return number[:KEPT] + STAR * (len(number) - KEPT - 2) + number[-2:]
