"""What applicants do with their own applications, while the call takes them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.mobility.enums import APPLICATION_FLOW, ApplicationState, CallState
from entente.mobility.models import Application, Call, CallQuota
from entente.mobility.outcomes import shortfalls
from entente.mobility.services.answers import leave_out_hidden, unanswered
from entente.mobility.services.applications import refuse_erased, rewrite, write_wishes
from entente.office.services import system_user
from entente.people.models import Person

ONE_DAY = datetime.timedelta(days=1)


def begin_application(
    call: Call,
    *,
    person: Person,
    on: datetime.date,
    wishes: Sequence[CallQuota] = (),
    **values: Any,
) -> Application:
    """Begin an application: a draft, which the lists of the office leave out.

    It can be begun until the day after the last, by who was typing when the time ran out.
    """
    with locking(call):
        late = on == call.closes_on + ONE_DAY and call.state in (CallState.OPEN, CallState.CLOSED)
        if not late:
            refuse_closed(call, on)
        refuse_erased(person)
        draft = Application(call=call, person=person, state=ApplicationState.DRAFT, **values)
        creating(draft, by=system_user(), verb="application.begun")
        write_wishes(draft, wishes, by=system_user())
    return draft


def save_draft(
    application: Application, *, wishes: Sequence[CallQuota], seen: int | None = None, **values: Any
) -> None:
    """Keep what was typed, however incomplete; also after the last day, so that nothing is lost."""
    with locking(application.call) as call:
        application.refresh_from_db()
        _refuse_no_draft(application)
        if call.state == CallState.PUBLISHED:
            raise DomainError(_("The placement of this call is published."), code="published")
        verb = "application.saved"
        rewrite(application, wishes, values, by=system_user(), verb=verb, seen=seen)


def hand_in(application: Application, *, on: datetime.date) -> None:
    """Hand a draft in, on the last day at the latest, with wishes whose rules are fulfilled.

    What the call asks must be answered; answers to what is not asked are left out.
    """
    with locking(application.call) as call:
        application.refresh_from_db()
        refuse_closed(call, on)
        wishes = list(application.wishes.select_related("quota"))
        if not wishes:
            message = _("Choose at least one destination before you hand in.")
            raise DomainError({"wish_1": message}, code="no_wish")
        unmet = {
            f"wish_{wish.rank}": [
                _("%(option)s asks for more: %(why)s")
                % {"option": wish.quota, "why": " ".join(missing)}
            ]
            for wish in wishes
            if (missing := shortfalls(wish.quota, application.facts))
        }
        if unmet := unmet | unanswered(application):
            raise DomainError(unmet, code="not_eligible")
        with changing(application, by=system_user(), verb="application.handed_in"):
            leave_out_hidden(application)
            application.state = APPLICATION_FLOW.move(application.state, "hand_in")
            application.handed_in_at = timezone.now()


def withdraw_own(application: Application, *, on: datetime.date) -> None:
    """Take one's own application back, while the call takes applications."""
    with locking(application.call) as call:
        refuse_closed(call, on)
        with changing(application, by=system_user(), verb="application.taken_back"):
            application.state = APPLICATION_FLOW.move(application.state, "withdraw_application")


def take_up_again(application: Application, *, on: datetime.date) -> None:
    """Make a withdrawn application a draft again, while the call takes applications."""
    with locking(application.call) as call:
        refuse_closed(call, on)
        with changing(application, by=system_user(), verb="application.taken_up"):
            application.state = APPLICATION_FLOW.move(application.state, "take_up_again")
            application.handed_in_at = None


def refuse_closed(call: Call, on: datetime.date) -> None:
    """Refuse what applicants do on a day on which the call does not take it."""
    if call.takes(on):
        return
    if call.state == CallState.OPEN and on < call.opens_on:
        message = _("Applications open on %(day)s.") % {"day": call.opens_on}
    elif on > call.closes_on:
        message = _("The last day to apply was %(day)s.") % {"day": call.closes_on}
    else:
        message = _("This call takes no applications now.")
    raise DomainError(message, code="closed")


def _refuse_no_draft(application: Application) -> None:
    if application.state != ApplicationState.DRAFT:
        message = _("This application is no draft any more: %(state)s.")
        words = {"state": application.get_state_display()}
        raise DomainError(message % words, code="no_draft")
