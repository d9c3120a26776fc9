"""How long an agreement binds: its last day, the last day for notice, what notice brings about.

Pure reckoning on days; today is always passed in. An academic year begins on 1 September.

- A *fixed term* ends on its last day without notice.
- An *automatic* agreement ends with a period of so many months unless nobody gives notice in time;
  then it goes on for another period.
- An *evergreen* one has no last day until somebody gives notice.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from entente.kit.periods import Period, add_months
from entente.kit.periods.spans import ACADEMIC_YEAR_STARTS
from entente.partnerships.enums import NoticeUnit, Term

ONE_DAY = datetime.timedelta(days=1)
# Adding a month can leave out the end of a longer one: 31 January and a month is 28 February.
MOST_DAYS_LOST = 3


@dataclass(frozen=True)
class Notice:
    """How long before the end a side has to say so: some months, or some full academic years."""

    length: int
    unit: str

    def last_day(self, notified: datetime.date) -> datetime.date:
        """Give the last day on which a side is bound that gave notice on a day.

        Of academic years those count that begin on the day of notice or later: notified by
        1 September 2026 it ends with 31 August 2027, notified on 2 September a year later.
        """
        if self.unit == NoticeUnit.MONTHS:
            return add_months(notified, self.length)
        return Period.academic_year(_first_full_year(notified) + self.length - 1).last

    def latest_day(self, last: datetime.date) -> datetime.date:
        """Give the latest day on which notice can be given so that it still ends on `last`."""
        if self.unit == NoticeUnit.MONTHS:
            day = add_months(last, -self.length)
            later = [day + ONE_DAY * more for more in range(MOST_DAYS_LOST, 0, -1)]
            return next((it for it in later if self.last_day(it) <= last), day)
        ends = Period.academic_year_of(last)
        year = ends.first.year if ends.last == last else ends.first.year - 1
        return datetime.date(year - self.length + 1, ACADEMIC_YEAR_STARTS, 1)


@dataclass(frozen=True)
class Validity:
    """What is agreed about the end: `last` is the last day of the period that runs now.

    `every` is the length of a further period in months, for automatic renewal. `notice` is None
    where nothing is known about it.
    """

    term: str
    last: datetime.date | None
    every: int = 0
    notice: Notice | None = None

    @property
    def notice_day(self) -> datetime.date | None:
        """The latest day on which notice keeps it from going on; None where none is needed."""
        if self.term != Term.AUTOMATIC or self.last is None or self.notice is None:
            return None
        return self.notice.latest_day(self.last)

    def next_last(self) -> datetime.date:
        """Give the last day of the period after the one that runs now."""
        if self.last is None or self.every < 1:
            message = "Only a period of some months can be followed by another."
            raise ValueError(message)
        return add_months(self.last + ONE_DAY, self.every) - ONE_DAY

    def renewed_until(self, day: datetime.date) -> datetime.date:
        """Give the last day of the period in which a day lies, renewing as often as needed."""
        now = self
        while now.last is not None and now.last < day:
            now = Validity(self.term, now.next_last(), self.every, self.notice)
        if now.last is None:
            message = "An agreement without a last day is not renewed."
            raise ValueError(message)
        return now.last

    def ends_after_notice(self, notified: datetime.date) -> datetime.date | None:
        """Give the last day after a side gave notice; None where no notice period is known.

        A fixed term never ends later than agreed. An automatic one ends with the first period
        for whose end the notice comes in time.
        """
        if self.notice is None:
            return None
        bound = self.notice.last_day(notified)
        if self.term == Term.AUTOMATIC and self.last is not None and self.every:
            return self.renewed_until(bound)
        return bound if self.last is None else min(bound, self.last)


def _first_full_year(day: datetime.date) -> int:
    """Give the first academic year that begins on a day or later, by the year it begins in."""
    begins = datetime.date(day.year, ACADEMIC_YEAR_STARTS, 1)
    return day.year if day <= begins else day.year + 1
