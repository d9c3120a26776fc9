"""How long a stay lasts, as far as its dates tell."""

from __future__ import annotations

import datetime

from entente.kit.periods import PartialDate, Period

# QS counts "at least one semester" and gives no days. From here on a stay is as long as the
# shortest semester of our partners: it is part of the definition that every figure shows.
SEMESTER_DAYS = 90


def days_between(
    start: PartialDate | None, end: PartialDate | None
) -> tuple[int | None, int | None]:
    """Give the fewest and the most days from start to end, both counted; None where unknown."""
    if start is None or end is None:
        return None, None
    fewest = (end.earliest - start.latest).days + 1
    most = (end.latest - start.earliest).days + 1
    return max(fewest, 1), max(most, 1)


def academic_year_of(start: PartialDate | None) -> int | None:
    """Give the year in which the academic year of a date begins; None where it is not certain."""
    if start is None:
        return None
    first = Period.academic_year_of(start.earliest).first.year
    return first if Period.academic_year_of(start.latest).first.year == first else None


def surely_overlap(
    one: tuple[PartialDate | None, PartialDate | None],
    other: tuple[PartialDate | None, PartialDate | None],
) -> bool:
    """Say whether two stays share a day whatever their dates mean exactly.

    An open end lasts at least one day. One leaves and arrives elsewhere on the same day, so a
    shared first and last day is no overlap.
    """
    spans = []
    for start, end in (one, other):
        if start is None:
            return False
        spans.append((start.latest, end.earliest if end else start.latest))
    (first, until), (begins, ends) = spans
    return max(first, begins) < min(until, ends) or _same(one, other)


def _same(
    one: tuple[PartialDate | None, PartialDate | None],
    other: tuple[PartialDate | None, PartialDate | None],
) -> bool:
    """Say whether both name the same days, however exact."""
    return one[0] is not None and one == other


def surely_outside(start: PartialDate | None, first: datetime.date, last: datetime.date) -> bool:
    """Say whether a date surely lies before the first day or after the last."""
    return start is not None and (start.latest < first or start.earliest > last)
