"""Terms of office and of membership: when two of them surely overlap."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from entente.kit.periods import PartialDate


@dataclass(frozen=True)
class Term:
    """From a date until a date, each as exact as its source; without an end it still runs."""

    start: PartialDate | None
    end: PartialDate | None

    @property
    def certain(self) -> tuple[datetime.date, datetime.date] | None:
        """Give the first and the last day that surely lie inside; None where no day surely does.

        Without a start only the end is certain, and without an end "still".
        """
        last = self.end.earliest if self.end else datetime.date.max
        first = self.start.latest if self.start else last
        return (first, last) if first <= last else None

    def surely_overlaps(self, other: Term) -> bool:
        """Say whether some day surely lies in both.

        One term until 2016 and the next from 2016 may follow each other within that year.
        """
        mine, theirs = self.certain, other.certain
        if mine is None or theirs is None:
            return self == other
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]

    def can_hold_on(self, day: datetime.date) -> bool:
        """Say whether it can hold on a day, as exact as its dates are."""
        begun = self.start is None or self.start.earliest <= day
        return begun and (self.end is None or self.end.latest >= day)

    def surely_holds(self, day: datetime.date) -> bool:
        """Say whether it surely holds on a day."""
        certain = self.certain
        return certain is not None and certain[0] <= day <= certain[1]
