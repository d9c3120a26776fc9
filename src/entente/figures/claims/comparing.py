"""Two statements of one thing compared: unit, number, comparator, window, date, names, lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from entente.figures.claims.claim import Claim, Quantity
from entente.figures.claims.conflict import Conflict
from entente.figures.claims.names import in_one_script, without_match
from entente.figures.claims.pairing import Pair, common_names
from entente.figures.claims.phrases import counted, in_a_row, named, time
from entente.figures.claims.windows_compared import dates_meet, same_time

# Ranges that share so much of their length say the same (数十 and "dozens").
COMMON_RANGE = Decimal("0.75")
# Fewer persons are no group.
SMALLEST_GROUP = 2
# One group is several persons, one person comes several times.
_UNIT_SIZE = {"groups": 3, "persons": 2, "person_times": 1}


def translated(pair: Pair, on: datetime.date) -> Iterator[Conflict]:
    """Compare a Chinese and an English statement of one thing."""
    first, second = pair.first, pair.second
    if first.quantity is None or second.quantity is None:
        yield from _dates(first, second)
        return
    if pair.same_measure:
        yield from _of_one_measure(first, second, on)
    elif common_names(first, second):
        yield from _two_lists(first, second)
    else:
        yield from _units(first, second)
        # Two notes alike with other numbers: one thing only if the unit was exchanged.
        if _exchanged(first, second):
            yield from _numbers(first, second, translation=True)


def _of_one_measure(first: Claim, second: Claim, on: datetime.date) -> Iterator[Conflict]:
    yield from _units(first, second)
    if first.unit == second.unit or _one_number(first, second) or _exchanged(first, second):
        yield from _times_and_numbers(first, second, on)
    yield from _names(first, second)


def _times_and_numbers(first: Claim, second: Claim, on: datetime.date) -> Iterator[Conflict]:
    same = same_time(first, second, on)
    open_ended = "recent" in {first.window.kind, second.window.kind}
    if not same and not open_ended and not _one_number(first, second):
        return  # Two numbers of two periods are two facts.
    yield from _numbers(first, second, translation=True)
    if not same:
        yield Conflict(
            "window",
            (first.id, second.id),
            _(
                "The periods differ: %(first)s says %(one)s for %(one_time)s, %(second)s says"
                " %(two)s for %(two_time)s."
            )
            % (
                _both(first, second)
                | {"one_time": time(first.window), "two_time": time(second.window)}
            ),
        )


def repeated(first: Claim, second: Claim, on: datetime.date) -> Iterator[Conflict]:
    """Compare two statements of one thing in one language, or in two documents."""
    if first.quantity is None or second.quantity is None:
        yield from _dates(first, second)
    elif first.unit == second.unit and same_time(first, second, on):
        yield from _numbers(first, second, translation=first.language != second.language)


def listed_twice(group: Sequence[Claim]) -> Iterator[Conflict]:
    """Find statements whose list of names is not as long as their own number says."""
    for claim in group:
        quantity = claim.quantity
        if quantity is None or quantity.comparator != "=" or claim.names_go_on:
            continue
        count, length = int(quantity.stated), len(claim.names)
        # A short list gives examples; one that nearly reaches the number means all.
        if claim.unit not in {"institutions", "countries"} or length < 3:
            continue
        if length > count or (count * 3 <= length * 4 and length < count):
            yield Conflict(
                "list",
                (claim.id,),
                _("The list does not fit its number: %(first)s says %(one)s and names %(length)s.")
                % {"first": named(claim), "one": counted(claim), "length": length},
            )


# --- Units ----------------------------------------------------------------------------------------


def _units(first: Claim, second: Claim) -> Iterator[Conflict]:
    if first.unit == second.unit:
        return
    if _one_number(first, second) or _overlap(first, second) or _exchanged(first, second):
        yield Conflict(
            "unit",
            (first.id, second.id),
            _("The units disagree: %(first)s counts %(one)s, %(second)s counts %(two)s.")
            % _both(first, second),
        )


def _exchanged(first: Claim, second: Claim) -> bool:
    """Say whether the numbers are too near each other to count what the two units say.

    There are no more persons than person-times, and a group is more than one person.
    """
    if not first.quantity or not second.quantity or first.unit == second.unit:
        return False
    if first.unit not in _UNIT_SIZE or second.unit not in _UNIT_SIZE:
        return False
    few, many = sorted((first, second), key=lambda it: -_UNIT_SIZE[it.unit])
    if few.quantity is None or many.quantity is None:
        return False
    if few.unit == "groups":
        return many.quantity.most < few.quantity.least * SMALLEST_GROUP
    return few.quantity.least > many.quantity.most


# --- Numbers --------------------------------------------------------------------------------------


def _numbers(first: Claim, second: Claim, *, translation: bool) -> Iterator[Conflict]:
    if first.quantity is None or second.quantity is None:
        return
    if _one_number(first, second):
        if _words_disagree(first, second):
            yield Conflict(
                "comparator",
                (first.id, second.id),
                _("The numbers are not meant alike: %(first)s says %(one)s, %(second)s %(two)s.")
                % _both(first, second),
            )
        return
    if _values_disagree(first, second, translation=translation):
        yield Conflict(
            "value",
            (first.id, second.id),
            _("The numbers differ: %(first)s says %(one)s, %(second)s says %(two)s.")
            % _both(first, second),
        )


def _one_number(first: Claim, second: Claim) -> bool:
    return bool(first.quantity and second.quantity and first.quantity.same_number(second.quantity))


# Of one number N: what lies below it, at it, above it.
_SIDES = {
    "=": frozenset({0}),
    ">": frozenset({1}),
    ">=": frozenset({0, 1}),
    "<": frozenset({-1}),
    "<=": frozenset({-1, 0}),
    "~": frozenset({-1, 0, 1}),
    "range": frozenset({0}),
}


def _words_disagree(first: Claim, second: Claim) -> bool:
    return _sides(first).isdisjoint(_sides(second))


def _sides(claim: Claim) -> frozenset[int]:
    if claim.says_below:
        return frozenset({-1, 0})
    return _SIDES[claim.quantity.comparator] if claim.quantity else frozenset()


def _values_disagree(first: Claim, second: Claim, *, translation: bool) -> bool:
    one, two = first.quantity, second.quantity
    if one is None or two is None:
        return False
    if one.comparator == two.comparator == "range":
        return translation and _common(one, two) < COMMON_RANGE
    if translation and one.comparator == two.comparator:
        return True
    return not _overlap(first, second)


def _common(one: Quantity, two: Quantity) -> Decimal:
    shared = min(one.most, two.most) - max(one.least, two.least)
    return max(shared, Decimal(0)) / (max(one.most, two.most) - min(one.least, two.least))


def _overlap(first: Claim, second: Claim) -> bool:
    one, two = first.quantity, second.quantity
    if one is None or two is None:
        return False
    least, most = max(one.least, two.least), min(_most(first), _most(second))
    if least == most:
        # The very number at the edge: "over 300" leaves 300 out.
        return all(_reaches(it, least) for it in (one, two))
    return least < most


def _most(claim: Claim) -> Decimal:
    quantity = claim.quantity
    if quantity is None:
        return Decimal(0)
    return quantity.stated if claim.says_below else quantity.most


def _reaches(quantity: Quantity, number: Decimal) -> bool:
    return not (quantity.comparator in {">", "<"} and number == quantity.stated)


# --- Dates, names, lists --------------------------------------------------------------------------


def _dates(first: Claim, second: Claim) -> Iterator[Conflict]:
    if first.date and second.date and not dates_meet(first.date, second.date):
        yield Conflict(
            "date",
            (first.id, second.id),
            _("The dates differ: %(first)s says %(one)s, %(second)s says %(two)s.")
            % _both(first, second),
        )


def _names(first: Claim, second: Claim) -> Iterator[Conflict]:
    if not first.names or not second.names or not in_one_script(first.names, second.names):
        return
    alone, left = without_match(first.names, second.names)
    goes_on = first.names_go_on or second.names_go_on
    if alone and left and (not goes_on or len(alone) == len(left)):
        yield Conflict(
            "names",
            (first.id, second.id),
            _("The names differ: %(first)s names %(one)s, where %(second)s names %(two)s.")
            % (_both(first, second) | {"one": in_a_row(alone), "two": in_a_row(left)}),
        )
    elif (alone or left) and not goes_on:
        yield Conflict(
            "list",
            (first.id, second.id),
            _("The lists differ: of %(first)s and %(second)s, only one names %(names)s.")
            % (_both(first, second) | {"names": in_a_row(alone or left)}),
        )


def _two_lists(first: Claim, second: Claim) -> Iterator[Conflict]:
    """Compare two lists that hold mostly the same names and are called by two measures."""
    alone, left = without_match(first.names, second.names)
    if not _one_number(first, second) and (alone or left):
        yield Conflict(
            "list",
            (first.id, second.id),
            _(
                "One list stands in two lengths: %(first)s counts %(one)s, %(second)s counts"
                " %(two)s; only one of them names %(names)s."
            )
            % (_both(first, second) | {"names": in_a_row(alone + left)}),
        )
    elif alone and left and not (first.names_go_on or second.names_go_on):
        yield from _names(first, second)


def _both(first: Claim, second: Claim) -> dict[str, object]:
    return {
        "first": named(first),
        "second": named(second),
        "one": counted(first),
        "two": counted(second),
    }
