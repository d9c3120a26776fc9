"""Questions to columns of partial dates, answered by a plain index on the column.

A partial date means a range of days. Each question exists as *possibly* (some day of the range)
and as *surely* (all of them); the short names ask possibly, because a date that the source gives
only as a year must not fall out of a list. A missing date answers no.
"""

from __future__ import annotations

import datetime

from django.db.models import F, Q
from django.db.models.functions import Length, Substr

from entente.kit.periods.partial import PartialDate

ONE_DAY = datetime.timedelta(days=1)


def not_after(field: str, day: datetime.date) -> Q:
    """Keep dates that can mean that day or an earlier one."""
    return Q(**{f"{field}__lte": day.isoformat()})


def not_before(field: str, day: datetime.date) -> Q:
    """Keep dates that can mean that day or a later one."""
    return Q(**{f"{field}__gte": day.isoformat()}) | Q(
        **{f"{field}__in": [f"{day:%Y}", f"{day:%Y-%m}"]}
    )


def surely_not_after(field: str, day: datetime.date) -> Q:
    """Keep dates all of whose days lie on or before that day."""
    next_day = day + ONE_DAY
    return Q(**{f"{field}__lte": day.isoformat()}) & ~Q(
        **{
            f"{field}__in": [
                str(partial)
                for partial in (PartialDate(day.year), PartialDate(day.year, day.month))
                if partial.latest >= next_day
            ]
        }
    )


def surely_not_before(field: str, day: datetime.date) -> Q:
    """Keep dates all of whose days lie on or after that day."""
    candidates = (PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day))
    first = next(partial for partial in candidates if partial.earliest >= day)
    return Q(**{f"{field}__gte": str(first)})


def possibly_within(field: str, first: datetime.date, last: datetime.date) -> Q:
    """Keep dates that can fall into those days."""
    return not_before(field, first) & not_after(field, last)


def surely_within(field: str, first: datetime.date, last: datetime.date) -> Q:
    """Keep dates that fall into those days, whatever they mean exactly."""
    return surely_not_before(field, first) & surely_not_after(field, last)


def holds_on(start: str, end: str, day: datetime.date) -> Q:
    """Keep what can hold on that day: begun, and not ended before.

    Without an end it is open; without a start nobody knows whether it ever began, so it does not
    count. Its last day still holds.
    """
    return not_after(start, day) & (Q(**{f"{end}__isnull": True}) | not_before(end, day))


def in_order(start: str, end: str) -> Q:
    """Give the condition for a check constraint: the end can lie on or after the start."""
    return (
        Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{end}__gte": Substr(F(start), 1, Length(F(end)))})
    )
