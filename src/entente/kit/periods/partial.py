"""A date as exact as its source: a year, a month or a day."""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering

from django.utils.translation import gettext as _

from entente.kit.bilingual import current_language
from entente.kit.errors import DomainError

FIRST_YEAR = 1800
LAST_YEAR = 2200

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_MONTH_NUMBERS = {
    name.lower(): number
    for names in (MONTHS, _FULL_MONTHS.split("|"))
    for number, name in enumerate(names, start=1)
} | {"sept": 9}

_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}(?:-{_MONTH}(?:-{_DAY})?)?",
        rf"{_YEAR}(?:/{_MONTH}(?:/{_DAY})?)?",
        rf"{_YEAR}(?:\.{_MONTH}(?:\.{_DAY})?)?",
        rf"{_YEAR} ?年(?: ?{_MONTH} ?月(?:份|底|初)?(?: ?{_DAY} ?[日号])?)?",
        rf"(?:{_DAY}(?:st|nd|rd|th)? )?{_NAME},? {_YEAR}",
        rf"{_NAME} {_DAY}(?:st|nd|rd|th)?,? {_YEAR}",
    )
)


class Precision(Enum):
    """How exact a date is."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day; `str()` gives the ISO prefix that the database stores.

    Dates stand in the order of their earliest days, the less exact first; that is also the order
    of their texts. It never guesses: `earliest` and `latest` say what the source leaves open.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year < FIRST_YEAR:
            raise DomainError(
                _("%(year)s is too early: dates begin in %(first)s here."),
                code="too_early",
                params={"year": self.year, "first": FIRST_YEAR},
            )
        if self.year > LAST_YEAR:
            raise DomainError(
                _("%(year)s is too late: dates end in %(last)s here."),
                code="too_late",
                params={"year": self.year, "last": LAST_YEAR},
            )
        try:
            datetime.date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise _impossible(str(self)) from None
        if self.month == 0 or self.day == 0 or (self.day and not self.month):
            raise _impossible(str(self))

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read a date as people write it, in ISO, Chinese or English; refuse what is none."""
        written = " ".join(unicodedata.normalize("NFKC", text).split())
        for form in _FORMS:
            if found := form.fullmatch(written):
                parts = found.groupdict()
                month = parts.get("month")
                if name := parts.get("name"):
                    if (number := _MONTH_NUMBERS.get(name.lower())) is None:
                        break
                    month = str(number)
                day = parts.get("day")
                try:
                    return cls(
                        int(parts["year"]),
                        int(month) if month else None,
                        int(day) if day else None,
                    )
                except DomainError as error:
                    if error.code == "impossible_date":
                        raise _impossible(text) from None
                    raise
        raise DomainError(
            _(
                "“%(text)s” is not a date. Write a year, a month or a day: 1979, 2012-11 or"
                " 2012-11-06."
            ),
            code="not_a_date",
            params={"text": text[:40]},
        )

    @classmethod
    def of(cls, value: PartialDate | datetime.date | str) -> PartialDate:
        """Take a date of any kind: a partial one, a calendar day, or text."""
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, datetime.date):
            return cls(value.year, value.month, value.day)
        return cls.parse(value)

    @property
    def precision(self) -> Precision:
        """How exact this date is."""
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def earliest(self) -> datetime.date:
        """The first day that this can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day that this can mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def localized(self) -> str:
        """Write the date in the reader's language: 2012年11月6日, 6 Nov 2012."""
        parts = self._chinese() if current_language() == "zh" else self._english()
        return "".join(parts)

    def _chinese(self) -> Iterator[str]:
        yield f"{self.year}年"
        if self.month:
            yield f"{self.month}月"
        if self.day:
            yield f"{self.day}日"

    def _english(self) -> Iterator[str]:
        if self.day:
            yield f"{self.day} "
        if self.month:
            yield f"{MONTHS[self.month - 1]} "
        yield f"{self.year}"

    def __str__(self) -> str:
        text = f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)


def _impossible(text: str) -> DomainError:
    return DomainError(
        _("There is no such day as “%(text)s”."), code="impossible_date", params={"text": text}
    )
