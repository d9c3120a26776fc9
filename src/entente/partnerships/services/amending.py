"""A year's places taken over into another, and agreed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing_all, creating, locking
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate, Period
from entente.office.models import User
from entente.partnerships import quotas
from entente.partnerships.models import Agreement, Places, PlacesAmendment
from entente.partnerships.services.balance import keep_sums
from entente.partnerships.services.places import (
    NewPlaces,
    check_year,
    refuse_closed,
    write_places,
)


def copy_year(agreement: Agreement, *, year: int, to: int, by: User) -> list[Places]:
    """Promise in one academic year what holds in another; what stands there already stays.

    What was amended for the other year only is not taken over: its usual number is.
    """
    rows = list(Places.objects.for_quotas().filter(agreement=agreement, academic_year=year))
    if not rows:
        raise DomainError(
            {
                "year": _("There are no places in %(year)s to copy.")
                % {"year": Period.academic_year(year).label}
            },
            code="empty",
        )
    there = {
        place.combination: place
        for place in Places.objects.filter(agreement=agreement, academic_year=to)
    }
    copies: dict[int, NewPlaces | Places] = {}
    for _depth, row in quotas.by_tree(rows):
        number = row.number if row.usual_number is None else row.usual_number
        if number == 0 and row.usual_number == 0:
            continue
        copy = _copy(row, to, number, copies.get(row.parent_id))
        copies[row.pk] = there.get(copy.unsaved().combination, copy)
    new = [row for row in copies.values() if isinstance(row, NewPlaces)]
    return write_places(new, by=by).created


@dataclass(frozen=True)
class Amended:
    """The number that a quota of the amended year is to have."""

    places: Places
    number: int


def amend_year(
    agreement: Agreement,
    *,
    year: int,
    by: User,
    reason: str,
    changes: Sequence[Amended] = (),
    additions: Sequence[NewPlaces] = (),
    only_this_year: bool = True,
    agreed_on: PartialDate | None = None,
    document: str = "",
    agreed_in: Agreement | None = None,
) -> PlacesAmendment:
    """Agree anew on the places of one year; earlier years are never touched.

    For this year only, later years stay as they are too, and what is usual is kept beside the
    number, so that the next year begins with it. Else the later years that stand already take the
    new numbers. What changed, from what to what, stands in the amendment and in the history.
    """
    if not reason.strip():
        raise DomainError({"reason": _("Say why.")}, code="no_reason")
    numbers = {it.places.combination: it.number for it in changes}
    if any(it.places.academic_year != year for it in changes):
        message = "Only places of the amended year are amended."
        raise ValueError(message)
    with locking(agreement):
        refuse_closed(agreement)
        lines = _amend(agreement, year, numbers, only=only_this_year, reason=reason, by=by)
        new = [replace(it, usual_number=0 if only_this_year else None) for it in additions]
        lines += [_line(it, 0) for it in write_places(new, by=by, note=reason).created]
        if not lines:
            raise DomainError(_("Nothing would change."), code="nothing")
        for changed in {it["year"] for it in lines}:
            check_year(agreement, changed)
        keep_sums([agreement.pk])
        return creating(
            PlacesAmendment(
                agreement=agreement,
                academic_year=year,
                only_this_year=only_this_year,
                reason=reason,
                agreed_on=agreed_on,
                document=document,
                agreed_in=agreed_in,
                amended_by=by,
                lines=lines,
            ),
            by=by,
            verb="places.amended",
        )


def _amend(
    agreement: Agreement,
    year: int,
    numbers: Mapping[str, int],
    *,
    only: bool,
    reason: str,
    by: User,
) -> list[dict[str, Any]]:
    """Change the numbers of a year, or from it on; give what each was before."""
    rows = Places.objects.filter(agreement=agreement, academic_year__gte=year)
    if only:
        rows = rows.filter(academic_year=year)
    lines = []
    for_any_year = {_without_year(combination): it for combination, it in numbers.items()}
    with changing_all(
        rows.select_related("agreement", "for_unit"),
        by=by,
        verb="places.changed",
        note=reason,
        indexed=False,
    ) as held:
        for place in held:
            number = for_any_year.get(_without_year(place.combination))
            if number is None or number == place.number:
                continue
            old, place.number = place.number, number
            usual = old if place.usual_number is None else place.usual_number
            place.usual_number = usual if only and usual != number else None
            lines.append(_line(place, old))
    return lines


def _without_year(combination: str) -> str:
    return combination.partition("|")[2]


def _line(place: Places, old: int) -> dict[str, Any]:
    return {
        "places": place.pk,
        "year": place.academic_year,
        "direction": place.direction,
        "level": place.level,
        "field": " ".join(filter(None, [place.field, place.field_name])),
        "unit": place.for_unit_id,
        "old": old,
        "new": place.number,
    }


def _copy(row: Places, year: int, number: int, parent: NewPlaces | Places | None) -> NewPlaces:
    return NewPlaces(
        agreement=row.agreement,
        academic_year=year,
        direction=row.direction,
        number=number,
        stay=row.stay,
        basis=row.basis,
        level=row.level,
        field=row.field,
        field_name=row.field_name,
        for_unit=row.for_unit,
        language=row.language,
        language_level=row.language_level,
        months=row.months,
        source=row.source,
        parent=parent,
    )
