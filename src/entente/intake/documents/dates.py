"""Days, months and years that a text names, with their places; two that belong together too."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate

_MONTHS = "January February March April May June July August September October November December"
_NUMBER = {name[:3].lower(): at for at, name in enumerate(_MONTHS.split(), start=1)}
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_DASH = r"\s?(?:-|–|—|~|至|到|to)\s?"
_PATTERN = re.compile(
    rf"""
    (?P<zy>(?<!\d){_YEAR})\s?年(?:\s?(?P<zm>\d{{1,2}})\s?月(?:\s?(?P<zd>\d{{1,2}})\s?[日号]
        (?:{_DASH}(?:(?P<zm2>\d{{1,2}})\s?月\s?)?(?P<zd2>\d{{1,2}})\s?[日号])?)?)?
    |(?P<em>\b{_MONTH})\s(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?
        (?:{_DASH}(?:(?P<em2>{_MONTH})\s)?(?P<ed2>\d{{1,2}})(?:st|nd|rd|th)?)?,?\s?(?P<ey>{_YEAR})(?!\d)
    |(?P<bd>\b\d{{1,2}})(?:st|nd|rd|th)?(?:{_DASH}(?P<bd2>\d{{1,2}})(?:st|nd|rd|th)?)?\s
        (?P<bm>{_MONTH}),?\s(?P<by>{_YEAR})(?!\d)
    |(?P<nm>\b{_MONTH}),?\s(?P<ny>{_YEAR})(?!\d)
    |(?<![\d.])(?P<iy>{_YEAR})(?P<is>[-/.])(?P<ii>\d{{1,2}})(?:(?P=is)(?P<id>\d{{1,2}}))?(?![\d%])
    |(?<![\d.,/-])(?P<y>{_YEAR})(?![\d%]|,\d|[-–]\d)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Dated:
    """A place of a text that names a time: `first`, and `last` where it names two."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate | None = None

    @property
    def common(self) -> str:
        """Give the date as far as both ends share it: 7 to 14 December 2019 is 2019-12."""
        if self.last is None:
            return str(self.first)
        one, other = str(self.first).split("-"), str(self.last).split("-")
        shared = []
        for here, there in zip(one, other, strict=False):
            if here != there:
                break
            shared.append(here)
        return "-".join(shared)


def dates_in(text: str) -> list[Dated]:
    """Find the dates of a text, in its order; what is no day of the calendar is passed over."""
    found = []
    for match in _PATTERN.finditer(text):
        try:
            found.append(_read(match))
        except (DomainError, ValueError):
            continue
    return found


def _read(match: re.Match[str]) -> Dated:
    part = match.groupdict()
    for year, month, day, month2, day2 in (
        ("zy", "zm", "zd", "zm2", "zd2"),
        ("ey", "em", "ed", "em2", "ed2"),
        ("by", "bm", "bd", "", "bd2"),
        ("ny", "nm", "", "", ""),
        ("iy", "ii", "id", "", ""),
        ("y", "", "", "", ""),
    ):
        if not part[year]:
            continue
        first = _date(part[year], part.get(month), part.get(day))
        last = None
        if part.get(day2):
            last = _date(part[year], part.get(month2) or part.get(month), part.get(day2))
        return Dated(match.start(), match.end(), first, last)
    raise ValueError(match[0])


def _date(year: str, month: str | None, day: str | None) -> PartialDate:
    pieces = [year]
    if month:
        number = int(month) if month.isdigit() else _NUMBER[month[:3].lower()]
        pieces.append(f"{number:02d}")
        if day:
            pieces.append(f"{int(day):02d}")
    return PartialDate.parse("-".join(pieces))
