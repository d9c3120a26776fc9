"""Asking: a check is drawn up, sent to all at once, reminded of, closed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.audit import changing, creating, creating_all
from entente.kit.errors import DomainError
from entente.office.enums import DispatchState
from entente.office.models import Unit, User
from entente.safety.enums import CHECK_FLOW, SEE_PERSONS, AnswerState, CheckState
from entente.safety.models import Message, SafetyCheck, Traveller
from entente.safety.services.mailing import mail
from entente.safety.services.whom import Recipient, digest, recipients


def draw_up(*, by: User, unit: Unit, **values: Any) -> SafetyCheck:
    """Draw up a check; nothing leaves yet."""
    values.setdefault("owner", by)
    check = SafetyCheck(unit=unit, **values)
    return creating(check, by=by, verb="safety_check.drawn_up")


def change_check(check: SafetyCheck, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a check that is not sent; what was sent stays as people read it."""
    with changing(check, by=by, verb="safety_check.changed", seen=seen):
        if check.state != CheckState.DRAFT:
            message = _("Only a draft is changed. What was sent stays as people read it.")
            raise DomainError(message, code="not_draft")
        for name, value in values.items():
            setattr(check, name, value)


def discard_check(check: SafetyCheck, *, by: User) -> None:
    """Give up a draft."""
    with changing(check, by=by, verb="safety_check.discarded"):
        check.state = CHECK_FLOW.move(check.state, "discard")


def send_check(check: SafetyCheck, *, by: User, on: datetime.date, seen: str | None = None) -> None:
    """Ask everybody who is there on a day; `seen` is the sum of what the sender looked through."""
    with changing(check, by=by, verb="safety_check.sent") as change:
        check.state = CHECK_FLOW.move(check.state, "send")
        if not by.may(SEE_PERSONS, check):
            message = _("Only those who see persons can send it: nobody else sees addresses.")
            raise DomainError(message, code="no_persons")
        asked = recipients(check, by, on)
        if not asked:
            message = _("Nobody is known to be there today, so there is nobody to ask.")
            raise DomainError(message, code="nobody")
        if seen is not None and seen != digest(asked):
            message = _("Meanwhile it has changed to whom this goes. Look through the list again.")
            raise DomainError(message, code="changed_list")
        check.sent_at = timezone.now()
        made = creating_all(
            [_traveller(check, it) for it in asked], by=by, verb="traveller.asked", indexed=False
        )
        change.fact("travellers_asked", "", len(made))
        _mail_to([it for it in made if it.email], reminder=False)


def _traveller(check: SafetyCheck, asked: Recipient) -> Traveller:
    found = asked.found
    return Traveller(
        safety_check=check,
        person_id=found.person,
        name="" if found.person else str(found.name)[:200],
        email=found.email,
        phone=found.phone,
        language=found.language,
        country=found.country,
        organisation_id=found.host,
    )


def remind(check: SafetyCheck, *, by: User) -> int:
    """Write again to those who can be reached and did not answer; return how many."""
    with changing(check, by=by, verb="safety_check.reminded") as change:
        check.state = CHECK_FLOW.move(check.state, "remind")
        waiting = list(check.travellers.to_remind())
        if not waiting:
            message = _(
                "There is nobody to remind: a mail to each who can be reached is answered"
                " or about to leave."
            )
            raise DomainError(message, code="nobody")
        check.reminded_at = timezone.now()
        change.fact("travellers_asked", "", len(waiting))
        _mail_to(waiting, reminder=True)
    return len(waiting)


def close_check(check: SafetyCheck, *, by: User) -> None:
    """Close a check once nobody needs help; mails that have not left do not leave any more."""
    with changing(check, by=by, verb="safety_check.closed"):
        check.state = CHECK_FLOW.move(check.state, "close")
        if number := check.travellers.filter(state=AnswerState.HELP).count():
            message = ngettext(
                "%(number)s person needs help. Note first that they are safe.",
                "%(number)s people need help. Note first that they are safe.",
                number,
            )
            raise DomainError(message % {"number": number}, code="in_need")
        check.closed_at = timezone.now()
        leaving = Message.objects.filter(traveller__safety_check=check)
        leaving.filter(state=DispatchState.WAITING).update(
            state=DispatchState.FAILED, error="closed"
        )


def _mail_to(travellers: Iterable[Traveller], *, reminder: bool) -> None:
    mails = [Message(traveller=it, reminder=reminder) for it in travellers]
    made = [message.pk for message in Message.objects.bulk_create(mails, batch_size=500)]

    def leave() -> None:
        for pk in made:
            mail.enqueue(pk)

    transaction.on_commit(leave)
