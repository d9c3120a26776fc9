"""The register of a consortium as of a day: what pages, sheets and the public site draw."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from entente.consortia.enums import Office
from entente.consortia.models.register import Consortium, Mandate, Membership
from entente.kit.periods import PartialDate

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class RegisteredMember:
    """A member as of a day. `since` is when it joined, through changes of class without a break."""

    organisation: int
    name_zh: str
    name_en: str
    country: str
    member_class: str
    votes: bool | None
    is_initiator: bool
    since: str
    until: str
    sure: bool
    membership: Membership = field(compare=False, repr=False)


@dataclass(frozen=True)
class RegisteredOffice:
    """Who holds an office as of a day, under the name they had then."""

    office: str
    name_zh: str
    name_en: str
    function_zh: str
    function_en: str
    since: str
    until: str
    sure: bool
    mandate: Mandate = field(compare=False, repr=False)


@dataclass(frozen=True)
class RegisteredSeat:
    """A member's seat in a body as of a day."""

    name_zh: str
    name_en: str
    votes: bool | None


@dataclass(frozen=True)
class RegisteredBody:
    """A body as of a day; `has_all_members` stands for the members themselves."""

    kind: str
    name_zh: str
    name_en: str
    has_all_members: bool
    seats: tuple[RegisteredSeat, ...]


@dataclass(frozen=True)
class Gap:
    """Something the register does not say: of what (`subject`), and which column of it."""

    subject: str
    column: str


@dataclass(frozen=True)
class Register:
    """What a consortium's register says as of a day, in both languages, and what it leaves open."""

    consortium: Consortium
    on: datetime.date
    members: tuple[RegisteredMember, ...]
    offices: tuple[RegisteredOffice, ...]
    bodies: tuple[RegisteredBody, ...]
    gaps: tuple[Gap, ...]

    def holders(self, office: str) -> list[RegisteredOffice]:
        """Give who can hold an office on that day; two of them where dates leave it open."""
        return [held for held in self.offices if held.office == office]

    @property
    def chair(self) -> RegisteredOffice | None:
        """Who chairs."""
        return next(iter(self.holders(Office.CHAIR)), None)

    @property
    def secretariat(self) -> RegisteredOffice | None:
        """Where the secretariat is."""
        return next(iter(self.holders(Office.SECRETARIAT)), None)

    @property
    def countries(self) -> list[str]:
        """The countries and regions of the members, by code, each once."""
        return sorted({member.country for member in self.members} - {""})

    def as_json(self) -> dict[str, Any]:
        """Give it as plain values."""
        both = self.consortium
        return {
            "consortium": {
                "id": both.pk,
                "name_zh": both.name_zh,
                "name_en": both.name_en,
                "short_name": both.short_name,
                "founded_on": str(both.founded_on or ""),
            },
            "as_of": self.on.isoformat(),
            "members": [_plain(member, "membership") for member in self.members],
            "offices": [_plain(office, "mandate") for office in self.offices],
            "bodies": [asdict(body) for body in self.bodies],
            "gaps": [asdict(gap) for gap in self.gaps],
        }


def _plain(entry: Any, record: str) -> dict[str, Any]:
    names = (name for name in entry.__dataclass_fields__ if name != record)
    return {name: getattr(entry, name) for name in names}


def register_as_of(consortium: Consortium, day: datetime.date) -> Register:
    """Read who is a member, who holds which office, who sits where, as of a day.

    The last day of a membership or mandate still counts. What can hold on the day but may not,
    because a date is not exact, stands in it and is not `sure`. Five queries, however many rows.
    """
    memberships = list(consortium.memberships.for_list().by_name())
    members = tuple(_members(memberships, day))
    mandates = consortium.mandates.for_list()
    offices = tuple(_office(mandate, day) for mandate in mandates if mandate.can_hold_on(day))
    names = {member.organisation for member in members}
    bodies = tuple(
        RegisteredBody(
            body.kind,
            body.name_zh,
            body.name_en,
            body.has_all_members,
            tuple(
                RegisteredSeat(seat.organisation.name_zh, seat.organisation.name_en, seat.votes)
                for seat in body.seats.all()
                if seat.term.can_hold_on(day) and seat.organisation_id in names
            ),
        )
        for body in consortium.bodies.for_list()
    )
    return Register(consortium, day, members, offices, bodies, tuple(_gaps(members, offices)))


def _members(memberships: Sequence[Membership], day: datetime.date) -> Iterable[RegisteredMember]:
    of_member: defaultdict[int, list[Membership]] = defaultdict(list)
    for membership in memberships:
        of_member[membership.organisation_id].append(membership)
    for membership in memberships:
        if not membership.can_hold_on(day):
            continue
        organisation = membership.organisation
        since, until = _through(membership, of_member[membership.organisation_id])
        yield RegisteredMember(
            organisation.pk,
            organisation.name_zh,
            organisation.name_en,
            organisation.country,
            membership.member_class,
            membership.votes,
            membership.is_initiator,
            str(since or ""),
            str(until or ""),
            membership.term.surely_holds(day),
            membership,
        )


def _through(
    membership: Membership, all_of_it: list[Membership]
) -> tuple[PartialDate | None, PartialDate | None]:
    """Walk back and forth over memberships that follow each other from one day to the next."""
    since, until = membership.joined_on, membership.left_on
    ends = {it.left_on.latest: it for it in all_of_it if it.left_on}
    starts = {it.joined_on.earliest: it for it in all_of_it if it.joined_on}
    while since and (before := ends.get(since.earliest - ONE_DAY)):
        since = before.joined_on
    while until and (after := starts.get(until.latest + ONE_DAY)):
        until = after.left_on
    return since, until


def _office(mandate: Mandate, day: datetime.date) -> RegisteredOffice:
    return RegisteredOffice(
        mandate.office,
        mandate.name_then_zh,
        mandate.name_then_en,
        mandate.function_zh,
        mandate.function_en,
        str(mandate.starts_on or ""),
        str(mandate.ends_on or ""),
        mandate.term.surely_holds(day),
        mandate,
    )


def _gaps(
    members: Iterable[RegisteredMember], offices: Sequence[RegisteredOffice]
) -> Iterable[Gap]:
    for member in members:
        yield from _gaps_of(member)
    for office in (Office.CHAIR, Office.SECRETARIAT):
        if not any(held.office == office for held in offices):
            yield Gap("", office.value)
    for held in offices:
        missing = [name for name in ("name_zh", "name_en") if not getattr(held, name)]
        yield from (Gap(held.name_zh or held.name_en, name) for name in missing)


def _gaps_of(member: RegisteredMember) -> Iterable[Gap]:
    subject = member.name_zh or member.name_en
    for column in ("name_zh", "name_en", "country", "since"):
        if not getattr(member, column):
            yield Gap(subject, column)
    if member.votes is None:
        yield Gap(subject, "votes")
    if not member.sure:
        yield Gap(subject, "sure")
