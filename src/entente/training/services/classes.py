"""Classes: opened in an approved project, taught by a timetable, closed."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import Remembered, changing, creating, locking, remember, removing
from entente.kit.errors import DomainError
from entente.office import services as office
from entente.office.models import User
from entente.office.rules import refuse_missing
from entente.training.enums import CLASS_FLOW, PROJECT_FLOW, TEACHABLE, ClassState, ProjectState
from entente.training.models import Attendance, Lesson, Project, TrainingClass
from entente.training.services import stages

DEADLINE = "training.close"
CLOSE_TIME = "training.close_time"


def open_class(project: Project, *, by: User, **values: Any) -> TrainingClass:
    """Open a class in an approved project."""
    with locking(project):
        if project.state not in TEACHABLE:
            raise DomainError(_("Classes are held in an approved project only."), code="project")
        return creating(TrainingClass(project=project, **values), by=by, verb="class.opened")


def change_class(
    training_class: TrainingClass, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a class; its timetable must still lie within it."""
    with changing(training_class, by=by, verb="class.changed", seen=seen):
        refuse_over(training_class)
        for name, value in values.items():
            setattr(training_class, name, value)
        for lesson in training_class.lessons.all():
            if not training_class.starts_on <= lesson.held_on <= training_class.ends_on:
                message = _("The lesson on %(day)s lies outside these days.")
                raise DomainError(
                    {"ends_on": message % {"day": lesson.held_on.isoformat()}}, code="lesson"
                )
        if training_class.state == ClassState.RUNNING:
            _remind(training_class, by)


def refuse_over(training_class: TrainingClass) -> None:
    """Refuse what is no longer done once a class is closed or cancelled."""
    if training_class.state in (ClassState.CLOSED, ClassState.CANCELLED):
        raise DomainError(_("This class is over; nothing in it is changed."), code="over")


def start_class(training_class: TrainingClass, *, by: User) -> None:
    """Start a class that has learners and a timetable; its project then runs."""
    with transaction.atomic(), locking(training_class.project) as project:
        training_class.project = project
        with changing(training_class, by=by, verb="class.started"):
            state = CLASS_FLOW.move(training_class.state, "start_class")
            refuse_missing(stages.of_class(training_class, on=training_class.starts_on))
            training_class.state = state
        _remind(training_class, by)
        if project.state == ProjectState.APPROVED:
            with changing(project, by=by, verb="project.began"):
                project.state = PROJECT_FLOW.move(project.state, "begin_project")


def close_class(training_class: TrainingClass, *, by: User, on: datetime.date) -> None:
    """Close a class that is over; every lesson has its list of attendance."""
    with changing(training_class, by=by, verb="class.closed"):
        state = CLASS_FLOW.move(training_class.state, "close_class")
        refuse_missing(stages.of_class(training_class, on=on))
        training_class.state = state
        office.finish_deadlines(training_class, DEADLINE, on=on, by=by)


def _remind(group: TrainingClass, by: User) -> None:
    """Say until when a class that runs is closed, by the rule."""
    office.set_deadline(
        group,
        DEADLINE,
        day=group.ends_on,
        rule=CLOSE_TIME,
        owner=group.project.drafted_by,
        unit=group.project.unit,
        task_zh="请登记考勤与考核结果并结班",
        task_en="Enter attendance and assessment, and close the class",
        by=by,
    )


def cancel_class(training_class: TrainingClass, *, by: User, reason: str) -> None:
    """Say that a class does not take place, and why; what was paid is paid back first."""
    with changing(training_class, by=by, verb="class.cancelled"):
        training_class.state = CLASS_FLOW.move(training_class.state, "cancel_class")
        if training_class.income():
            raise DomainError(_("Pay the fees back first."), code="fees")
        training_class.reason = reason


# --- The timetable --------------------------------------------------------------------------------


def add_lesson(training_class: TrainingClass, *, by: User, **values: Any) -> Lesson:
    """Enter a lesson; it lies within the class."""
    with locking(training_class):
        refuse_over(training_class)
        lesson = Lesson(training_class=training_class, **values)
        _refuse_outside(lesson)
        return creating(lesson, by=by, verb="lesson.entered")


def change_lesson(lesson: Lesson, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a lesson."""
    with (
        locking(lesson.training_class),
        changing(lesson, by=by, verb="lesson.changed", seen=seen),
    ):
        refuse_over(lesson.training_class)
        for name, value in values.items():
            setattr(lesson, name, value)
        _refuse_outside(lesson)


def _refuse_outside(lesson: Lesson) -> None:
    within = lesson.training_class
    if not within.starts_on <= lesson.held_on <= within.ends_on:
        message = _("The class is from %(first)s to %(last)s; this lesson lies outside.")
        words = {"first": within.starts_on.isoformat(), "last": within.ends_on.isoformat()}
        raise DomainError({"held_on": message % words}, code="outside")


def remove_lesson(lesson: Lesson, *, by: User) -> None:
    """Take off a lesson that was not held."""
    with locking(lesson.training_class):
        refuse_over(lesson.training_class)
        if lesson.attendances.exists():
            raise DomainError(_("Its list of attendance is entered."), code="attendance")
        removing(lesson, by=by, verb="lesson.removed")


def record_attendance(lesson: Lesson, learners: list[Any], *, by: User, on: datetime.date) -> None:
    """Enter who was there in a lesson, all of them at once; it replaces the list before.

    A learner of another class is refused, and so is a lesson that has not been held yet.
    """
    with locking(lesson.training_class):
        refuse_over(lesson.training_class)
        if lesson.held_on > on:
            message = _("This lesson is on %(day)s.") % {"day": lesson.held_on.isoformat()}
            raise DomainError(message, code="too_early")
        for learner in learners:
            if learner.training_class_id != lesson.training_class_id:
                message = _("%(name)s is not enrolled in this class.") % {"name": learner}
                raise DomainError({"learners": message}, code="other_class")
        before = set(lesson.attendances.values_list("learner", flat=True))
        after = {learner.pk for learner in learners}
        if before == after:
            return
        lesson.attendances.filter(learner__in=before - after).delete()
        Attendance.objects.bulk_create(
            [
                Attendance(lesson=lesson, learner=learner, version=1)
                for learner in learners
                if learner.pk not in before
            ]
        )
        lesson.there = len(after)
        lesson.save(update_fields=["there"])
        count = {"there": [len(before), len(after)]}
        remember([Remembered(lesson, "lesson.attendance_entered", count)], by=by)
