"""Statements against plain arithmetic and the calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entente.figures.claims.claim import Claim
from entente.figures.claims.conflict import Conflict
from entente.figures.claims.cues import TOTALS, YEARLY
from entente.figures.claims.phrases import counted, named, time
from entente.figures.claims.windows_compared import inside, same_time, years_of
from entente.kit.periods import PartialDate

# What falls into a period, so that a longer one holds no less of it.
FLOWS = frozenset(
    {"persons", "person_times", "groups", "events", "courses", "projects", "cny", "usd", "eur"}
)
# What can come once a year.
EDITIONS = frozenset({"years", "events", "courses", "programmes"})
# A yearly number is an average; its sum may be off by so much.
ROUNDING = Decimal("1.2")
MONTHS = 12


def alone(claim: Claim, on: datetime.date) -> Iterator[Conflict]:
    """Check a statement against its own dates."""
    yield from _editions(claim, on)
    yield from _plans(claim, on)
    yield from _before_its_time(claim)


def _editions(claim: Claim, on: datetime.date) -> Iterator[Conflict]:
    """A yearly series has no more editions than years that have begun."""
    quantity = claim.quantity
    if quantity is None or claim.unit not in EDITIONS:
        return
    if claim.unit != "years" and not _is_yearly(claim):
        return
    fit = years_of(claim, on)
    if fit is not None and quantity.least > fit:
        yield Conflict(
            "arithmetic",
            (claim.id,),
            ngettext(
                "The number cannot be: %(first)s says %(one)s, and at most %(fit)s yearly edition"
                " fits (%(time)s).",
                "The number cannot be: %(first)s says %(one)s, and at most %(fit)s yearly editions"
                " fit (%(time)s).",
                fit,
            )
            % {
                "first": named(claim),
                "one": counted(claim),
                "fit": fit,
                "time": _until(claim, on),
            },
        )


def _is_yearly(claim: Claim) -> bool:
    texts = (claim.words, claim.detail)
    return any(YEARLY[language].search(text) for language in YEARLY for text in texts)


def _until(claim: Claim, on: datetime.date) -> str:
    if claim.window.kind != "since":
        return time(claim.window)
    return pgettext("window", "%(since)s, to %(day)s") % {
        "since": time(claim.window),
        "day": PartialDate.of(claim.day(on)).localized(),
    }


def _plans(claim: Claim, on: datetime.date) -> Iterator[Conflict]:
    """A plan whose last day is past has grown old."""
    if not claim.window.is_dated or not claim.is_plan:
        return
    period = claim.window.period(None)
    if period and period.last < on:
        yield Conflict(
            "stale",
            (claim.id,),
            _("The plan is past: %(first)s still announces %(one)s for %(time)s.")
            % {
                "first": named(claim),
                "one": counted(claim),
                "time": _planned(claim),
            },
        )


def _planned(claim: Claim) -> str:
    return claim.window.first.localized() if claim.window.first else time(claim.window)


def _before_its_time(claim: Claim) -> Iterator[Conflict]:
    """A text tells nothing as done that begins after its own date."""
    first = claim.window.first
    if claim.as_of is None or first is None or claim.is_plan:
        return
    if first.earliest > claim.as_of.latest:
        yield Conflict(
            "date",
            (claim.id,),
            _("The time lies after the text: %(first)s is of %(day)s and speaks of %(time)s.")
            % {
                "first": named(claim),
                "day": claim.as_of.localized(),
                "time": time(claim.window),
            },
        )


def since_founding(claims: Sequence[Claim], on: datetime.date) -> Iterator[Conflict]:
    """A series without a beginning of its own is no older than its subject's founding."""
    founded = next(
        (c for c in claims if c.date and {"founded", "established"} & set(c.measure.split("_"))),
        None,
    )
    if founded is None or founded.date is None:
        return
    for claim in claims:
        quantity = claim.quantity
        if quantity is None or claim.unit != "years" or claim.window.kind != "recent":
            continue
        fit = claim.day(on).year - founded.date.year + 1
        if quantity.least > fit:
            yield Conflict(
                "arithmetic",
                (founded.id, claim.id),
                _(
                    "The number cannot be: %(first)s says %(one)s, and %(second)s says that all"
                    " began on %(two)s."
                )
                % {
                    "first": named(claim),
                    "one": counted(claim),
                    "second": named(founded),
                    "two": counted(founded),
                },
            )


