"""Decisions about meetings: convening, who takes part, proxies, closing, minutes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.consortia.enums import (
    MEETING_FLOW,
    MeetingState,
    MotionState,
    Presence,
)
from entente.consortia.models import (
    AgendaItem,
    Attendance,
    Body,
    Guest,
    Meeting,
    Membership,
    Resolution,
    Room,
)
from entente.consortia.services.resolutions import carry_out_what_can_be, make_resolutions
from entente.consortia.services.values import set_values
from entente.kit.audit import changing, creating, erase_personal_values, locking, removing
from entente.kit.errors import DomainError
from entente.kit.files.services import attach
from entente.kit.models.files import AttachmentKind
from entente.office.models import User
from entente.people.models import Person

# Where a statute says nothing of proxies, nobody speaks for more than one other.
PROXIES_UNLESS_STATED = 1


def plan_meeting(body: Body, *, by: User, held_on: datetime.date, **values: Any) -> Meeting:
    """Plan a meeting of a body, or a ballot in writing (`is_written`) counted on that day."""
    meeting = Meeting(consortium=body.consortium, body=body, held_on=held_on, **values)
    return creating(meeting, by=by, verb="meeting.planned")


def change_meeting(meeting: Meeting, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a meeting.

    Its day and body stand once it is open, everything once its minutes are approved.
    """
    with changing(meeting, by=by, verb="meeting.changed", seen=seen):
        _refuse_approved(meeting)
        begun = meeting.state in {MeetingState.OPEN, MeetingState.CLOSED}
        for name in ("held_on", "body", "is_written"):
            if begun and name in values and values[name] != getattr(meeting, name):
                raise DomainError(
                    {name: _("The meeting has begun; this can no longer change.")}, code="begun"
                )
        set_values(meeting, values)


def convene_meeting(meeting: Meeting, *, convened_on: datetime.date, by: User) -> None:
    """Record on which day the invitation went out; one that is late is shown, not refused."""
    with changing(meeting, by=by, verb="meeting.convened"):
        meeting.state = MEETING_FLOW.move(meeting.state, "convene")
        meeting.convened_on = convened_on


def open_meeting(meeting: Meeting, *, by: User) -> None:
    """Open the meeting: from now on votes can be taken."""
    with changing(meeting, by=by, verb="meeting.opened"):
        meeting.state = MEETING_FLOW.move(meeting.state, "open")


def close_meeting(meeting: Meeting, *, by: User) -> list[tuple[Resolution, str]]:
    """Close it: adopted motions become numbered resolutions, and those are carried out.

    Return the resolutions that could not be carried out, each with the reason; they wait.
    """
    with changing(meeting, by=by, verb="meeting.closed"):
        meeting.state = MEETING_FLOW.move(meeting.state, "close")
        running = meeting.motions.filter(state=MotionState.VOTING).first()
        if running is not None:
            raise DomainError(
                _("The vote on “%(motion)s” is still open. Close it first.") % {"motion": running},
                code="vote_open",
            )
        resolutions = make_resolutions(meeting, by=by)
    return carry_out_what_can_be(resolutions, by=by)


def approve_minutes(meeting: Meeting, *, approved_on: datetime.date, by: User) -> None:
    """Record that the minutes have been approved; nothing of the meeting changes any more."""
    with changing(meeting, by=by, verb="meeting.minutes_approved"):
        meeting.state = MEETING_FLOW.move(meeting.state, "approve_minutes")
        if approved_on < meeting.held_on:
            raise DomainError(
                {"approved_on": _("This day lies before the meeting.")}, code="too_early"
            )
        meeting.approved_on = approved_on


def cancel_meeting(meeting: Meeting, *, reason: str, by: User) -> None:
    """Record that it does not take place, and why."""
    with changing(meeting, by=by, verb="meeting.cancelled", note=reason):
        meeting.state = MEETING_FLOW.move(meeting.state, "cancel")


def _refuse_approved(meeting: Meeting) -> None:
    if meeting.state in {MeetingState.APPROVED, MeetingState.CANCELLED}:
        raise DomainError(_("The meeting is over; what it says can no longer change."), code="over")


# --- Agenda and guests ----------------------------------------------------------------------------


def add_agenda_item(meeting: Meeting, *, by: User, **values: Any) -> AgendaItem:
    """Put an item on the agenda; without a number it comes last."""
    with locking(meeting):
        _refuse_approved(meeting)
        last = meeting.agenda.order_by("-position").values_list("position", flat=True).first()
        values["position"] = values.get("position") or (last or 0) + 1
        return creating(AgendaItem(meeting=meeting, **values), by=by, verb="agenda.item_added")


