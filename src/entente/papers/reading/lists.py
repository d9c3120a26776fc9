"""The numbers and bullets that Word puts before paragraphs of lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from entente.papers.reading.words import W, at, attribute, points

_LEVEL = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
# Word draws bullets from its own fonts; this stands for all of them.
BULLET = "•"


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "none": lambda _number: "",
}


class Lists:
    """Counts through the lists of a document, in the order of its paragraphs."""

    def __init__(self, root: Any) -> None:
        self.levels: dict[str, dict[int, Any]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        drawn = {
            str(it.get(f"{W}abstractNumId")): {
                int(level.get(f"{W}ilvl", "0")): level for level in it.findall(f"{W}lvl")
            }
            for it in root.findall(f"{W}abstractNum")
        }
        for number in root.findall(f"{W}num"):
            key = str(number.get(f"{W}numId"))
            self.levels[key] = drawn.get(attribute(number, "abstractNumId"), {})
            for override in number.findall(f"{W}lvlOverride"):
                start = attribute(override, "startOverride")
                if start.isdigit():
                    level = int(override.get(f"{W}ilvl", "0"))
                    self.counts[key, level] = int(start) - 1

    def mark(self, said: list[Any]) -> tuple[str, float, float] | None:
        """Give the mark of the next paragraph, its left indent and how far the mark hangs out.

        None for a paragraph of no list.
        """
        holder = next((it for it in said if at(it, "numPr") is not None), None)
        key = attribute(holder, "numPr/numId")
        if holder is None or key not in self.levels:
            return None
        level = int(attribute(holder, "numPr/ilvl") or 0)
        drawn = self.levels[key].get(level)
        if drawn is None:
            return None
        self._count(key, level)
        left = points(attribute(drawn, "pPr/ind", "left")) or 0
        hanging = points(attribute(drawn, "pPr/ind", "hanging")) or 0
        if attribute(drawn, "numFmt") == "bullet":
            return BULLET, left, hanging
        text = _LEVEL.sub(lambda found: self._written(key, int(found[1]) - 1), self._pattern(drawn))
        return text, left, hanging

    def _pattern(self, level: Any) -> str:
        return attribute(level, "lvlText")

    def _count(self, key: str, level: int) -> None:
        self.counts[key, level] = self._now(key, level) + 1
        for deeper in [it for it in self.counts if it[0] == key and it[1] > level]:
            del self.counts[deeper]

    def _now(self, key: str, level: int) -> int:
        """Give the last number of a level; before the first one, the one before its start."""
        start = attribute(self.levels[key].get(level), "start")
        return self.counts.get((key, level), int(start) - 1 if start.isdigit() else 0)

    def _written(self, key: str, level: int) -> str:
        form = attribute(self.levels[key].get(level), "numFmt")
        return WRITTEN.get(form, str)(max(1, self._now(key, level)))
