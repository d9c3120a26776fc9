"""Joint laboratories and centres: planned, founded, closed; and when they are evaluated."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office import services as office
from entente.office.enums import Direction
from entente.office.models import Deadline, Unit, User
from entente.office.reckoning import reckon
from entente.office.rules import rule
from entente.research.enums import CENTRE_FLOW, CentreState
from entente.research.models import JointCentre

EVALUATION, FIRST = "research.evaluation", "research.first_evaluation"
LEVELS, NOTICE = "research.evaluated_levels", "research.evaluation_notice"


def plan_centre(*, by: User, unit: Unit, on: datetime.date, **values: Any) -> JointCentre:
    """Enter a laboratory or centre; whoever enters it looks after it unless another is named."""
    values.setdefault("owner", by)
    centre = JointCentre(unit=unit, kept_since=on, **values)
    return creating(centre, by=by, verb="joint_centre.planned")


def change_centre(
    centre: JointCentre, *, by: User, on: datetime.date, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of it; the next evaluation follows."""
    with transaction.atomic():
        with changing(centre, by=by, verb="joint_centre.changed", seen=seen):
            for name, value in values.items():
                setattr(centre, name, value)
            if centre.state == CentreState.RUNNING:
                _refuse_future(centre.founded_on, on)
        keep_evaluation(centre, on=on, by=by)


def found_centre(
    centre: JointCentre, *, by: User, on: datetime.date, founded_on: Any = None
) -> None:
    """Say that it was founded, and when as far as a source tells; from then on it counts."""
    founded = founded_on or centre.founded_on
    _refuse_future(founded, on)
    with transaction.atomic():
        with changing(centre, by=by, verb="joint_centre.founded"):
            centre.state = CENTRE_FLOW.move(centre.state, "found")
            centre.founded_on = founded
        keep_evaluation(centre, on=on, by=by)


def _refuse_future(founded: Any, on: datetime.date) -> None:
    if founded and PartialDate.of(founded).earliest > on:
        message = _("The founding lies in the future; it can be noted once the day has come.")
        raise DomainError({"founded_on": message}, code="too_early")


def close_centre(
    centre: JointCentre, *, by: User, on: datetime.date, closed_on: Any, reason: str
) -> None:
    """Say that it was closed, when and why; nothing is due any more."""
    if PartialDate.of(closed_on).earliest > on:
        message = _("The closing lies in the future; it can be noted once the day has come.")
        raise DomainError({"closed_on": message}, code="too_early")
    with transaction.atomic():
        with changing(centre, by=by, verb="joint_centre.closed"):
            centre.state = CENTRE_FLOW.move(centre.state, "close")
            centre.closed_on, centre.reason = closed_on, reason
        office.drop_deadlines(centre, on=on, by=by)


def drop_centre(centre: JointCentre, *, by: User, reason: str) -> None:
    """Say that it will not be founded, and why."""
    with changing(centre, by=by, verb="joint_centre.dropped"):
        centre.state = CENTRE_FLOW.move(centre.state, "drop")
        centre.reason = reason


# --- Evaluations ----------------------------------------------------------------------------------


def next_evaluation(centre: JointCentre) -> Deadline | None:
    """Give the deadline of the next evaluation, where one is due at all."""
    return Deadline.objects.about(centre).open().filter(kind=EVALUATION).first()


def keep_evaluation(centre: JointCentre, *, on: datetime.date, by: User) -> None:
    """Bring the deadline of the next evaluation in step.

    Only levels that the rule names are evaluated, counted from the last evaluation or else the
    founding. Where that would be due before these records began, it is counted from then on: what
    happened before is not known here.
    """
    counted = _counted_from(centre, on)
    if counted is None:
        office.drop_deadlines(centre, EVALUATION, on=on, by=by)
        return
    day, name = counted
    office.set_deadline(
        centre,
        EVALUATION,
        day=day,
        rule=name,
        stages_rule=NOTICE,
        owner=centre.owner,
        task_zh="准备平台评估",
        task_en="Prepare the evaluation",
        by=by,
    )


def _counted_from(centre: JointCentre, on: datetime.date) -> tuple[datetime.date, str] | None:
    if centre.state != CentreState.RUNNING:
        return None
    if centre.level not in rule(LEVELS, on=on, unit=centre.unit):
        return None
    last = centre.evaluations.order_by("-held_on", "-pk").first()
    start = last.held_on if last else centre.founded_on
    if start is None:
        return None
    name = EVALUATION if last else FIRST
    span = rule(name, on=start.latest, unit=centre.unit)
    if reckon(start.latest, span, Direction.AFTER) < centre.kept_since:
        return centre.kept_since, EVALUATION
    return start.latest, name
