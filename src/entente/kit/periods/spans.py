"""Periods that are counted in: years, academic years, the last years, since, as of."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entente.kit.bilingual import current_language
from entente.kit.errors import DomainError
from entente.kit.periods.partial import FIRST_YEAR, PartialDate

ONE_DAY = datetime.timedelta(days=1)
ACADEMIC_YEAR_STARTS = 9


def add_months(day: datetime.date, months: int) -> datetime.date:
    """Go some months on (or back); a day that the month lacks becomes its last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return day.replace(
        year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1])
    )


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted, and how one speaks of them (`label`)."""

    first: datetime.date
    last: datetime.date
    kind: str = "between"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise DomainError(_("The last day lies before the first."), code="wrong_order")

    # --- Ways to name one ------------------------------------------------------------------------

    @classmethod
    def year(cls, year: int) -> Period:
        """Give a calendar year."""
        whole = PartialDate(year)
        return cls(whole.earliest, whole.latest, "year")

    @classmethod
    def academic_year(cls, year: int, *, starts: int = ACADEMIC_YEAR_STARTS) -> Period:
        """Give the academic year that begins in a calendar year, with the month `starts`."""
        first = datetime.date(year, starts, 1)
        return cls(first, add_months(first, 12) - ONE_DAY, "academic_year")

    @classmethod
    def academic_year_of(cls, day: datetime.date, *, starts: int = ACADEMIC_YEAR_STARTS) -> Period:
        """Give the academic year in which a day lies."""
        return cls.academic_year(day.year - (day.month < starts), starts=starts)

    @classmethod
    def last_years(cls, count: int, *, on: datetime.date) -> Period:
        """Give the last years up to a day, that day included.

        Three years to 5 May 2026 begin on 6 May 2023.
        """
        return cls(add_months(on, -12 * count) + ONE_DAY, on, f"last_years:{count}")

    @classmethod
    def since(cls, start: PartialDate | datetime.date, *, on: datetime.date) -> Period:
        """Give the time from the earliest day of a date up to a day."""
        partial = PartialDate.of(start)
        return cls(partial.earliest, on, f"since:{partial}")

    @classmethod
    def as_of(cls, day: datetime.date) -> Period:
        """Give the one day on which a stock is counted."""
        return cls(day, day, "as_of")

    @classmethod
    def in_all(cls, *, on: datetime.date) -> Period:
        """Give all time up to a day: it names no beginning, so dates do not matter to it."""
        return cls(datetime.date(FIRST_YEAR, 1, 1), on, "in_all")

    # --- What lies in it -------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether it names no beginning and asks for no dates."""
        return self.kind == "in_all"

    def contains(self, day: datetime.date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day <= self.last

    def surely_contains(self, date: PartialDate) -> bool:
        """Say whether a date lies in it, whatever the date means exactly."""
        return self.first <= date.earliest and date.latest <= self.last

    def possibly_contains(self, date: PartialDate) -> bool:
        """Say whether a date can lie in it."""
        return date.earliest <= self.last and self.first <= date.latest

    def surely_overlaps(self, start: PartialDate | None, end: PartialDate | None) -> bool:
        """Say whether something from `start` to `end` surely falls into it; no end is open."""
        if start is None:
            return False
        return start.latest <= self.last and (end is None or end.earliest >= self.first)

    def possibly_overlaps(self, start: PartialDate | None, end: PartialDate | None) -> bool:
        """Say whether something from `start` to `end` can fall into it; what is unknown can."""
        return (start is None or start.earliest <= self.last) and (
            end is None or end.latest >= self.first
        )

    # --- How one speaks of it ---------------------------------------------------------------------

    @property
    def label(self) -> str:
        """Name the period in the reader's language."""
        kind, _colon, detail = self.kind.partition(":")
        first, last = PartialDate.of(self.first).localized(), PartialDate.of(self.last).localized()
        match kind:
            case "year":
                return PartialDate(self.first.year).localized()
            case "academic_year":
                return self._academic_label()
            case "last_years":
                return ngettext(
                    "last %(count)d year, to %(day)s",
                    "last %(count)d years, to %(day)s",
                    int(detail),
                ) % {"count": int(detail), "day": last}
            case "since":
                since = PartialDate.parse(detail).localized()
                return _("since %(start)s, to %(day)s") % {"start": since, "day": last}
            case "in_all":
                return pgettext("period", "in all, up to %(day)s") % {"day": last}
            case "as_of":
                return pgettext("period", "as of %(day)s") % {"day": last}
            case _:
                return _("%(first)s to %(last)s") % {"first": first, "last": last}

    def _academic_label(self) -> str:
        first, last = self.first.year, self.last.year
        if current_language() == "zh":
            return f"{first}学年" if first == last else f"{first}—{last}学年"
        return f"{first}" if first == last else f"{first}–{last % 100:02}"

    def __str__(self) -> str:
        return self.label
