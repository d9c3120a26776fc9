"""A claim: one countable statement, with its number, unit and window, and whose it is.

The vocabulary (comparators, units, windows) is that of claim files; a running text is read into
the same words.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from entente.figures.claims.cues import PLANS, below_cue, parts_cue
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate, Period

COMPARATORS = ("=", ">", ">=", "~", "range", "<", "<=")
CURRENCIES = ("cny", "usd", "eur", "gbp", "hkd", "jpy")
UNITS = (
    "persons",
    "person_times",
    "groups",
    "institutions",
    "countries",
    "programmes",
    "agreements",
    "projects",
    "labs",
    "centres",
    "events",
    "courses",
    "months",
    "years",
    "date",
    *CURRENCIES,
)
LANGUAGES = ("zh", "en")
# "About" means within a tenth; "over 300" is not said of 800.
ABOUT = Decimal("0.1")
OVER = Decimal("1.5")
MOST_DIGITS = 15
_NUMBER = re.compile(r"\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,4})?")


@dataclass(frozen=True)
class Quantity:
    """A number as it is said: exactly, more than, about, or between two bounds (`low`, `high`).

    `value` is None for a range, `low` and `high` for everything else.
    """

    comparator: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @classmethod
    def parse(cls, comparator: str, text: str) -> Quantity:
        """Read the columns `comparator` and `value` of a claim file; refuse what is no number."""
        if comparator not in COMPARATORS:
            raise DomainError(
                _("“%(text)s” is no comparator; there are: %(all)s."),
                params={"text": comparator[:20], "all": "  ".join(COMPARATORS)},
            )
        if comparator != "range":
            return cls(comparator, _number(text))
        low, dots, high = text.partition("..")
        if not dots:
            raise DomainError(
                _("“%(text)s” is no range; write it as 20..40."), params={"text": text[:40]}
            )
        quantity = cls(comparator, None, _number(low), _number(high))
        if quantity.least >= quantity.most:
            raise DomainError(
                _("The range “%(text)s” does not go upwards."), params={"text": text[:40]}
            )
        return quantity

    @property
    def least(self) -> Decimal:
        """The smallest number that a reader can take it for."""
        value = self.stated
        match self.comparator:
            case "range":
                return self.low or Decimal(0)
            case "~":
                return value * (1 - ABOUT)
            case "<" | "<=":
                return value / OVER
            case _:
                return value

    @property
    def most(self) -> Decimal:
        """The largest number that a reader can take it for: "over 300" is no 800."""
        value = self.stated
        match self.comparator:
            case "range":
                return self.high or Decimal(0)
            case "~":
                return value * (1 + ABOUT)
            case ">" | ">=":
                return max(value * OVER, value + _last_place(value))
            case _:
                return value

    @property
    def stated(self) -> Decimal:
        """The number that the words name; the upper one of a range."""
        return (self.high if self.value is None else self.value) or Decimal(0)

    def same_number(self, other: Quantity) -> bool:
        """Say whether both name the same number, whatever they say of it."""
        return (self.value, self.low, self.high) == (other.value, other.low, other.high)


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text.strip()):
        raise DomainError(_("“%(text)s” is not a number."), params={"text": text[:40]})
    try:
        return Decimal(text.strip().replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
        raise DomainError(_("“%(text)s” is not a number."), params={"text": text[:40]}) from None


def _last_place(value: Decimal) -> Decimal:
    """Give one unit of the last digit that is no zero: 300 → 100, 120 → 10."""
    places = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(places))


@dataclass(frozen=True)
class Window:
    """The time that a statement speaks of, in the words of claim files.

    `recent` states none; `per_year` is a yearly number; `last_years` ends on the day of the text.
    """

    kind: str
    first: PartialDate | None = None
    last: PartialDate | None = None
    years: int = 0

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read the column `window`; refuse what is none."""
        kind, _colon, rest = text.partition(":")
        match kind:
            case "recent" | "per_year" if not rest:
                return cls(kind)
            case "since" | "at":
                return cls(kind, PartialDate.parse(rest))
            case "year" if re.fullmatch(r"\d{4}", rest):
                return cls(kind, PartialDate.parse(rest))
            case "last_years" if re.fullmatch(r"[1-9]\d{0,2}", rest):
                return cls(kind, years=int(rest))
            case "dates" if "/" in rest:
                first, _slash, last = rest.partition("/")
                return cls._between(PartialDate.parse(first), PartialDate.parse(last))
        raise DomainError(
            _(
                "“%(text)s” is no window. There are: recent, per_year, since:DATE, at:DATE,"
                " year:YYYY, last_years:N, dates:A/B."
            ),
            params={"text": text[:40]},
        )

    @classmethod
    def _between(cls, first: PartialDate, last: PartialDate) -> Window:
        if last.latest < first.earliest:
            raise DomainError(_("The last day lies before the first."), code="wrong_order")
        return cls("dates", first, last)

    def __str__(self) -> str:
        match self.kind:
            case "last_years":
                return f"last_years:{self.years}"
            case "dates":
                return f"dates:{self.first}/{self.last}"
            case "recent" | "per_year":
                return self.kind
            case _:
                return f"{self.kind}:{self.first}"

    @property
    def is_dated(self) -> bool:
        """Say whether it names its days by itself, without a text's own date."""
        return self.kind in {"at", "year", "dates"}

    def period(self, on: datetime.date | None) -> Period | None:
        """Give its days; None where it names none or the text's date is not known."""
        if self.first and self.kind != "since":
            return Period(self.first.earliest, (self.last or self.first).latest)
        if on is None:
            return None
        if self.first:
            return Period(self.first.earliest, on) if self.first.earliest <= on else None
        return Period.last_years(self.years, on=on) if self.kind == "last_years" else None


@dataclass(frozen=True)
class Claim:
    """One countable statement of a document in one language.

    For the unit `date` the statement is a day and stands in `date`; `quantity` is None then.
    A statement of a running text is shown by its `label`, its own words, instead of its id.
    """

    id: str
    document: str
    language: str
    subject: str
    measure: str
    detail: str
    quantity: Quantity | None
    unit: str
    window: Window
    as_of: PartialDate | None = None
    words: str = ""
    date: PartialDate | None = None
    names: Sequence[str] = field(default=())
    names_go_on: bool = False
    label: str = ""

    def day(self, on: datetime.date) -> datetime.date:
        """Give the day on which it was said: the page's own date, else today."""
        return self.as_of.latest if self.as_of else on

    @property
    def has_measure(self) -> bool:
        """Say whether it is known what it measures; a text may tell its unit alone."""
        return self.measure != self.unit

    @property
    def is_plan(self) -> bool:
        """Say whether it speaks of what is still to come."""
        return "planned" in self.measure.split("_") or bool(PLANS[self.language].search(self.words))

    @property
    def says_below(self) -> bool:
        """Say whether its "about" is a "nearly", which stays below the number."""
        quantity = self.quantity
        return bool(
            quantity and quantity.comparator == "~" and below_cue(self.language, self.words)
        )

    @property
    def says_part(self) -> bool:
        """Say whether its own words make it a part of the number before it."""
        return parts_cue(self.language, self.words)


def dated(claim: Claim, day: PartialDate) -> Claim:
    """Give a claim the day of its text."""
    return replace(claim, as_of=day)