def parts(claims: Sequence[Claim]) -> Iterator[Conflict]:
    """Find totals and parts: a part that is larger, or that a reader takes for the total.

    A note such as "of the 300 funded", or words such as "including 11", make a statement a part.
    """
    for at, part in enumerate(claims):
        total, by_note = _total_of(part, claims, at)
        if total is None or total.quantity is None or part.quantity is None:
            continue
        if part.quantity.least > total.quantity.most:
            yield Conflict(
                "arithmetic",
                (total.id, part.id),
                _("The part is larger than the total: %(first)s says %(one)s, %(second)s %(two)s.")
                % _of(part, total),
            )
        elif by_note and not part.says_part and part.quantity.most < total.quantity.least:
            gap = total.quantity.stated - part.quantity.stated
            yield Conflict(
                "part",
                (total.id, part.id),
                _(
                    "Two numbers must not be read as one: %(first)s says %(one)s, which is a part"
                    " of %(two)s in %(second)s; its words do not say so, and %(gap)s are between"
                    " them."
                )
                % (_of(part, total) | {"gap": f"{gap:f}"}),
            )


def _total_of(part: Claim, claims: Sequence[Claim], at: int) -> tuple[Claim | None, bool]:
    others = [c for c in claims if c is not part and c.quantity and c.unit == part.unit]
    for totals in TOTALS.values():
        if found := totals.search(part.detail):
            number = Decimal(found["n"].replace(",", "") or 0)
            same = (c for c in others if c.quantity and c.quantity.stated == number)
            return next(same, None), True
    if part.says_part and at and (before := claims[at - 1]) in others:
        return before, False
    return None, False


def between(first: Claim, second: Claim, on: datetime.date) -> Iterator[Conflict]:
    """Check two statements of one thing against each other."""
    for one, two in ((first, second), (second, first)):
        yield from _shorter_time(one, two, on)
        yield from _sum_of_years(one, two, on)
    yield from _persons_and_times(first, second, on)


def _shorter_time(one: Claim, two: Claim, on: datetime.date) -> Iterator[Conflict]:
    if one.unit != two.unit or one.unit not in FLOWS or not one.quantity or not two.quantity:
        return
    if inside(one, two, on) and one.quantity.least > two.quantity.most:
        yield Conflict(
            "arithmetic",
            (one.id, two.id),
            _(
                "A longer time cannot hold less: %(first)s says %(one)s for %(one_time)s,"
                " %(second)s says %(two)s for %(two_time)s."
            )
            % (_of(one, two) | {"one_time": time(one.window), "two_time": time(two.window)}),
        )


def _sum_of_years(yearly: Claim, total: Claim, on: datetime.date) -> Iterator[Conflict]:
    if yearly.unit != total.unit or yearly.unit not in FLOWS or yearly.window.kind != "per_year":
        return
    years = years_of(total, on)
    if years is None or not yearly.quantity or not total.quantity:
        return
    least = yearly.quantity.least * max(years - 1, 1) / ROUNDING
    most = yearly.quantity.most * years * ROUNDING
    if total.quantity.least > most or total.quantity.most < least:
        yield Conflict(
            "arithmetic",
            (yearly.id, total.id),
            _(
                "The years do not add up: %(first)s says %(one)s every year, %(second)s says"
                " %(two)s for %(time)s."
            )
            % (_of(yearly, total) | {"time": time(total.window)}),
        )


def _persons_and_times(first: Claim, second: Claim, on: datetime.date) -> Iterator[Conflict]:
    persons, times = sorted((first, second), key=lambda it: it.unit != "persons")
    if (persons.unit, times.unit) != ("persons", "person_times"):
        return
    if not persons.quantity or not times.quantity or not same_time(persons, times, on):
        return
    if persons.quantity.least > times.quantity.most:
        yield Conflict(
            "arithmetic",
            (persons.id, times.id),
            _("More persons than person-times: %(first)s says %(one)s, %(second)s %(two)s.")
            % _of(persons, times),
        )


def _of(one: Claim, two: Claim) -> dict[str, object]:
    return {
        "first": named(one),
        "second": named(two),
        "one": counted(one),
        "two": counted(two),
    }
