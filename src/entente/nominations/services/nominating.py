"""What the partner does by its link: nominate, answer, withdraw; nobody else's data are touched."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.nominations.enums import NOMINEE_FLOW, TAKING
from entente.nominations.models import Invitation, Nominee
from entente.office.services import system_user


def nominate(invitation: Invitation, *, on: datetime.date, **values: Any) -> Nominee:
    """Nominate a guest: within the days, within the places, each person once."""
    with locking(invitation):
        _refuse_closed(invitation, on)
        email = str(values.get("email", "")).strip()
        same = invitation.nominees.filter(state__in=TAKING, email__iexact=email)
        if email and same.exists():
            message = _("You have nominated a person with this mail address already.")
            raise DomainError({"email": message}, code="twice")
        if not invitation.places_left():
            message = _(
                "All %(places)s places are taken. Withdraw a nomination first, or write to us."
            )
            raise DomainError(message % {"places": invitation.places}, code="full")
        values.setdefault("level", invitation.level)
        nominee = Nominee(invitation=invitation, **values)
        return creating(nominee, by=system_user(), verb="nominee.nominated")


def withdraw(nominee: Nominee, *, on: datetime.date) -> None:
    """Withdraw a nomination that is not decided; the place is free again."""
    with locking(nominee.invitation):
        _refuse_closed(nominee.invitation, on)
        with changing(nominee, by=system_user(), verb="nominee.withdrawn"):
            nominee.state = NOMINEE_FLOW.move(nominee.state, "withdraw")


def answer(nominee: Nominee, *, text: str) -> None:
    """Answer what the office asked; also after the last day, since the office waits for it."""
    with changing(nominee, by=system_user(), verb="nominee.answered"):
        nominee.state = NOMINEE_FLOW.move(nominee.state, "answer")
        if not text.strip():
            raise DomainError({"text": _("Write the answer.")}, code="empty")
        nominee.answer = text.strip()


def _refuse_closed(invitation: Invitation, on: datetime.date) -> None:
    if on < invitation.opens_on:
        message = _("Nominations open on %(day)s.") % {"day": invitation.opens_on.isoformat()}
        raise DomainError(message, code="closed")
    if not invitation.is_open(on):
        message = _("Nominations closed on %(day)s.") % {"day": invitation.closes_on.isoformat()}
        raise DomainError(message, code="closed")
