"""Decisions about what a consortium holds again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.consortia.enums import EditionState
from entente.consortia.models import Consortium, Edition, MemberPlaces, Series
from entente.consortia.services.values import AnyDate, read_date, set_values
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.organisations.models import Organisation


def begin_series(
    consortium: Consortium,
    *,
    by: User,
    kind: str,
    name_zh: str = "",
    name_en: str = "",
    source: str = "",
) -> Series:
    """Begin a series of events, such as a summer school."""
    with locking(consortium):
        series = Series(
            consortium=consortium, kind=kind, name_zh=name_zh, name_en=name_en, source=source
        )
        return creating(series, by=by, verb="series.begun")


def change_series(series: Series, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a series."""
    with changing(series, by=by, verb="series.changed", seen=seen):
        set_values(series, values)


def plan_edition(
    series: Series,
    *,
    by: User,
    state: str = EditionState.PLANNED,
    number: int | None = None,
    host: Organisation | None = None,
    starts_on: AnyDate = None,
    ends_on: AnyDate = None,
    place_zh: str = "",
    place_en: str = "",
    capacity: int | None = None,
    source: str = "",
) -> Edition:
    """Enter an edition: one that is planned, or one that was held."""
    with locking(series):
        edition = Edition(
            series=series,
            state=state,
            number=number,
            host=host,
            starts_on=read_date(starts_on, "starts_on"),
            ends_on=read_date(ends_on, "ends_on"),
            place_zh=place_zh,
            place_en=place_en,
            capacity=capacity,
            source=source,
        )
        return creating(edition, by=by, verb="edition.entered")


def change_edition(edition: Edition, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change an edition, also what became of it."""
    with locking(edition.series), changing(edition, by=by, verb="edition.changed", seen=seen):
        set_values(edition, values)
        _refuse_more_than_all(edition)


def give_places(
    edition: Edition,
    places: Mapping[int, int | None],
    *,
    by: User,
    capacity: int | None = None,
    seen: int | None = None,
) -> None:
    """Set how many people each member may send, by the key of the organisation; None takes them.

    `capacity` is the number of places in all; without it they are not limited.

    Who is not a member when the edition begins gets none; together they are no more than the places
    in all, and each no more than the statute gives a member.
    """
    today = timezone.localdate()
    with locking(edition):
        with changing(edition, by=by, verb="edition.changed", seen=seen):
            edition.capacity = capacity
        held = {row.organisation.pk: row for row in edition.held_places(today)}
        rows = {row.organisation_id: row for row in edition.member_places.for_list()}
        day = edition.day_of_places(today)
        statute = edition.series.consortium.statutes.in_force(day).first()
        most = statute.places_per_member if statute else None
        for key, number in places.items():
            field = f"places_{key}"
            if key not in held or not held[key].is_member:
                if number is None or (key in rows and rows[key].places == number):
                    continue
                raise DomainError(
                    {field: _("It is not a member when the edition begins.")}, code="no_member"
                )
            if number is not None and most is not None and number > most:
                raise DomainError(
                    {field: _("The statute gives each member %(most)s places.") % {"most": most}},
                    code="too_many_places",
                )
            _write_places(edition, rows.get(key), held[key].organisation, number, by=by)
        _refuse_more_than_all(edition)


def _write_places(
    edition: Edition,
    row: MemberPlaces | None,
    organisation: Organisation,
    number: int | None,
    *,
    by: User,
) -> None:
    if row is None and number is not None:
        new = MemberPlaces(edition=edition, organisation=organisation, places=number)
        creating(new, by=by, verb="places.given")
    elif row is not None and number is None:
        removing(row, by=by, verb="places.taken")
    elif row is not None and number != row.places:
        with changing(row, by=by, verb="places.given"):
            row.places = number  # type: ignore[assignment]


def _refuse_more_than_all(edition: Edition) -> None:
    if edition.capacity is None:
        return
    given = sum(row.counted for row in edition.held_places(timezone.localdate()))
    if given > edition.capacity:
        raise DomainError(
            {
                "capacity": _(
                    "The members have %(given)s places together; there are %(capacity)s in all."
                )
                % {"given": given, "capacity": edition.capacity}
            },
            code="more_than_all",
        )
