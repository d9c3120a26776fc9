"""Numbers without a gap: each is given once, and one that is rolled back is given again."""

from __future__ import annotations

from django.db import transaction

from entente.kit.models import NumberSeries


def take(series: str, *, scope: int = 0, year: int | None = None) -> int:
    """Take the next number of a series, inside the transaction that uses it (`take_many`)."""
    return take_many(series, 1, scope=scope, year=year)[0]


def take_many(series: str, count: int, *, scope: int = 0, year: int | None = None) -> range:
    """Take the next numbers of a series, inside the transaction that uses them.

    Each scope (a unit, mostly) and year counts from 1. Whoever comes second waits until the
    first has committed or rolled back, so take it as late in the transaction as possible.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "A number is taken inside the transaction that uses it."
        raise transaction.TransactionManagementError(message)
    place = {"series": series, "scope": scope, "year": year or 0}
    locked = NumberSeries.objects.select_for_update().filter(**place)
    row = locked.first()
    if row is None:
        NumberSeries.objects.bulk_create([NumberSeries(**place)], ignore_conflicts=True)
        row = locked.get()
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return range(first, first + count)


def give_back(series: str, numbers: range, *, scope: int = 0, year: int | None = None) -> bool:
    """Give numbers back whose taking is undone; only while they are the last ones of the series.

    Say whether they were: numbers that others stand behind stay void.
    """
    place = {"series": series, "scope": scope, "year": year or 0}
    row = NumberSeries.objects.select_for_update().filter(**place).first()
    if row is None or row.last != numbers.stop - 1:
        return False
    row.last = numbers.start - 1
    row.save(update_fields=["last"])
    return True


def peek(series: str, *, scope: int = 0, year: int | None = None) -> int:
    """Say which number would come next, without taking it; somebody else may be quicker."""
    row = NumberSeries.objects.filter(series=series, scope=scope, year=year or 0).first()
    return row.last + 1 if row else 1
