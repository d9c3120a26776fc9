"""What scores come to: one review's total, an application's mean and spread, outliers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
FULL = 100


def rounded(value: Decimal) -> Decimal:
    """Give two decimals, a half upwards, as people round."""
    return value.quantize(CENT, ROUND_HALF_UP)


def total(scored: Iterable[tuple[Decimal, int, int]]) -> Decimal:
    """Give a review's total of 100: shares of the highest scores, by weight.

    Each criterion is its score, the highest score and the weight.
    """
    rows = list(scored)
    weights = sum(weight for _score, _most, weight in rows)
    shares = sum((score / most * weight for score, most, weight in rows), Decimal(0))
    return rounded(shares / weights * FULL)


def mean(totals: Sequence[Decimal]) -> Decimal | None:
    """Give the mean of an application's totals; None without any."""
    return rounded(sum(totals, Decimal(0)) / len(totals)) if totals else None


def spread(totals: Sequence[Decimal]) -> Decimal | None:
    """Give how far the highest total lies above the lowest; None with fewer than two."""
    return max(totals) - min(totals) if len(totals) > 1 else None


def outliers(totals: Sequence[Decimal], points: int) -> list[bool]:
    """Say of each total whether it lies more than so many points from the mean of the others."""
    found = []
    for at, one in enumerate(totals):
        others = [*totals[:at], *totals[at + 1 :]]
        middle = mean(others)
        found.append(middle is not None and abs(one - middle) > points)
    return found


def ranks(means: Sequence[Decimal | None]) -> list[int | None]:
    """Give the rank of each mean, equals the same; None where there is no mean."""
    known = [value for value in means if value is not None]
    return [None if value is None else 1 + sum(other > value for other in known) for value in means]
