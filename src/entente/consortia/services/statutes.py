"""Decisions about statutes and bodies."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from entente.consortia.enums import MeetingState
from entente.consortia.models import Body, Consortium, RotationPlace, Seat, Statute
from entente.consortia.services.values import AnyDate, read_date, set_values
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.organisations.models import Organisation


def draft_statute(consortium: Consortium, *, by: User, **values: Any) -> Statute:
    """Enter a statute; with `starts_on` it is in force from that day, without it is a draft."""
    with locking(consortium):
        statute = Statute(consortium=consortium)
        _fill(statute, values)
        return creating(statute, by=by, verb="statute.entered")


def change_statute(statute: Statute, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Correct what the register says of a statute; a new version is a statute of its own.

    Once a meeting has been held under it, what it says of votes stays as it is.
    """
    with (
        locking(statute.consortium),
        changing(statute, by=by, verb="statute.changed", seen=seen),
    ):
        if statute.starts_on and "starts_on" in values:
            _refuse_used(statute, values["starts_on"])
        _fill(statute, values)


def put_into_force(statute: Statute, *, on: datetime.date, by: User) -> None:
    """Let a drafted statute hold from a day on."""
    with locking(statute.consortium), changing(statute, by=by, verb="statute.in_force"):
        if statute.starts_on is not None:
            raise DomainError(
                _("This statute is in force since %(day)s already.")
                % {"day": statute.starts_on.isoformat()},
                code="in_force_already",
            )
        statute.starts_on = on


def order_members(statute: Statute, members: Sequence[Organisation], *, by: User) -> None:
    """Set the order in which an office goes round, first to last, in the place of the former."""
    if len({member.pk for member in members}) < len(members):
        raise DomainError(
            {"order": _("A member stands in the order once only.")}, code="stands_twice"
        )
    with locking(statute):
        held = {row.organisation_id: row for row in statute.order.all()}
        for gone in held.keys() - {member.pk for member in members}:
            removing(held[gone], by=by, verb="order.changed")
        for position, member in enumerate(members, start=1):
            row = held.get(member.pk)
            if row is None:
                new = RotationPlace(statute=statute, organisation=member, position=position)
                creating(new, by=by, verb="order.changed")
            else:
                with changing(row, by=by, verb="order.changed"):
                    row.position = position


def _fill(statute: Statute, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(statute, name, value)


def _refuse_used(statute: Statute, starts_on: datetime.date | None) -> None:
    """Refuse to take a statute from under a meeting that was held while it was in force."""
    if starts_on == statute.starts_on:
        return
    held = statute.consortium.meetings.filter(
        state__in=[MeetingState.CLOSED, MeetingState.APPROVED], held_on__gte=statute.starts_on
    )
    if held.exists():
        raise DomainError(
            {"starts_on": _("Meetings have been held under this statute; its first day stays.")},
            code="used",
        )


# --- Bodies ---------------------------------------------------------------------------------------


def found_body(consortium: Consortium, *, by: User, **values: Any) -> Body:
    """Enter a body: kind, name_zh, name_en, has_all_members, source."""
    with locking(consortium):
        return creating(Body(consortium=consortium, **values), by=by, verb="body.entered")


def change_body(body: Body, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a body."""
    with changing(body, by=by, verb="body.changed", seen=seen):
        set_values(body, values)


def seat_member(
    body: Body,
    organisation: Organisation,
    *,
    by: User,
    votes: bool | None = None,
    starts_on: AnyDate = None,
    ends_on: AnyDate = None,
    source: str = "",
) -> Seat:
    """Give a member of the consortium a seat in a body."""
    with locking(body):
        if body.has_all_members:
            raise DomainError(
                _("Every member belongs to this body; it has no seats of its own."),
                code="all_members",
            )
        seat = Seat(
            body=body,
            organisation=organisation,
            votes=votes,
            starts_on=read_date(starts_on, "starts_on"),
            ends_on=read_date(ends_on, "ends_on"),
            source=source,
        )
        _refuse_foreign_seat(seat)
        return creating(seat, by=by, verb="seat.given")


def end_seat(seat: Seat, *, by: User, ends_on: AnyDate) -> None:
    """Record the last day of a seat."""
    last = read_date(ends_on, "ends_on")
    if last is None:
        raise DomainError({"ends_on": _("Say on which day it ends.")}, code="no_day")
    with locking(seat.body), changing(seat, by=by, verb="seat.ended"):
        if seat.ends_on is not None:
            raise DomainError(_("It has ended already."), code="ended_already")
        seat.ends_on = last


def _refuse_foreign_seat(seat: Seat) -> None:
    terms = seat.body.consortium.memberships.filter(organisation=seat.organisation)
    if not terms.exists():
        raise DomainError(
            {
                "organisation": _("%(name)s is not a member of this consortium.")
                % {"name": seat.organisation}
            },
            code="no_member",
        )
    others = Seat.objects.filter(body=seat.body_id, organisation=seat.organisation_id)
    if any(seat.term.surely_overlaps(other.term) for other in others):
        raise DomainError(
            {"organisation": _("This member has a seat here already.")}, code="seated_already"
        )
