"""Where a series of numbers stands."""

from __future__ import annotations

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series; the row is locked while the next one is taken."""

    series = models.CharField(max_length=60)
    scope = models.BigIntegerField(default=0)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("series", "scope", "year"), name="number_series_one"),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.scope} {self.year}: {self.last}"
