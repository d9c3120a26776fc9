"""Decisions about the sheet of a unit: handed in, signed off, sent back."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.collecting.counting import lines_of
from entente.collecting.enums import PART_FLOW, AnswerKind
from entente.collecting.models import Answer, Part
from entente.collecting.services.rounds import DEADLINE, ask_until
from entente.kit.audit import changing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.services import finish_deadlines


def hand_in_part(part: Part, *, by: User) -> None:
    """Give the sheet to the head: what the records say is kept as it is now."""
    with changing(part, by=by, verb="part.handed_in"):
        part.state = PART_FLOW.move(part.state, "hand_in_part")
        for line in lines_of(part):
            if line.answer.kind == AnswerKind.NIL and line.now.low and not line.answer.reason:
                raise DomainError(
                    _("“%(measure)s” is reported nil, but records count. Say why, or correct it.")
                    % {"measure": line.measure.label},
                    code="nil_with_records",
                )
            Answer.objects.filter(pk=line.answer.pk).update(
                counted_low=line.now.low, counted_high=line.now.high
            )


def sign_part(part: Part, *, on: datetime.date, by: User) -> None:
    """Sign the sheet off: it is locked, and its deadline is met."""
    with changing(part, by=by, verb="part.signed"):
        part.state = PART_FLOW.move(part.state, "sign_part")
        part.signed_on, part.signed_by = on, by
    finish_deadlines(part, DEADLINE, on=on, by=by)


def send_back_part(
    part: Part, *, on: datetime.date, due_on: datetime.date, reason: str, by: User
) -> None:
    """Give the sheet back to be filled in again until a day, and say why."""
    with changing(part, by=by, verb="part.sent_back", note=reason):
        part.state = PART_FLOW.move(part.state, "send_back_part")
        if due_on < on:
            raise DomainError({"due_on": _("This day is past.")}, code="due_past")
        part.due_on, part.returned_because = due_on, reason
        part.returned += 1
        part.signed_on, part.signed_by = None, None
        Answer.objects.filter(part=part).update(counted_low=None, counted_high=None)
    finish_deadlines(part, DEADLINE, on=on, by=by)
    ask_until(part, by=by)