def change_agenda_item(
    item: AgendaItem, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change an item, or write what was said on it."""
    with locking(item.meeting), changing(item, by=by, verb="agenda.item_changed", seen=seen):
        _refuse_approved(item.meeting)
        set_values(item, {k: v for k, v in values.items() if k != "position" or v})


def remove_agenda_item(item: AgendaItem, *, by: User) -> None:
    """Take an item off the agenda; one with motions stays."""
    with locking(item.meeting):
        _refuse_approved(item.meeting)
        if item.motions.exists():
            raise DomainError(_("Motions stand under this item."), code="has_motions")
        removing(item, by=by, verb="agenda.item_removed")


def welcome_guest(
    meeting: Meeting,
    *,
    by: User,
    name: str = "",
    function: str = "",
    person: Person | None = None,
) -> Guest:
    """Record a guest; one of the register is named as the register does where no name is given."""
    with locking(meeting):
        _refuse_approved(meeting)
        name = name.strip() or str(person or "")
        if not name:
            raise DomainError(
                {"name": _("Write the name, or choose a person of the register.")}, code="no_name"
            )
        guest = Guest(meeting=meeting, name=name, function=function, person=person)
        return creating(guest, by=by, verb="guest.recorded")


def erase_guest(person: Person, *, by: User) -> None:
    """Erase what stands of a person as a guest; that somebody was there stays in the minutes."""
    for guest in Guest.objects.filter(person=person):
        erase_one_guest(guest, by=by)


def erase_one_guest(guest: Guest, *, by: User) -> None:
    """Erase who a guest was, also from the trail where no person of the register stands for it."""
    with transaction.atomic():
        with changing(guest, by=by, verb="guest.erased"):
            guest.name, guest.function = "", ""
        if not guest.person:
            erase_personal_values(guest.personal_key())


def remove_guest(guest: Guest, *, by: User) -> None:
    """Take a guest off who was not there."""
    with locking(guest.meeting):
        _refuse_approved(guest.meeting)
        removing(guest, by=by, verb="guest.removed")


# --- Who takes part -------------------------------------------------------------------------------


def record_attendance(
    meeting: Meeting, presences: Mapping[int, tuple[str, str]], *, by: User
) -> None:
    """Record how members take part, by the key of the membership: presence, and who is there.

    All or none. A proxy is given with `give_proxy`; here it can only be left as it is or replaced.
    Whoever holds a proxy cannot go before it is taken back.
    """
    with locking(meeting):
        room = _room_for_attendance(meeting)
        places = {place.key: place for place in room.places}
        for key, (presence, person) in presences.items():
            place = places.get(key)
            if place is None:
                raise DomainError(_not_in_room(meeting, key), code="no_member")
            _record_one(meeting, place.attendance, key, presence, person, by=by)
        _refuse_proxies_of_the_absent(meeting)


def _record_one(
    meeting: Meeting, row: Attendance | None, key: int, presence: str, person: str, *, by: User
) -> None:
    if not presence:
        if row is not None:
            removing(row, by=by, verb="attendance.recorded")
        return
    if row is None:
        row = Attendance(meeting=meeting, membership_id=key, presence=presence)
        row.represented_by = person
        if presence == Presence.PROXY:
            raise DomainError(
                {f"presence_{key}": _("Name who holds the proxy: use “Add a proxy”.")},
                code="no_holder",
            )
        creating(row, by=by, verb="attendance.recorded")
        return
    with changing(row, by=by, verb="attendance.recorded"):
        if presence == Presence.PROXY and row.presence != Presence.PROXY:
            raise DomainError(
                {f"presence_{key}": _("Name who holds the proxy: use “Add a proxy”.")},
                code="no_holder",
            )
        if presence != Presence.PROXY:
            row.holder, row.proof = None, ""
        row.presence, row.represented_by = presence, person


def give_proxy(
    meeting: Meeting,
    member: Membership,
    holder: Membership,
    *,
    by: User,
    proof: str = "",
    file: File[bytes] | None = None,
) -> Attendance:
    """Record that a member is represented by another one, who is present, with written proof.

    The proof is a file or a word on where the paper lies. A member gives its proxy once, and
    nobody holds more proxies than the statute allows.
    """
    with locking(meeting):
        room = _room_for_attendance(meeting)
        _check_proxy(meeting, room, member, holder)
        if not (proof or file):
            raise DomainError(
                {"proof": _("A proxy needs written proof: attach it, or say where it lies.")},
                code="no_proof",
            )
        row = meeting.attendances.filter(membership=member).first()
        facts = {"presence": Presence.PROXY, "holder": holder, "proof": proof}
        if row is None:
            row = Attendance(meeting=meeting, membership=member, **facts)
            creating(row, by=by, verb="proxy.given")
        else:
            with changing(row, by=by, verb="proxy.given"):
                set_values(row, facts)
        if file:
            try:
                attach(row, file, kind=AttachmentKind.LETTER, by=by)
            except DomainError as refusal:
                raise DomainError({"file": refusal.messages}) from refusal
        return row


def take_proxy_back(attendance: Attendance, *, by: User) -> None:
    """Record that a proxy does not hold any more; the member is absent until something is said."""
    with locking(attendance.meeting), changing(attendance, by=by, verb="proxy.taken_back"):
        _room_for_attendance(attendance.meeting)
        if attendance.presence != Presence.PROXY:
            raise DomainError(_("This member has given no proxy."), code="no_proxy")
        attendance.presence, attendance.holder = Presence.ABSENT, None
        attendance.proof = ""


def _room_for_attendance(meeting: Meeting) -> Room:
    if meeting.is_written:
        raise DomainError(
            _("A ballot in writing has no attendance: who sends a vote takes part."),
            code="written",
        )
    if meeting.state not in {MeetingState.CONVENED, MeetingState.OPEN}:
        raise DomainError(
            _("Attendance is recorded between convening and closing a meeting."),
            code="wrong_state",
        )
    return meeting.room()


def _not_in_room(meeting: Meeting, key: int) -> str:
    member = Membership.objects.select_related("organisation").filter(pk=key).first()
    return _("%(member)s does not belong to %(body)s on %(day)s.") % {
        "member": member or key,
        "body": meeting.body,
        "day": meeting.held_on.isoformat(),
    }


def _check_proxy(meeting: Meeting, room: Room, member: Membership, holder: Membership) -> None:
    places = {place.key: place for place in room.places}
    words = {"member": member, "holder": holder}
    for field, side in (("member", member), ("holder", holder)):
        if side.pk not in places:
            raise DomainError({field: _not_in_room(meeting, side.pk)}, code="no_member")
    if member.pk == holder.pk:
        raise DomainError({"holder": _("Nobody holds their own proxy.")}, code="own_proxy")
    giver = places[member.pk]
    if giver.presence == Presence.PRESENT:
        raise DomainError({"member": _("%(member)s is present itself.") % words}, code="present")
    if giver.attendance is not None and giver.presence == Presence.PROXY:
        raise DomainError(
            {
                "member": _("%(member)s has given its proxy to %(holder)s already.")
                % {"member": member, "holder": giver.attendance.holder}
            },
            code="given_already",
        )
    if giver.elector.votes is False:
        raise DomainError(
            {"member": _("%(member)s has no vote that it could hand on.") % words},
            code="no_vote",
        )
    if places[holder.pk].presence != Presence.PRESENT:
        raise DomainError(
            {"holder": _("%(holder)s is not present and cannot hold a proxy.") % words},
            code="holder_absent",
        )
    _refuse_too_many(meeting, room, holder)


def _refuse_too_many(meeting: Meeting, room: Room, holder: Membership) -> None:
    stated = room.statute.proxies_per_holder if room.statute else None
    most = PROXIES_UNLESS_STATED if stated is None else stated
    if meeting.attendances.filter(holder=holder).count() < most:
        return
    said = ngettext(
        "%(holder)s may hold %(most)s proxy and cannot take another.",
        "%(holder)s may hold %(most)s proxies and cannot take another.",
        most,
    )
    raise DomainError({"holder": said % {"holder": holder, "most": most}}, code="too_many")


def _refuse_proxies_of_the_absent(meeting: Meeting) -> None:
    rows = list(meeting.attendances.select_related("membership__organisation").for_list())
    present = {row.membership_id for row in rows if row.presence == Presence.PRESENT}
    for row in rows:
        if row.holder is not None and row.holder_id not in present:
            raise DomainError(
                {
                    f"presence_{row.holder_id}": _(
                        "%(holder)s holds the proxy of %(member)s. Take it back first."
                    )
                    % {"holder": row.holder, "member": row.membership}
                },
                code="holds_a_proxy",
            )
