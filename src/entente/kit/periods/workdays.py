"""Working days by country: public holidays, and weekends on which China works instead."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from functools import lru_cache

import holidays
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

ONE_DAY = datetime.timedelta(days=1)


@lru_cache(maxsize=400)
def _working_days(country: str, year: int) -> tuple[datetime.date, ...]:
    """List the working days of a year, in order.

    The years beside it are asked for too: a day off in January can be worked for in December.
    """
    if country not in holidays.list_supported_countries(include_aliases=False):
        raise DomainError(
            _("The public holidays of “%(country)s” are not known here."),
            code="unknown_country",
            params={"country": country},
        )
    known = holidays.country_holidays(country, years=range(year - 1, year + 2))
    first = datetime.date(year, 1, 1)
    days = (first + ONE_DAY * number for number in range(366))
    return tuple(day for day in days if day.year == year and known.is_working_day(day))


def is_working_day(day: datetime.date, country: str = "CN") -> bool:
    """Say whether people work on that day in a country."""
    days = _working_days(country, day.year)
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


def add_working_days(day: datetime.date, count: int, country: str = "CN") -> datetime.date:
    """Give the day some working days after (or, negative, before) a day.

    The day itself is not counted. None at all means the day itself where it is worked, else the
    next working day.
    """
    if count == 0:
        return day if is_working_day(day, country) else add_working_days(day, 1, country)
    year, days = day.year, _working_days(country, day.year)
    place = bisect_right(days, day) + count - 1 if count > 0 else bisect_left(days, day) + count
    while place >= len(days):
        place -= len(days)
        year += 1
        days = _working_days(country, year)
    while place < 0:
        year -= 1
        days = _working_days(country, year)
        place += len(days)
    return days[place]


def working_days_between(start: datetime.date, end: datetime.date, country: str = "CN") -> int:
    """Count the working days after `start` up to and with `end`; negative where it lies before.

    So it answers for working days what `add_working_days` was given.
    """
    if end < start:
        return -working_days_between(end, start, country)
    return sum(
        bisect_right(days, end) - bisect_right(days, start)
        for year in range(start.year, end.year + 1)
        for days in [_working_days(country, year)]
    )
