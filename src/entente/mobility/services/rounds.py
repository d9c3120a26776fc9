"""Decisions after a placement: answers to offers, wishes struck, places fixed."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.mobility.enums import OFFER_FLOW, ApplicationState, CallState, OfferState
from entente.mobility.models import Application, Call, CallQuota, FixedPlace, Offer, Wish
from entente.office.models import User
from entente.people.models import Person

PLACING = (CallState.CLOSED, CallState.PUBLISHED)


def accept_offer(offer: Offer, *, by: User, on: datetime.date, seen: int | None = None) -> None:
    """Accept an offer for good: the place is fixed in every further run."""
    _answer(offer, "accept_offer", by=by, on=on, seen=seen)


def keep_waiting(offer: Offer, *, by: User, on: datetime.date, seen: int | None = None) -> None:
    """Accept an offer and compete on for dearer wishes; nobody who does so ends worse."""
    _answer(offer, "keep_waiting", by=by, on=on, seen=seen)


def decline_offer(offer: Offer, *, by: User, on: datetime.date, seen: int | None = None) -> None:
    """Give an offered place up, also one that was accepted before."""
    _answer(offer, "decline_offer", by=by, on=on, seen=seen)


def _answer(offer: Offer, step: str, *, by: User, on: datetime.date, seen: int | None) -> None:
    """Write an answer down.

    The call is locked, so that of two windows the second sees what the first has done; `seen` is
    the version of the offer that the window shows.
    """
    with locking(offer.application.call) as call:
        offer.refresh_from_db()
        if not Offer.objects.standing(call).filter(pk=offer.pk).exists():
            message = _("A later run has replaced this offer. Answer the new one.")
            raise DomainError(message, code="replaced")
        if offer.declined(on) and offer.state == OfferState.OPEN:
            message = _("The offer had to be answered by %(day)s; the place goes to others.")
            raise DomainError(message % {"day": offer.answer_by}, code="too_late")
        if seen is not None and seen != offer.version:
            message = _("This offer is answered already, in another window: %(answer)s.")
            words = {"answer": offer.get_state_display()}
            raise DomainError(message % words, code="answered")
        state = OFFER_FLOW.move(offer.state, step)
        if state != OfferState.DECLINED:
            _refuse_a_second_place(offer)
        with changing(offer, by=by, verb=f"offer.{state}"):
            offer.state, offer.answered_on = state, on


def _refuse_a_second_place(offer: Offer) -> None:
    """Refuse to accept where another call of the year has given the person a place for good."""
    person, call = offer.application.person_id, offer.application.call
    # Two calls are two locks: what one person accepts in both is told apart by the person's row.
    Person.objects.select_for_update().get(pk=person)
    rows = Offer.objects.filter(
        application__person=person,
        application__call__academic_year=call.academic_year,
        state=OfferState.FINAL,
    )
    other = rows.exclude(application=offer.application).for_list().first()
    if other is not None:
        message = _(
            "A place for the same year is accepted for good already: %(option)s. It would have to"
            " be declined first."
        )
        raise DomainError(message % {"option": other.quota}, code="two_places")


def strike_wish(wish: Wish, *, by: User, on: datetime.date, reason: str) -> None:
    """Strike a wish because the host rejects the nomination; the next run passes it over."""
    with locking(wish.application.call) as call:
        _demand_placing(call)
        if not reason.strip():
            raise DomainError({"reason": _("Say why the host rejects.")}, code="reason")
        wish.refresh_from_db()
        if wish.struck_on:
            raise DomainError(_("This wish is struck already."), code="struck")
        with changing(wish, by=by, verb="wish.struck"):
            wish.struck_on, wish.struck_reason = on, reason


def fix_place(
    application: Application, *, by: User, quota: CallQuota, decided_by: str, reason: str
) -> FixedPlace:
    """Give somebody a place by a decision; the placement is run again around it."""
    with locking(application.call) as call:
        _demand_placing(call)
        if quota.call_id != call.pk or quota.parts.exists():
            message = _("“%(name)s” is no option of this call.") % {"name": quota.name}
            raise DomainError({"quota": message}, code="no_option")
        if application.state != ApplicationState.HANDED_IN:
            message = _("This application is not handed in: it takes no place.")
            raise DomainError(message, code="not_handed_in")
        _demand_room(call, quota)
        place = FixedPlace(
            application=application, quota=quota, decided_by=decided_by, reason=reason
        )
        return creating(place, by=by, verb="place.fixed")


def release_place(place: FixedPlace, *, by: User) -> None:
    """Take a decision back: the person competes like the others."""
    with locking(place.application.call) as call:
        _demand_placing(call)
        removing(place, by=by, verb="place.released")


def _demand_room(call: Call, quota: CallQuota) -> None:
    """Refuse a fixed place where the fixed ones and those accepted for good leave none."""
    given = list(FixedPlace.objects.of_call(call))
    decided = {place.application_id for place in given}
    held = [place.quota_id for place in given] + [
        offer.quota_id
        for offer in Offer.objects.standing(call).filter(state=OfferState.FINAL)
        if offer.application_id not in decided
    ]
    above = {row.pk: row for row in call.quotas.all()}
    node: CallQuota | None = above[quota.pk]
    while node is not None:
        inside = sum(_lies_in(above, pk, node.pk) for pk in held)
        if inside >= node.cap:
            message = _("All %(cap)s places of “%(name)s” are given for good.")
            words = {"cap": node.cap, "name": node.name}
            raise DomainError({"quota": message % words}, code="full")
        node = above[node.parent_id] if node.parent_id else None


def _lies_in(above: dict[int, CallQuota], quota: int | None, node: int) -> bool:
    while quota is not None and quota != node:
        quota = above[quota].parent_id
    return quota == node


def _demand_placing(call: Call) -> None:
    if call.state not in PLACING:
        message = _("The call is not closed yet: there is nothing to place.")
        raise DomainError(message, code="not_closed")
