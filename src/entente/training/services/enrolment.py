"""What learners do themselves on open pages: enrol, and say that they are there."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.services import system_user
from entente.training.enums import AdvertState, ClassState
from entente.training.models import Advert, Attendance, Learner, Lesson, TrainingClass
from entente.training.services.classes import refuse_over
from entente.training.services.evaluations import learner_called
from entente.training.services.learners import key_of, refuse_twice


def advert_of(training_class: TrainingClass) -> Advert | None:
    """Give the version of the project's advert that is out: what the open page may say."""
    rows = training_class.project.adverts.filter(state=AdvertState.PUBLISHED)
    found: Advert | None = rows.first()
    return found


def open_enrolment(
    training_class: TrainingClass,
    *,
    by: User,
    enrols_from: datetime.date,
    enrols_until: datetime.date,
    capacity: int | None = None,
    seen: int | None = None,
) -> None:
    """Let learners enrol by themselves from a day until a day, up to a number of places.

    Only what was reviewed is said to the public: without a published advert nothing is opened.
    """
    with changing(training_class, by=by, verb="class.enrolment_opened", seen=seen):
        if training_class.state != ClassState.PLANNED:
            raise DomainError(_("This class has begun or is over."), code="begun")
        if advert_of(training_class) is None:
            raise DomainError(
                _("Publish an advert of the project first; the open page shows it."), code="advert"
            )
        if enrols_until > training_class.ends_on:
            day = training_class.ends_on.isoformat()
            message = _("The class ends on %(day)s.") % {"day": day}
            raise DomainError({"enrols_until": message}, code="too_late")
        taken = training_class.learners.staying().count()
        if capacity is not None and capacity < taken:
            message = _("%(number)s learners are enrolled already.") % {"number": taken}
            raise DomainError({"capacity": message}, code="taken")
        training_class.enrols_from, training_class.enrols_until = enrols_from, enrols_until
        training_class.capacity = capacity


def enrol_openly(training_class: TrainingClass, *, on: datetime.date, **values: Any) -> Learner:
    """Enrol somebody who asks for it; once every place is taken they wait for one."""
    with locking(training_class):
        if not training_class.takes_enrolments(on):
            raise DomainError(_("This class takes no enrolments today."), code="closed")
        learner = Learner(training_class=training_class, **values)
        refuse_twice(learner, {key_of(other) for other in training_class.learners.all()})
        learner.waiting = training_class.is_full()
        return creating(learner, by=system_user(), verb="learner.enrolled")


def admit(learner: Learner, *, by: User) -> None:
    """Give a place to somebody who waits for one."""
    group = learner.training_class
    with locking(group), changing(learner, by=by, verb="learner.admitted"):
        refuse_over(group)
        if not learner.waiting:
            raise DomainError(_("This learner has a place already."), code="has_place")
        if group.is_full():
            raise DomainError(_("No place is free."), code="full")
        learner.waiting = False


def attend(lesson: Lesson, *, who: str, on: datetime.date) -> Learner:
    """Note that a learner is there, once, on the day of the lesson; give the learner."""
    group = lesson.training_class
    with locking(group):
        if lesson.held_on != on:
            message = _("This lesson is on %(day)s.") % {"day": lesson.held_on.isoformat()}
            raise DomainError(message, code="other_day")
        if group.state != ClassState.RUNNING:
            raise DomainError(_("This class is not running."), code="not_running")
        learner = learner_called(group, who)
        if lesson.attendances.filter(learner=learner).exists():
            raise DomainError(
                {"who": _("You are in the list of this lesson already.")}, code="twice"
            )
        creating(
            Attendance(lesson=lesson, learner=learner), by=system_user(), verb="attendance.noted"
        )
        lesson.there = lesson.attendances.count()
        lesson.save(update_fields=["there"])
        return learner
