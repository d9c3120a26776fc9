"""What a rule can say: a span, spans, a number, a fraction, a day, words, yes or no, money.

A value is kept as plain text, which is what people read in the trail: `12, 6, 3`, `2/3`, `11-30`,
`yes`, `1500.00`, words one a line. The unit stands beside it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.office.enums import COUNTED, CURRENCIES, SPANS, RuleKind, RuleUnit

MOST = 100_000  # beyond it a span or number is a slip of the keyboard
LEAP_YEAR = 2024


@dataclass(frozen=True)
class Duration:
    """A span of time: how many, of what. Months come in halves (a half month is 15 days)."""

    number: Decimal
    unit: RuleUnit

    def __str__(self) -> str:
        return f"{_short(self.number)} {self.unit.value}"

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read what `str` writes, for example `12 months`."""
        number, _blank, unit = text.partition(" ")
        return cls(Decimal(number), RuleUnit(unit))


@dataclass(frozen=True)
class DayOfYear:
    """A day that comes back each year; 29 February is the 28th in ordinary years."""

    month: int
    day: int

    def in_year(self, year: int) -> datetime.date:
        """Give the day in a year."""
        last = calendar.monthrange(year, self.month)[1]
        return datetime.date(year, self.month, min(self.day, last))


@dataclass(frozen=True)
class Money:
    """An amount and its currency."""

    amount: Decimal
    currency: str


def units_of(kind: str) -> tuple[RuleUnit, ...]:
    """List the units that the values of a kind can have; none where they have no unit."""
    match kind:
        case RuleKind.DURATION | RuleKind.DURATIONS:
            return SPANS
        case RuleKind.NUMBER:
            return COUNTED
        case RuleKind.MONEY:
            return CURRENCIES
        case _:
            return ()


def read(kind: str, text: str, unit: str = "") -> Any:
    """Give the value as Python has it; a text that does not fit is refused in words.

    Duration, tuple of Duration (longest first), int, Fraction, DayOfYear, tuple of str, bool,
    Money: in the order of `RuleKind`.
    """
    if units_of(kind) and unit not in units_of(kind):
        raise DomainError({"measure": _("Choose the unit of the value.")}, code="unit")
    try:
        return _READERS[RuleKind(kind)](text.strip(), unit)
    except (ValueError, InvalidOperation, ZeroDivisionError):
        raise DomainError({"value": advice(kind)}, code="value") from None


def plain(kind: str, text: str, unit: str = "") -> str:
    """Write a typed value in its one plain form; refuse what does not fit."""
    value = read(kind, text, unit)
    match value:
        case bool():
            return "yes" if value else "no"
        case Duration():
            return _short(value.number)
        case DayOfYear():
            return f"{value.month:02}-{value.day:02}"
        case Money():
            return f"{value.amount:.2f}"
        case tuple() if kind == RuleKind.DURATIONS:
            return ", ".join(_short(span.number) for span in value)
        case tuple():
            return "\n".join(value)
        case _:
            return str(value)


# --- One reader for each kind ---------------------------------------------------------------------


def _number(text: str, steps: Decimal) -> Decimal:
    number = Decimal(text)
    if not (number.is_finite() and 0 <= number <= MOST and number % steps == 0):
        raise ValueError(text)
    return number


def _duration(text: str, unit: str) -> Duration:
    steps = Decimal("0.5") if unit == RuleUnit.MONTHS else Decimal(1)
    return Duration(_number(text, steps), RuleUnit(unit))


def _durations(text: str, unit: str) -> tuple[Duration, ...]:
    spans = {_duration(part, unit) for part in re.split(r"[,，、;；/\s]+", text) if part}
    if not spans:
        raise ValueError(text)
    return tuple(sorted(spans, key=lambda span: span.number, reverse=True))


def _count(text: str, _unit: str) -> int:
    return int(_number(text, Decimal(1)))


def _fraction(text: str, _unit: str) -> Fraction:
    if not re.fullmatch(r"\d{1,6}\s*/\s*\d{1,6}", text):
        raise ValueError(text)
    top, _slash, bottom = text.partition("/")
    fraction = Fraction(int(top), int(bottom))
    if fraction > 1:
        raise ValueError(text)
    return fraction


def _day_of_year(text: str, _unit: str) -> DayOfYear:
    month, _hyphen, day = text.partition("-")
    found = datetime.date(LEAP_YEAR, int(month), int(day))
    return DayOfYear(found.month, found.day)


def _words(text: str, _unit: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not words:
        raise ValueError(text)
    return words


def _yes_no(text: str, _unit: str) -> bool:
    if text.lower() not in {"yes", "no"}:
        raise ValueError(text)
    return text.lower() == "yes"


def _money(text: str, unit: str) -> Money:
    amount = Decimal(text.replace(",", ""))
    if not (amount.is_finite() and 0 <= amount < Decimal(10) ** 12):
        raise ValueError(text)
    if amount != round(amount, 2):
        raise ValueError(text)
    return Money(round(amount, 2), unit)


_READERS: dict[RuleKind, Callable[[str, str], Any]] = {
    RuleKind.DURATION: _duration,
    RuleKind.DURATIONS: _durations,
    RuleKind.NUMBER: _count,
    RuleKind.FRACTION: _fraction,
    RuleKind.DAY_OF_YEAR: _day_of_year,
    RuleKind.WORDS: _words,
    RuleKind.YES_NO: _yes_no,
    RuleKind.MONEY: _money,
}


def _short(number: Decimal) -> str:
    """Write 12 and not 12.0 or 1.2E+1."""
    return f"{number.normalize():f}"


def advice(kind: str) -> str:
    """Say how a value of a kind is written."""
    match kind:
        case RuleKind.DURATION:
            return _("Write a whole number, for example 15; months may be halves, such as 1.5.")
        case RuleKind.DURATIONS:
            return _("Write whole numbers with commas between them, for example 12, 6, 3.")
        case RuleKind.NUMBER:
            return _("Write a whole number, for example 3.")
        case RuleKind.FRACTION:
            return _("Write a fraction of at most one whole, for example 2/3.")
        case RuleKind.DAY_OF_YEAR:
            return _("Write month and day, for example 11-30.")
        case RuleKind.WORDS:
            return _("Write at least one word, each on its own line.")
        case RuleKind.YES_NO:
            return _("Write yes or no.")
        case _:
            return _("Write an amount with at most two decimals, for example 1500.00.")
