"""Numbers that are known only in part: between two bounds, or from one upwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

# “About N” is true within a tenth of N, in both directions.
ABOUT_PERCENT = 10


@dataclass(frozen=True)
class Quantity:
    """A whole number of which is known that it lies between `low` and `high`, both possible.

    Without `high` it is open upwards. Sums keep what is known and claim no more: “over 800” and
    12 are over 812, and never 812.
    """

    low: int
    high: int | None

    def __post_init__(self) -> None:
        if self.high is not None and self.high < self.low:
            raise DomainError(_("The upper bound lies below the lower one."), code="wrong_order")

    # --- Ways to name one ------------------------------------------------------------------------

    @classmethod
    def exactly(cls, number: int) -> Quantity:
        """Give one number."""
        return cls(number, number)

    @classmethod
    def more_than(cls, number: int) -> Quantity:
        """Give every number above one."""
        return cls(number + 1, None)

    @classmethod
    def at_least(cls, number: int) -> Quantity:
        """Give a number and everything above."""
        return cls(number, None)

    @classmethod
    def about(cls, number: int) -> Quantity:
        """Give the numbers that “about N” allows: a tenth of N below and above."""
        return cls(
            ceil(number * (100 - ABOUT_PERCENT) / 100), number * (100 + ABOUT_PERCENT) // 100
        )

    @classmethod
    def stated(cls, comparator: str, low: int, high: int | None = None) -> Quantity:
        """Read a statement: `=`, `>`, `>=` or `~` a number, or `range` from one to another."""
        match comparator:
            case "=":
                return cls.exactly(low)
            case ">":
                return cls.more_than(low)
            case ">=":
                return cls.at_least(low)
            case "~":
                return cls.about(low)
            case "range" if high is not None:
                return cls(low, high)
        raise ValueError(comparator)

    # --- What is known of it ----------------------------------------------------------------------

    @property
    def exact(self) -> int | None:
        """The number, where it is one."""
        return self.low if self.low == self.high else None

    def __contains__(self, number: int) -> bool:
        return self.low <= number and (self.high is None or number <= self.high)

    def within(self, other: Quantity) -> bool:
        """Say whether whatever this may be, the other allows it."""
        return self.low >= other.low and (
            other.high is None or (self.high is not None and self.high <= other.high)
        )

    def meets(self, other: Quantity) -> bool:
        """Say whether both can be the same number."""
        return (other.high is None or self.low <= other.high) and (
            self.high is None or other.low <= self.high
        )

    # --- Reckoning --------------------------------------------------------------------------------

    def __add__(self, other: Quantity) -> Quantity:
        """Add what has nothing in common."""
        open_ = self.high is None or other.high is None
        return Quantity(
            self.low + other.low, None if open_ else (self.high or 0) + (other.high or 0)
        )

    def joined(self, other: Quantity) -> Quantity:
        """Count both together where the same things may be in both."""
        return Quantity(max(self.low, other.low), (self + other).high)

    def hull(self, other: Quantity) -> Quantity:
        """Give the narrowest bounds that hold for the one as for the other."""
        open_ = self.high is None or other.high is None
        high = None if open_ else max(self.high or 0, other.high or 0)
        return Quantity(min(self.low, other.low), high)

    def possibly_none(self) -> Quantity:
        """Give the bounds where it may be that none of it counts."""
        return Quantity(0, self.high)

    @property
    def plain(self) -> str:
        """Write it without a language: `812`, `20–40`, `> 812`."""
        if self.exact is not None:
            return f"{self.low:,}"
        if self.high is None:
            return f"> {self.low - 1:,}" if self.low else "≥ 0"
        return f"{self.low:,}–{self.high:,}"

    def __str__(self) -> str:
        return self.plain


NOTHING = Quantity(0, 0)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """Add any number of quantities that have nothing in common."""
    result = NOTHING
    for quantity in quantities:
        result += quantity
    return result


def together(quantities: Iterable[Quantity]) -> Quantity:
    """Count any number of quantities together that may have things in common."""
    result = NOTHING
    for quantity in quantities:
        result = result.joined(quantity)
    return result
