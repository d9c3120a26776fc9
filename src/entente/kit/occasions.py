"""What falls on the days of a calendar: of very many on one day a few, and how many there are."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from entente.kit.parts import Occasion

A_DAY = 6  # so many stand below a day of a month
AT_ONCE = 200  # up to so many are read without asking which
MOST = 1000  # of one day, or of a year in a feed
A_MONTH = datetime.timedelta(days=62)


class Occasions(list[Occasion]):
    """The occasions of one app; `more` counts by day those that are not among them."""

    def __init__(self, some: Iterable[Occasion] = ()) -> None:
        super().__init__(some)
        self.more: Counter[datetime.date] = Counter()


def on_days(
    rows: QuerySet[Any],
    day: str,
    first: datetime.date,
    last: datetime.date,
    make: Callable[[Any], Occasion],
) -> Occasions:
    """Make occasions of the rows whose column `day` lies between two days.

    Of a single day, and of more than two months, all are given; of a month a few of each day,
    where there are many, and the number of the others.
    """
    found = rows.filter(**{f"{day}__range": (first, last)})
    if not datetime.timedelta() < last - first <= A_MONTH:
        return Occasions(map(make, found.order_by(day, "pk")[:MOST]))
    numbers = Counter(dict(found.order_by().values_list(day).annotate(Count("pk"))))
    if not numbers:
        return Occasions()
    if numbers.total() <= AT_ONCE:
        return Occasions(map(make, found.order_by(day, "pk")))
    place = Window(RowNumber(), partition_by=F(day), order_by=F("pk").asc())
    placed = found.order_by().annotate(place=place).filter(place__lte=A_DAY)
    keys = list(placed.values_list("pk", flat=True))
    occasions = Occasions(map(make, rows.filter(pk__in=keys).order_by(day, "pk")))
    occasions.more = numbers - Counter(it.on for it in occasions)
    return occasions
