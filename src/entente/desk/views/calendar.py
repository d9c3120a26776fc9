"""A calendar of everything: a month, and one day with all that falls on it."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter, defaultdict
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date

from entente.desk.views.work import DeskPage
from entente.kit import parts
from entente.kit.occasions import A_DAY, MOST
from entente.kit.scope import Narrowed, Officer
from entente.office.models import Unit


class CalendarPage(DeskPage):
    """What begins, ends and falls due, of all units that a person sees or of one and those below.

    `?month=2026-05` chooses a month, `?day=2026-05-04` a day, `?unit=3` a unit.
    """

    def get_template_names(self) -> list[str]:
        """Show a day, or else a month."""
        return ["desk/day.html" if "day" in self.request.GET else "desk/calendar.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect what falls into the weeks, or into the day."""
        units = list(self.units())
        unit = next((it for it in units if str(it.pk) == self.request.GET.get("unit")), None)
        context = super().get_context_data(**kwargs) | {
            "units": units if len(units) > 1 else [],
            "unit": unit,
            "today": timezone.localdate(),
        }
        officer = narrowed(self.officer, unit) if unit else self.officer
        if "day" in self.request.GET:
            return context | of_day(officer, self.day())
        return context | of_month(officer, self.month())

    def units(self) -> Any:
        """Give the units of the person's own institution."""
        own = getattr(self.officer, "unit", None)
        return Unit.objects.open().filter(top=own.top_id).order_by("path") if own else ()

    def month(self) -> datetime.date:
        """Read the month from the address; nonsense is this month."""
        try:
            year, month = map(int, self.request.GET.get("month", "").split("-"))
            return datetime.date(year, month, 1)
        except ValueError:
            return timezone.localdate().replace(day=1)

    def day(self) -> datetime.date:
        """Read the day from the address; there is no page of a day that is none."""
        try:
            found = parse_date(self.request.GET["day"])
        except ValueError:
            found = None
        if found is None:
            raise Http404
        return found


def narrowed(officer: Officer, unit: Unit) -> Officer:
    """Let a person see only what belongs to a unit and those below it."""
    below = Unit.objects.below(unit).values_list("pk", flat=True)
    return Narrowed(officer, tree=unit.top_id or unit.pk, units=frozenset(below))


def of_month(officer: Officer, first: datetime.date) -> dict[str, Any]:
    """Lay the occasions of a month into weeks."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    by_day, more = collected(officer, weeks[0][0], weeks[-1][-1])
    return {
        "month": first,
        "weeks": [
            [
                (day, by_day[day][:A_DAY], max(len(by_day[day]) - A_DAY, 0) + more[day])
                for day in week
            ]
            for week in weeks
        ],
        "previous": (first - datetime.timedelta(days=1)).strftime("%Y-%m"),
        "next": (first + datetime.timedelta(days=32)).strftime("%Y-%m"),
        "empty": not any(by_day.values()),
    }


def of_day(officer: Officer, day: datetime.date) -> dict[str, Any]:
    """Give all occasions of a day."""
    by_day, _more = collected(officer, day, day)
    one = datetime.timedelta(days=1)
    return {
        "day": day,
        "occasions": by_day[day],
        "previous": day - one,
        "next": day + one,
        "cut": len(by_day[day]) >= MOST,
    }


def collected(
    officer: Officer, first: datetime.date, last: datetime.date
) -> tuple[dict[datetime.date, list[parts.Occasion]], Counter[datetime.date]]:
    """Collect from every app, and count what falls on each day beyond what they gave."""
    by_day: defaultdict[datetime.date, list[parts.Occasion]] = defaultdict(list)
    more: Counter[datetime.date] = Counter()
    for occasions in parts.calendar(officer, first, last):
        more += occasions.more
        for occasion in occasions:
            by_day[occasion.on].append(occasion)
    return by_day, more
