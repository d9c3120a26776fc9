"""What a figure's records came to in a period, kept so that nobody has to count them again."""

from __future__ import annotations

import datetime

from django.db import models

from entente.figures.models.figures import Figure
from entente.kit.periods import Period
from entente.kit.quantities import Quantity

Span = tuple[datetime.date, datetime.date, bool]


def span_of(period: Period) -> Span:
    """Give what of a period decides which records count."""
    return period.first, period.last, period.is_open


class Total(models.Model):
    """The records of a figure in one period, without what tallies count already.

    It is no record of the office but follows from records: it changes with them, in the same
    transaction (`services.totals`). Where there is none, records are counted.
    """

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="totals")
    first = models.DateField()
    last = models.DateField()
    is_open = models.BooleanField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    spoken_for = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("figure", "first", "last", "is_open"), name="total_once_for_a_period"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first} – {self.last}: {self.quantity}"

    @property
    def span(self) -> Span:
        """Its period."""
        return self.first, self.last, self.is_open

    @property
    def period(self) -> Period:
        """Its period as it is counted."""
        return Period(self.first, self.last, "in_all" if self.is_open else "between")

    @property
    def quantity(self) -> Quantity:
        """What the records came to."""
        return Quantity(self.low, self.high)
