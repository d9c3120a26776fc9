"""Decisions about rounds: begun, sent to the units, merged, cancelled."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.collecting.counting import definitions_of, hash_of, result_of
from entente.collecting.enums import PART_FLOW, ROUND_FLOW, PartState
from entente.collecting.models import Answer, Part, Round
from entente.kit.audit import changing, creating, creating_all
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.office.services import drop_deadlines, set_deadline

DEADLINE = "collecting.part"


def begin_round(*, by: User, unit: Unit, units: Iterable[Unit], **values: Any) -> Round:
    """Make the draft of a round; nobody is asked yet."""
    asked = list(units)
    _refuse_wrong_units(unit, asked)
    with transaction.atomic():
        round = creating(Round(unit=unit, **values), by=by, verb="round.begun")
        round.units.set(asked)
    return round


def change_round(
    round: Round, *, by: User, units: Iterable[Unit], seen: int | None = None, **values: Any
) -> None:
    """Change a draft."""
    asked = list(units)
    with changing(round, by=by, verb="round.changed", seen=seen) as change:
        if not round.is_draft:
            raise DomainError(
                _("The round is with the units and stays as it was sent."), code="sent"
            )
        _refuse_wrong_units(round.unit, asked)
        before = sorted(unit.name_en or unit.name_zh for unit in round.units.all())
        after = sorted(unit.name_en or unit.name_zh for unit in asked)
        if before != after:
            change.fact("units", ", ".join(before), ", ".join(after))
        for name, value in values.items():
            setattr(round, name, value)
        round.units.set(asked)


def _refuse_wrong_units(unit: Unit, asked: list[Unit]) -> None:
    """Refuse units elsewhere, and two of which one contains the other: it would count twice."""
    if not asked:
        raise DomainError({"units": _("Ask at least one unit.")}, code="no_units")
    for other in asked:
        if not other.path.startswith(unit.path):
            raise DomainError(
                {
                    "units": _("“%(other)s” does not belong to “%(unit)s”.")
                    % {"other": other.name, "unit": unit.name}
                },
                code="elsewhere",
            )
    by_path = sorted(asked, key=lambda it: it.path)
    for above, below in itertools.pairwise(by_path):
        if below.path.startswith(above.path):
            raise DomainError(
                {
                    "units": _(
                        "“%(below)s” is part of “%(above)s” and would be counted twice. Ask one of"
                        " the two."
                    )
                    % {"below": below.name, "above": above.name}
                },
                code="counted_twice",
            )


def open_round(round: Round, *, on: datetime.date, by: User) -> None:
    """Send the round: each unit gets its sheet with a deadline; the definitions are kept."""
    with changing(round, by=by, verb="round.opened"):
        round.state = ROUND_FLOW.move(round.state, "open_round")
        if round.due_on < on:
            raise DomainError(
                _("The day until which the units answer is past. Set another one first."),
                code="due_past",
            )
        round.definitions = definitions_of(round)
        units = list(round.units.select_related("top"))
        _refuse_wrong_units(round.unit, units)
        for unit in units:
            part = Part(round=round, unit=unit, due_on=round.due_on)
            creating(part, by=by, verb="part.sent")
            answers = [Answer(part=part, unit=unit, measure=name) for name in round.measures]
            creating_all(answers, by=by, verb="answer.prepared")
            ask_until(part, by=by)


def ask_until(part: Part, *, by: User) -> None:
    """Set the deadline of a sheet; the heads of the unit are told once at each stage."""
    set_deadline(
        part,
        DEADLINE,
        day=part.due_on,
        by=by,
        unit=part.unit,
        key=str(part.returned),
        task_zh=f"填报：{part.round.name_zh}",
        task_en=f"Fill in: {part.round.name_en}",
    )


def merge_round(
    round: Round, *, on: datetime.date, by: User, without_missing: bool = False
) -> None:
    """Add up what is signed and lock it, with its sources and a hash.

    With units that have not signed it is refused, unless somebody says to go on `without_missing`:
    the result then names them.
    """
    with changing(round, by=by, verb="round.merged"):
        state = ROUND_FLOW.move(round.state, "merge_round")
        parts = list(round.parts.select_for_update(of=("self",)).select_related("unit__top"))
        if all(part.signed_on is None for part in parts):
            raise DomainError(
                _("No unit has signed yet, so there is nothing to merge."), code="nothing_signed"
            )
        missing = [str(part.unit.name) for part in parts if part.signed_on is None]
        if missing and not without_missing:
            raise DomainError(
                _("Not signed yet: %(units)s. Wait for them, or merge without them.")
                % {"units": ", ".join(missing)},
                code="missing",
            )
        round.result = result_of(round, on)
        round.result_hash = hash_of(round.result)
        round.state, round.merged_on, round.merged_by = state, on, by
        _close(parts, on=on, by=by)


def cancel_round(round: Round, *, on: datetime.date, by: User, reason: str) -> None:
    """Stop collecting; what was filled in stays readable."""
    with changing(round, by=by, verb="round.cancelled", note=reason):
        round.state = ROUND_FLOW.move(round.state, "cancel_round")
        parts = list(round.parts.select_for_update(of=("self",)).select_related("unit__top"))
        _close(parts, on=on, by=by)


def _close(parts: list[Part], *, on: datetime.date, by: User) -> None:
    for part in parts:
        if part.state != PartState.CLOSED:
            with changing(part, by=by, verb="part.closed"):
                part.state = PART_FLOW.move(part.state, "close_part")
        drop_deadlines(part, DEADLINE, on=on, by=by)
