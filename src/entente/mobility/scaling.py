"""Scores and grades: two decimals as people write them, whole numbers as they are placed."""

from __future__ import annotations

from decimal import Decimal

SCALE = 100


def as_whole(value: Decimal) -> int:
    """Give the whole number by which a score is placed: 8475 for 84.75."""
    return int(value * SCALE)


def as_written(number: int) -> Decimal:
    """Give a score as people write it: 84.75 for 8475."""
    return (Decimal(number) / SCALE).quantize(Decimal("0.01"))
