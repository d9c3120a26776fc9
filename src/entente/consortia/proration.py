"""What a member owes for a part of a year. No database."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from entente.consortia.enums import Proration

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Stretch:
    """From a day to a day, both counted, in which a yearly amount holds; without an end it runs."""

    first: datetime.date
    last: datetime.date | None
    amount: Decimal

    def covers(self, day: datetime.date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def owed(year: int, stretches: Sequence[Stretch], proration: str) -> Decimal:
    """Give what is owed for a year, to the cent (half a cent rounds up).

    By months, a month counts for whoever is a member on its first day; by days, each day counts;
    without proration the amount that held first in the year is owed whole. Stretches do not
    overlap.
    """
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    within = sorted(
        (
            stretch
            for stretch in stretches
            if stretch.first <= last and (stretch.last is None or stretch.last >= first)
        ),
        key=lambda stretch: stretch.first,
    )
    if not within:
        return Decimal("0.00")
    if proration == Proration.NONE:
        return within[0].amount.quantize(CENT, ROUND_HALF_UP)
    if proration == Proration.MONTHS:
        days = [datetime.date(year, month, 1) for month in range(1, 13)]
        held = [next((it.amount for it in within if it.covers(day)), Decimal(0)) for day in days]
        return (sum(held, Decimal(0)) / 12).quantize(CENT, ROUND_HALF_UP)
    whole = 366 if calendar.isleap(year) else 365
    total = sum(
        (
            it.amount * ((min(it.last or last, last) - max(it.first, first)).days + 1)
            for it in within
        ),
        Decimal(0),
    )
    return (total / whole).quantize(CENT, ROUND_HALF_UP)
