"""An agreement's text as clauses: where each begins, its number, its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Full-width letters, digits and signs stand one for one, so that places in the text stay the same.
_NARROW = {
    code: code - 0xFEE0
    for code in (
        *range(0xFF10, 0xFF1A),
        *range(0xFF21, 0xFF3B),
        *range(0xFF41, 0xFF5B),
        0xFF05,
        0xFF0D,
        0xFF0E,
        0xFF0F,
    )
}
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMERAL = "[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORDS = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty",
)
_LONGEST_HEADING = 80
# A text may leave out a few numbers; what jumps further is a reference at the start of a line.
_FURTHEST_JUMP = 3


@dataclass(frozen=True)
class Clause:
    """A clause: its number (0 for what stands before the first), its words from heading to end."""

    number: int
    text: str

    @property
    def heading(self) -> str:
        """Its first line, as it stands there."""
        return self.text.strip().split("\n", 1)[0].strip()

    @property
    def body(self) -> str:
        """Its words without the mark that numbers it."""
        for marks in MARKS:
            if match := marks.match(self.text.lstrip()):
                return self.text.lstrip()[match.end() :].lstrip(" \t\n:：.、-–—").rstrip()
        return self.text.strip()


MARKS = (
    re.compile(rf"第\s*(?P<n>{CHINESE_NUMERAL}+|\d+)\s*条"),
    re.compile(
        r"(?:article|clause|section)\s+(?P<n>\d+|[ivxlc]+\b|" + "|".join(_WORDS) + r")(?![\d.]*\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<n>[一二三四五六七八九十]+)\s*、"),
    re.compile(r"(?P<n>\d{1,2})(?:\.(?!\d)|、|\)(?=\s))\s*"),
    re.compile(r"(?P<n>[IVX]+)\.\s"),
)


def narrow(text: str) -> str:
    """Write full-width digits and letters as ordinary ones; every place in the text stays."""
    return text.translate(_NARROW)


def chinese_number(text: str) -> int | None:
    """Read a Chinese numeral, written out (二百三十) or digit by digit (二〇二六)."""
    if not text or any(
        mark not in _DIGITS and mark not in _TENS and mark not in _GREAT for mark in text
    ):
        return None
    if all(mark in _DIGITS for mark in text):
        return int("".join(str(_DIGITS[mark]) for mark in text))
    total = part = digit = 0
    for mark in text:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark in _TENS:
            part += (digit or 1) * _TENS[mark]
            digit = 0
        elif mark == "亿":
            total, part, digit = (total + part + digit or 1) * _GREAT[mark], 0, 0
        else:
            total, part, digit = total + (part + digit or 1) * _GREAT[mark], 0, 0
    return total + part + digit


def roman_number(text: str) -> int | None:
    """Read a Roman numeral below a hundred."""
    values = [_ROMAN.get(letter, 0) for letter in text.upper()]
    if not values or 0 in values:
        return None
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def number_of(text: str) -> int:
    """Read the number of a clause, however it is written; 0 where it is none."""
    word = text.strip()
    if word.isdigit():
        return int(word)
    if word.lower() in _WORDS:
        return _WORDS.index(word.lower()) + 1
    return chinese_number(word) or roman_number(word) or 0


def tidy(text: str) -> str:
    """Give a text with plain line ends and no spaces at the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return "\n".join(re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in lines).strip()


def split(text: str) -> list[Clause]:
    """Split a text at the lines that begin a clause.

    The kind of mark that stands most often decides: 第三条 and Article 3 before 三、 and 3. A line
    that merely refers to a clause begins none. What stands before the first clause is number 0.
    """
    whole = tidy(text)
    lines = whole.split("\n")
    starts = _starts(lines)
    if not starts:
        return [Clause(0, whole)] if whole else []
    clauses = []
    if before := "\n".join(lines[: starts[0][0]]).strip():
        clauses.append(Clause(0, before))
    ends = [line for line, _number in starts[1:]] + [len(lines)]
    for (line, number), end in zip(starts, ends, strict=True):
        clauses.append(Clause(number, "\n".join(lines[line:end]).strip()))
    return clauses


def numbered(clauses: list[Clause]) -> list[Clause]:
    """Keep the clauses that carry a number."""
    return [clause for clause in clauses if clause.number]


def _starts(lines: list[str]) -> list[tuple[int, int]]:
    for marks in MARKS:
        found = list(_marked(lines, marks))
        if len(found) > 1:
            return found
    return next((found for marks in MARKS if (found := list(_marked(lines, marks)))), [])


def _marked(lines: list[str], marks: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    last = 0
    for at, line in enumerate(lines):
        plain = narrow(line)
        match = marks.match(plain)
        number = number_of(match["n"]) if match else 0
        if not match or not number:
            continue
        rest = plain[match.end() :]
        follows = last < number <= last + _FURTHEST_JUMP and not _goes_on(rest)
        if follows or _is_heading(rest):
            last = number
            yield at, number


def _goes_on(rest: str) -> bool:
    """Say whether a line goes on as a sentence that refers to a clause."""
    return bool(
        re.match(r"\s*(?:of|and|or|to|above|below|shall|hereof)\b|[第的所规之和、及至]", rest)
    )


def _is_heading(rest: str) -> bool:
    """Say whether what follows a mark reads as a heading of its own."""
    if len(rest) > _LONGEST_HEADING or _goes_on(rest):
        return False
    return not rest.strip() or bool(re.match(r"\s*[:：.–—-]|\s+[A-Z\u4e00-\u9fff]", rest))
