"""From a day and a span to a day; from stages to the one notice that is due."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence

from entente.kit.periods import add_months, add_working_days
from entente.office.enums import Direction, RuleUnit
from entente.office.reckoning.values import Duration

HALF_MONTH = 15


def reckon(
    day: datetime.date, span: Duration, direction: str, *, country: str = "CN"
) -> datetime.date:
    """Give the day that lies a span before or after a day; the day itself is not counted.

    Months keep the day of the month (the last one where it is missing), a half month is 15 days,
    hours are rounded to the whole days that they fill. Working days are those of the country; a
    span of none at all is the day itself.
    """
    sign = -1 if direction == Direction.BEFORE else 1
    number = span.number
    match span.unit:
        case RuleUnit.WORKING_DAYS:
            count = sign * int(number)
            return add_working_days(day, count, country) if count else day
        case RuleUnit.MONTHS | RuleUnit.YEARS:
            months = number * 12 if span.unit == RuleUnit.YEARS else number
            whole = int(months)
            halves = HALF_MONTH if months != whole else 0
            return add_months(day, sign * whole) + datetime.timedelta(days=sign * halves)
        case RuleUnit.WEEKS:
            return day + datetime.timedelta(days=sign * 7 * int(number))
        case RuleUnit.HOURS:
            return day + datetime.timedelta(days=sign * math.ceil(number / 24))
        case _:
            return day + datetime.timedelta(days=sign * int(number))


def stage_days(
    due_on: datetime.date, spans: Iterable[Duration], *, country: str = "CN"
) -> list[tuple[Duration, datetime.date]]:
    """Give the day of each stage before a due day, earliest first; of two on one day, one."""
    found: dict[datetime.date, Duration] = {}
    for span in spans:
        found.setdefault(reckon(due_on, span, Direction.BEFORE, country=country), span)
    return [(span, day) for day, span in sorted(found.items())]


def latest_stage(days: Sequence[datetime.date], *, on: datetime.date) -> datetime.date | None:
    """Give the nearest stage that has come by a day: the one to speak of after a long silence."""
    come = [day for day in days if day <= on]
    return max(come) if come else None
