"""Minutes of a meeting as a PDF: everything in them is read from the records."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from entente.consortia.models import Meeting, Motion, Place, Room
from entente.consortia.wording import motion_sentences, quorum_sentences
from entente.kit import typeset

LANGUAGES = ("zh", "en")
TEMPLATE = "consortia/typst/minutes.typ"


def minutes_of(meeting: Meeting, language: str) -> bytes:
    """Draw the minutes in Chinese or English; the same records give the same bytes."""
    with translation.override("zh-hans" if language == "zh" else "en"):
        title = _("Minutes: %(meeting)s") % {"meeting": meeting.title}
        return typeset.pdf(
            TEMPLATE,
            _data(meeting),
            title=title,
            on=meeting.approved_on or meeting.held_on,
            language=language,
            author=str(meeting.consortium.name),
        )


def _data(meeting: Meeting) -> dict[str, Any]:
    room = meeting.room()
    motions = list(meeting.motions.for_list())
    quorum = room.quorum()
    return {
        "consortium": str(meeting.consortium.name),
        "facts": _facts(meeting, room),
        "attendance": [] if meeting.is_written else [_line(place) for place in room.places],
        "guests": [[str(guest), guest.function] for guest in meeting.guests.all()],
        "quorum": (
            []
            if meeting.is_written
            else quorum_sentences(
                room.house(), quorum.state, quorum.needed_at_most, room.statute, written=False
            )
        ),
        "agenda": [{"title": str(item), "notes": str(item.notes)} for item in meeting.agenda.all()],
        "notes": str(meeting.notes),
        "motions": [_motion(motion, room) for motion in motions],
        "approved": (
            _("The minutes were approved on %(day)s.") % {"day": meeting.approved_on.isoformat()}
            if meeting.approved_on
            else _("Draft: these minutes have not been approved.")
        ),
    }


def _facts(meeting: Meeting, room: Room) -> list[list[str]]:
    time = f" {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    facts = [
        [_("Body"), str(meeting.body.name)],
        [
            _("Counted on") if meeting.is_written else _("Held on"),
            f"{meeting.held_on.isoformat()}{time}",
        ],
        [_("Place"), str(meeting.place)],
        [_("In the chair"), meeting.chaired_by],
        [_("Keeper of the minutes"), meeting.kept_by],
    ]
    if meeting.convened_on:
        facts.append([_("Invitation sent on"), _invitation(meeting, room)])
    facts.append([_("Statute"), str(room.statute.title) if room.statute else _("none registered")])
    return [fact for fact in facts if fact[1]]


def _invitation(meeting: Meeting, room: Room) -> str:
    day = meeting.convened_on.isoformat() if meeting.convened_on else ""
    late = meeting.days_late(room.statute)
    if not late:
        return day
    return _("%(day)s, %(late)s days later than the statute asks") % {"day": day, "late": late}


def _line(place: Place) -> list[str]:
    row = place.attendance
    votes = {True: _("yes"), False: _("no"), None: _("not known")}[place.elector.votes]
    if row is None:
        return [str(place.elector.organisation.name), votes, _("not recorded"), ""]
    who = row.represented_by
    if row.holder is not None:
        who = _("proxy held by %(holder)s") % {"holder": row.holder.organisation.name}
    return [str(place.elector.organisation.name), votes, row.get_presence_display(), who]


def _motion(motion: Motion, room: Room) -> dict[str, Any]:
    names = {place.key: str(place.elector.organisation.name) for place in room.places}
    resolution = getattr(motion, "resolution", None)
    return {
        "title": str(motion.title),
        "state": motion.get_state_display(),
        "effect": motion.get_effect_display() if motion.effect != "none" else "",
        "text": str(motion.text),
        "votes": [
            [names.get(vote.membership_id, ""), vote.get_choice_display()]
            for vote in motion.votes.all()
        ],
        "secret": motion.is_secret,
        "said": motion_sentences(motion, room.statute),
        "resolution": _resolution(resolution) if resolution else "",
    }


def _resolution(resolution: Any) -> str:
    words = {"label": resolution.label, "day": resolution.effective_on.isoformat()}
    if resolution.is_recommendation:
        return _("Recommendation %(label)s") % words
    return _("Resolution %(label)s, takes effect on %(day)s") % words
