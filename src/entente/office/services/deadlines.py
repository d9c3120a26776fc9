"""Decisions about deadlines: set, done, dropped; and their days worked out anew.

An app sets the deadlines of its records:

    set_deadline(
        agreement, "agreement.end", day=agreement.last_day, owner=agreement.owner,
        stages_rule="agreement.end_notice", task_zh="…", task_en="…", by=by,
    )

Doing so again with the same values changes nothing; with another day or rule it is moved.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.db import models, transaction

from entente.kit.audit import changing, creating
from entente.office import reckoning, rules
from entente.office.enums import DEADLINE_FLOW, DeadlineState, Direction
from entente.office.models import Deadline, DeadlineStage, Unit, User

logger = logging.getLogger(__name__)

NOTICE_STAGES = "office.notice_stages"
S = DeadlineState


def set_deadline(
    record: models.Model,
    kind: str,
    *,
    day: datetime.date,
    by: User,
    task_zh: str = "",
    task_en: str = "",
    owner: User | None = None,
    unit: Unit | None = None,
    rule: str = "",
    direction: Direction = Direction.AFTER,
    stages_rule: str = NOTICE_STAGES,
    key: str = "",
    again: bool = False,
) -> Deadline:
    """Set the deadline of a kind of a record, or bring it up to date; give it.

    It is due on `day`, or, with a `rule` (a time span), that span after or before it. `unit` is
    the record's own unless it has none. A deadline that was done or dropped stays so while its
    day stays; a new day opens it again, and so does `again` (what was done is undone).
    """
    values = {
        "owner": owner,
        "unit": unit or record.unit,  # type: ignore[attr-defined]
        "task_zh": task_zh,
        "task_en": task_en,
        "counted_from": day,
        "rule": rule,
        "direction": direction,
        "stages_rule": stages_rule,
    }
    with transaction.atomic():
        same = Deadline.objects.about(record).filter(kind=kind, key=key)
        known = same.select_related("unit").first()
        if known is not None:
            return _bring_up_to_date(known, values, by=by, again=again)
        deadline = Deadline(subject=record, kind=kind, key=key, **values)
        spans = _work_out(deadline)
        creating(deadline, by=by, verb="deadline.set")
        _set_stages(deadline, spans)
    return deadline


def _bring_up_to_date(
    deadline: Deadline, values: dict[str, Any], *, by: User, again: bool
) -> Deadline:
    moves = ("counted_from", "rule", "direction", "stages_rule")
    moved = any(getattr(deadline, name) != values[name] for name in moves)
    reopened = (moved or again) and deadline.state != S.OPEN
    if not (moved or reopened) and all(
        getattr(deadline, name) == new for name, new in values.items()
    ):
        return deadline
    with changing(deadline, by=by, verb="deadline.reopened" if reopened else "deadline.changed"):
        for name, new in values.items():
            setattr(deadline, name, new)
        if reopened:
            deadline.state, deadline.ended_on = S.OPEN, None
        spans = _work_out(deadline)
    _set_stages(deadline, spans)
    return deadline


def hand_over_deadline(
    deadline: Deadline, *, by: User, owner: User | None, seen: int | None = None
) -> None:
    """Name another owner, who hears of the stages to come."""
    with changing(deadline, by=by, verb="deadline.handed_over", seen=seen):
        DEADLINE_FLOW.move(deadline.state, "deadline_hand_over")
        deadline.owner = owner


def finish_deadline(deadline: Deadline, *, on: datetime.date, by: User, note: str = "") -> None:
    """Note that it was done; nobody is told of it any more."""
    with changing(deadline, by=by, verb="deadline.done", note=note):
        deadline.state = DEADLINE_FLOW.move(deadline.state, "deadline_done")
        deadline.ended_on = on


def drop_deadline(deadline: Deadline, *, on: datetime.date, by: User, reason: str = "") -> None:
    """Note that it need not be done; nobody is told of it any more."""
    with changing(deadline, by=by, verb="deadline.dropped", note=reason):
        deadline.state = DEADLINE_FLOW.move(deadline.state, "deadline_drop")
        deadline.ended_on = on


def finish_deadlines(record: models.Model, kind: str, *, on: datetime.date, by: User) -> int:
    """Note as done what is open of a kind for a record; say how many."""
    return _end_each(record, kind, finish_deadline, on=on, by=by)


def drop_deadlines(
    record: models.Model, kind: str = "", *, on: datetime.date, by: User, reason: str = ""
) -> int:
    """Drop what is open for a record, of one kind or of every kind; say how many."""
    return _end_each(record, kind, drop_deadline, on=on, by=by, reason=reason)


def _end_each(record: models.Model, kind: str, end: Any, **named: Any) -> int:
    rows = Deadline.objects.about(record).open()
    found = list(rows.filter(kind=kind) if kind else rows)
    with transaction.atomic():
        for deadline in found:
            end(deadline, **named)
    return len(found)


# --- Days -----------------------------------------------------------------------------------------


def reckon_changed_deadlines(*, by: User) -> int:
    """Work out anew the deadlines whose rule has changed; say how many days moved.

    Each is its own transaction, so an end in the middle leaves the rest for the next time. A
    deadline whose rule has no value left on its day keeps the day that it has.
    """
    moved = 0
    for pk in list(Deadline.objects.to_reckon_anew().values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Deadline.objects.to_reckon_anew().select_for_update(of=("self",))
            deadline = locked.select_related("unit").filter(pk=pk).first()
            if deadline is not None:
                moved += _reckon_one(deadline, by=by)
                Deadline.objects.filter(pk=pk).update(to_reckon=False)
    return moved


def _reckon_one(deadline: Deadline, *, by: User) -> bool:
    before = deadline.due_on
    try:
        with changing(deadline, by=by, verb="deadline.reckoned"):
            spans = _work_out(deadline)
    except rules.MissingRuleError:
        logger.warning("Deadline %s keeps its day: its rule has no value", deadline.pk)
        return False
    _set_stages(deadline, spans)
    return deadline.due_on != before


def _work_out(deadline: Deadline) -> list[tuple[reckoning.Duration, datetime.date]]:
    """Put the due day onto the deadline, and give its stages.

    Rules are asked for as they stand on the day from which is counted.
    """
    day, unit = deadline.counted_from, deadline.unit
    deadline.due_on = day
    if deadline.rule:
        span = rules.rule(deadline.rule, on=day, unit=unit)
        deadline.due_on = reckoning.reckon(day, span, deadline.direction)
    spans = rules.rule(deadline.stages_rule, on=day, unit=unit)
    stages = reckoning.stage_days(deadline.due_on, spans)
    deadline.shows_from = min([deadline.due_on, *(on for _span, on in stages)])
    return stages


def _set_stages(deadline: Deadline, stages: list[tuple[reckoning.Duration, datetime.date]]) -> None:
    """Keep the stages in step: one that moved beyond the day it was told on is told again.

    What comes before a stage that was told stays unsaid.
    """
    wanted = {str(span): on for span, on in stages}
    deadline.stages.exclude(span__in=wanted).delete()
    known = {stage.span: stage for stage in deadline.stages.all()}
    told = {
        wanted[span]: stage.told_on
        for span, stage in known.items()
        if stage.told_on and wanted[span] <= stage.told_on
    }
    last_said = max(told, default=None)
    for span, on in wanted.items():
        stage = known.get(span) or DeadlineStage(deadline=deadline, span=span)
        if stage.on == on:
            continue
        stage.on = on
        if on not in told:
            covered = last_said is not None and on < last_said
            stage.told_on = told[last_said] if last_said and covered else None
            stage.spoken = False
        stage.save()
