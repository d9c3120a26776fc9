"""Findings: what a supervision visit or a complaint says, answered in time, closed."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office import services as office
from entente.office.enums import Direction
from entente.office.models import User
from entente.office.reckoning.days import reckon
from entente.office.rules import rule
from entente.training.enums import FINDING_FLOW, FindingKind, FindingState
from entente.training.models import Finding, TrainingClass
from entente.training.services.projects import refuse_organiser

DEADLINE = "training.finding"
ANSWER_TIME = "training.answer_time"


def answer_day(training_class: TrainingClass, on: datetime.date) -> datetime.date:
    """Give the day until which something that was found on a day is answered, by the rule."""
    span = rule(ANSWER_TIME, on=on, unit=training_class.project.unit)
    return reckon(on, span, Direction.AFTER)


def enter_visit(training_class: TrainingClass, *, by: User, **values: Any) -> Finding:
    """Enter a supervision visit; whoever runs the project does not supervise it.

    Without a day for the answer there is nothing to mend and the finding is closed at once.
    """
    refuse_organiser(training_class.project, by=by)
    nothing = values.get("answer_until") is None
    closed = {"state": FindingState.CLOSED, "closed_by": by, "closed_on": values["raised_on"]}
    return _enter(
        training_class, by=by, kind=FindingKind.VISIT, **values, **(closed if nothing else {})
    )


def enter_complaint(training_class: TrainingClass, *, by: User, **values: Any) -> Finding:
    """Enter a complaint; the rule says until when it is answered, unless an earlier day is set."""
    if values.get("answer_until") is None:
        values["answer_until"] = answer_day(training_class, values["raised_on"])
    return _enter(training_class, by=by, kind=FindingKind.COMPLAINT, **values)


def _enter(training_class: TrainingClass, *, by: User, **values: Any) -> Finding:
    with transaction.atomic():
        finding = Finding(training_class=training_class, **values)
        creating(finding, by=by, verb="finding.entered")
        if finding.answer_until:
            _remind(finding, finding.answer_until, by)
    return finding


def _remind(finding: Finding, day: datetime.date, by: User) -> None:
    project = finding.training_class.project
    office.set_deadline(
        finding,
        DEADLINE,
        day=day,
        owner=project.drafted_by,
        unit=project.unit,
        task_zh="请书面答复督导意见或投诉",
        task_en="Answer the finding or the complaint",
        by=by,
    )


def answer_finding(finding: Finding, *, by: User, on: datetime.date, answer: str) -> None:
    """Answer a finding, in writing."""
    with changing(finding, by=by, verb="finding.answered"):
        finding.state = FINDING_FLOW.move(finding.state, "answer_finding")
        finding.answer, finding.answered_by, finding.answered_on = answer, by, on
        office.finish_deadlines(finding, DEADLINE, on=on, by=by)


def ask_again(
    finding: Finding, *, by: User, on: datetime.date, remark: str, answer_until: datetime.date
) -> None:
    """Say that an answer is not enough; it is answered anew until a day."""
    if answer_until < on:
        raise DomainError({"answer_until": _("This day is past.")}, code="past")
    with changing(finding, by=by, verb="finding.asked_again"):
        finding.state = FINDING_FLOW.move(finding.state, "ask_again")
        refuse_organiser(finding.training_class.project, by=by)
        finding.remark, finding.answer_until = remark, answer_until
        _remind(finding, answer_until, by)


def close_finding(finding: Finding, *, by: User, on: datetime.date, remark: str = "") -> None:
    """Close a finding whose answer is enough; the organiser does not."""
    with changing(finding, by=by, verb="finding.closed"):
        finding.state = FINDING_FLOW.move(finding.state, "close_finding")
        refuse_organiser(finding.training_class.project, by=by)
        finding.remark, finding.closed_by, finding.closed_on = remark, by, on
