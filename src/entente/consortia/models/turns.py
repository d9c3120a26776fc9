"""Whose turn it is by the statute: the next chair, the next host."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from entente.consortia.enums import Office, Rotation
from entente.consortia.models.editions import Edition
from entente.consortia.models.register import Consortium, Membership
from entente.consortia.models.statutes import Statute
from entente.consortia.rotation import next_in_turn
from entente.organisations.models import Organisation


@dataclass(frozen=True)
class Turn:
    """The member whose turn comes next, and the statute and order that say so."""

    member: Organisation
    statute: Statute
    rotation: Rotation


def next_chair(consortium: Consortium, on: datetime.date) -> Turn | None:
    """Propose who chairs next by the order of the statute in force on a day; None without one.

    Turns used before are those of organisations, and of persons for whom the register says which
    member they stood for.
    """
    statute = consortium.statutes.in_force(on).first()
    if statute is None or statute.chair_rotation == Rotation.NONE:
        return None
    mandates = consortium.mandates.filter(office=Office.CHAIR).order_by("starts_on", "pk")
    held = [mandate.turn_of for mandate in mandates if mandate.turn_of]
    return _next(consortium, statute, Rotation(statute.chair_rotation), held, on)


def next_host(consortium: Consortium, on: datetime.date) -> Turn | None:
    """Propose who hosts the next edition by the order of the statute; None without one."""
    statute = consortium.statutes.in_force(on).first()
    if statute is None or statute.host_rotation == Rotation.NONE:
        return None
    editions = Edition.objects.filter(series__consortium=consortium).exclude(host=None)
    hosts = editions.order_by("starts_on", "pk").values_list("host", flat=True)
    held = list(hosts)
    return _next(consortium, statute, Rotation(statute.host_rotation), held, on)


def _next(
    consortium: Consortium,
    statute: Statute,
    rotation: Rotation,
    held: list[int],
    on: datetime.date,
) -> Turn | None:
    members = {
        membership.organisation_id: membership
        for membership in consortium.memberships.on(on).for_list().order_by("joined_on", "pk")
        if membership.votes is not False
    }
    key = next_in_turn(_order(statute, rotation, members), held, members)
    return Turn(members[key].organisation, statute, rotation) if key else None


def _order(statute: Statute, rotation: Rotation, members: dict[int, Membership]) -> list[int]:
    if rotation == Rotation.LISTED:
        return list(statute.order.values_list("organisation", flat=True))
    if rotation == Rotation.NAME:
        return sorted(members, key=lambda key: members[key].organisation.name_en.casefold())
    return list(members)
