"""Where statements contradict each other, arithmetic, or the calendar.

Every rule looks at what a statement says of itself: its unit, number, comparator, window, date,
names. A conflict names just the statements that it is about.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from entente.figures.claims import arithmetic, comparing
from entente.figures.claims.claim import Claim
from entente.figures.claims.conflict import Conflict
from entente.figures.claims.pairing import same_thing, translations

Groups = dict[tuple[str, str], list[Claim]]


def check(claims: Iterable[Claim], *, on: datetime.date) -> list[Conflict]:
    """Find the conflicts in statements, in the order of the statements that they begin with.

    `on` is the day on which plans are past, and the day of texts that carry none.
    """
    every = list(claims)
    found: list[Conflict] = []
    for claim in every:
        found += arithmetic.alone(claim, on)
    for group in _groups(every).values():
        found += _in_one_text(group, on)
    found += _in_several_texts(every, on)
    place = {claim.id: at for at, claim in enumerate(every)}
    return sorted(dict.fromkeys(found), key=lambda it: [place[id_] for id_ in it.ids])


def _groups(claims: Sequence[Claim]) -> Groups:
    """Put together what one document says of one subject."""
    groups: Groups = {}
    for claim in claims:
        key = (claim.document, " ".join(claim.subject.casefold().split()))
        groups.setdefault(key, []).append(claim)
    return groups


def _in_one_text(group: Sequence[Claim], on: datetime.date) -> Iterator[Conflict]:
    for pair in translations(group):
        yield from comparing.translated(pair, on)
    yield from comparing.listed_twice(group)
    for language in ("zh", "en"):
        own = [claim for claim in group if claim.language == language]
        yield from arithmetic.parts(own)
        yield from arithmetic.since_founding(own, on)
        for alike in _by_measure(own):
            yield from _alike(alike, on)


def _alike(claims: Sequence[Claim], on: datetime.date) -> Iterator[Conflict]:
    for first, second in combinations(claims, 2):
        if same_thing(first, second):
            yield from comparing.repeated(first, second, on)
            yield from arithmetic.between(first, second, on)


def _in_several_texts(claims: Sequence[Claim], on: datetime.date) -> Iterator[Conflict]:
    """Compare what several documents say of one subject, where they name the same days."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        if claim.window.is_dated:
            key = (claim.subject.casefold().strip(), claim.measure, str(claim.window))
            groups.setdefault(key, []).append(claim)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if first.document != second.document and same_thing(first, second):
                yield from comparing.repeated(first, second, on)


def _by_measure(claims: Sequence[Claim]) -> list[list[Claim]]:
    measures: dict[str, list[Claim]] = {}
    for claim in claims:
        measures.setdefault(claim.measure, []).append(claim)
    return list(measures.values())
