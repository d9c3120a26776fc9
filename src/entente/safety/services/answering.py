"""Answers: by the traveller's link, or noted by the office; the last one counts, all are kept."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, erase_personal_values, locking
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.services import system_user
from entente.safety.enums import ANSWER_FLOW, Channel
from entente.safety.models import Answer, Traveller


def answer(traveller: Traveller, *, state: str, place: str = "", words: str = "") -> Answer:
    """Take what a traveller answers by the link."""
    return _take(traveller, state, place, words, by=system_user(), channel=Channel.LINK)


def note_answer(
    traveller: Traveller, *, by: User, state: str, place: str = "", words: str = ""
) -> Answer:
    """Note what the office heard by telephone or from others; it says how it was heard."""
    if not words.strip():
        message = _("Write who said it, and how you heard it.")
        raise DomainError({"words": message}, code="empty")
    return _take(traveller, state, place, words, by=by, channel=Channel.STAFF)


def _take(
    traveller: Traveller, state: str, place: str, words: str, *, by: User, channel: Channel
) -> Answer:
    check = traveller.safety_check
    with locking(check):
        if not check.takes_answers:
            message = _("This safety check is closed; no answer is taken any more.")
            raise DomainError(message, code="closed")
        with changing(traveller, by=by, verb="traveller.answered"):
            if state not in ANSWER_FLOW:
                message = _("Choose one of the two answers.")
                raise DomainError({"state": message}, code="unknown")
            traveller.state = ANSWER_FLOW.move(traveller.state, state)
        said = Answer(
            traveller=traveller,
            state=state,
            place=place.strip(),
            words=words.strip(),
            channel=channel,
            noted_by=by if channel == Channel.STAFF else None,
            answered_at=timezone.now(),
        )
        return creating(said, by=by, verb="traveller.said")


def erase_traveller(traveller: Traveller, *, by: User) -> None:
    """Erase who a traveller was and what they said; that somebody was asked stays."""
    with locking(traveller.safety_check):
        for said in traveller.answers.order_by("pk"):
            with changing(said, by=by, verb="traveller.erased"):
                said.place = said.words = ""
        with changing(traveller, by=by, verb="traveller.erased"):
            traveller.name = ""
        # How they were reached never stood in the trail.
        Traveller.objects.filter(pk=traveller.pk).update(email="", phone="")
    erase_personal_values(traveller.own_key)
