"""Two windows compared: the same time, another one, or one inside the other."""

from __future__ import annotations

import datetime

from entente.figures.claims.claim import Claim
from entente.kit.periods import PartialDate, Period

# "The last five years" and "since 2015" may mean the same time.
LEEWAY = datetime.timedelta(days=366)


def same_time(first: Claim, second: Claim, on: datetime.date) -> bool:
    """Say whether two statements can speak of the same time.

    No window and a number "as of" a day agree: both are what holds. No window and a period do not.
    """
    one, two = first.window, second.window
    if str(one) == str(two):
        return True
    kinds = {one.kind, two.kind}
    if kinds <= {"recent", "at"}:
        return one.first is None or two.first is None or _meet(one.first, two.first)
    if kinds & {"recent", "per_year"}:
        return False
    if kinds == {"since"} and one.first and two.first:
        return _meet(one.first, two.first)
    # Without the text's own date nobody can say when its last years began.
    if kinds == {"last_years", "since"} and not (first.as_of or second.as_of):
        return True
    return kinds != {"last_years"} and _same_days(first, second, on)


def _same_days(first: Claim, second: Claim, on: datetime.date) -> bool:
    ours, theirs = first.window.period(first.day(on)), second.window.period(second.day(on))
    if ours is None or theirs is None:
        return False
    kinds = {first.window.kind, second.window.kind}
    if "at" in kinds:
        return _within(ours, theirs) or _within(theirs, ours)
    if kinds <= {"year", "dates"}:
        return ours == theirs
    return abs(ours.first - theirs.first) <= LEEWAY and abs(ours.last - theirs.last) <= LEEWAY


def inside(first: Claim, second: Claim, on: datetime.date) -> bool:
    """Say whether the first speaks of a shorter time inside that of the second."""
    one, two = first.window, second.window
    if one.kind == two.kind == "last_years":
        return first.day(on) == second.day(on) and one.years < two.years
    if not one.is_dated and one.kind != "last_years":
        return False
    if two.kind in {"recent", "per_year", "at"}:
        return False
    ours, theirs = one.period(first.day(on)), two.period(second.day(on))
    return bool(ours and theirs and ours != theirs and _within(ours, theirs))


def years_of(claim: Claim, on: datetime.date) -> int | None:
    """Count the yearly editions that fit into a window; None where it has no beginning."""
    window = claim.window
    if window.kind == "last_years":
        return window.years
    if window.first is None or window.kind == "at":
        return None
    period = window.period(claim.day(on))
    return period.last.year - period.first.year + 1 if period else None


def _meet(one: PartialDate, two: PartialDate) -> bool:
    return one.earliest <= two.latest and two.earliest <= one.latest


def _within(one: Period, two: Period) -> bool:
    return two.first <= one.first and one.last <= two.last


def dates_meet(one: PartialDate, two: PartialDate) -> bool:
    """Say whether two dates, each as exact as its source, can be the same day."""
    return _meet(one, two)
