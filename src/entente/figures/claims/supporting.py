"""A claim held against a published figure: its unit, time, number and how that is worded."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.figures.claims.claim import Claim
from entente.figures.claims.windows_compared import LEEWAY
from entente.kit.periods import Period
from entente.kit.quantities import Quantity

REASONS: dict[str, str | Promise] = {
    "unit": _("The figure counts something else."),
    "window": _("The figure speaks of another time."),
    "value": _("The published number does not bear it out."),
    "comparator": _("It is true, but the published number is far higher."),
}


@dataclass(frozen=True)
class Published:
    """What is published: a number in its unit, and of which time.

    `stock` is what holds on the last day of the period, `in_all` has no beginning, `per_year`
    gives the bounds of single years.
    """

    unit: str
    number: Quantity
    period: Period
    stock: bool = False
    in_all: bool = False
    per_year: bool = False


def held_against(claim: Claim, published: Published, *, on: datetime.date) -> tuple[str, ...]:
    """Name what keeps a published figure from supporting a claim (`REASONS`); empty where it does.

    `on` is the day of a text that carries none. Another unit says all: what follows of number and
    time would be about another thing.
    """
    if claim.unit != published.unit:
        return ("unit",)
    found = []
    if not _of_that_time(claim, published, on):
        found.append("window")
    if wrong := _number(claim, published.number):
        found.append(wrong)
    return tuple(found)


def _of_that_time(claim: Claim, published: Published, on: datetime.date) -> bool:
    window = claim.window
    if window.kind == "per_year" or published.per_year:
        return window.kind == "per_year" and published.per_year
    if published.in_all:
        return window.kind == "recent"
    if published.stock:
        named = window.period(None)
        return window.kind == "recent" or (
            window.is_dated and named is not None and named.contains(published.period.last)
        )
    ours, theirs = window.period(claim.day(on)), published.period
    if ours is None:
        return False
    if window.kind in {"since", "last_years"}:
        return abs(ours.last - theirs.last) <= LEEWAY and _begins_alike(claim, ours, theirs)
    return ours.first == theirs.first and ours.last == theirs.last


def _begins_alike(claim: Claim, ours: Period, theirs: Period) -> bool:
    first = claim.window.first
    if first is not None:
        return first.earliest <= theirs.first <= first.latest
    return abs(ours.first - theirs.first) <= LEEWAY


def _number(claim: Claim, number: Quantity) -> str:
    quantity = claim.quantity
    if quantity is None:
        return "value"
    stated, low, high = quantity.stated, number.low, number.high
    match quantity.comparator:
        case ">":
            true = low > stated
        case ">=":
            true = low >= stated
        case "<":
            true = high is not None and high < stated
        case "<=":
            true = high is not None and high <= stated
        case "~" if claim.says_below:
            true = high is not None and quantity.least <= low and high <= stated
        case _:
            true = high is not None and quantity.least <= low and high <= quantity.most
    if not true:
        return "value"
    return "comparator" if quantity.comparator in {">", ">="} and low > quantity.most else ""
