"""What a class and an advert need before their next step: one list for the page and the service."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.office.rules import Requirement
from entente.training.enums import TEACHABLE, ClassState
from entente.training.models import Advert, Project, TrainingClass
from entente.training.services.requirements import form_first, screened


def of_class(group: TrainingClass, *, on: datetime.date) -> list[Requirement]:
    """List what is asked before a class starts, is closed, or is certified; else nothing."""
    if group.state == ClassState.PLANNED:
        return _to_start(group)
    if group.state == ClassState.RUNNING:
        return _to_close(group, on)
    return _to_certify(group, on) if group.state == ClassState.CLOSED else []


def of_advert(advert: Advert, *, on: datetime.date) -> list[Requirement]:
    """List what is asked of a version before it is submitted, approved and published."""
    return [
        *unchanged(advert),
        screened(advert, on, advert.text_zh, advert.text_en),
        *form_first(advert, on=on),
    ]


def approved(project: Project) -> Requirement:
    """Say whether the project is one in which something may be taught."""
    return Requirement(
        "project",
        _("The project is approved"),
        project.state in TEACHABLE,
        _("The project is not approved."),
    )


def unchanged(advert: Advert) -> list[Requirement]:
    """Hold a version against the project as it was approved."""
    project = advert.project
    same = project.price is None or advert.price == project.price
    message = _("The project was approved at a price of %(price)s yuan.")
    return [
        approved(project),
        Requirement(
            "price",
            _("The price is the approved one"),
            same,
            message % {"price": project.price},
        ),
    ]


def _to_start(group: TrainingClass) -> list[Requirement]:
    asked = [
        approved(group.project),
        Requirement(
            "learners",
            _("Learners are enrolled"),
            group.learners.staying().exists(),
            _("Nobody is enrolled yet."),
        ),
        Requirement(
            "lessons",
            _("The timetable stands"),
            group.lessons.exists(),
            _("The timetable is empty."),
        ),
    ]
    if group.company_id:
        asked.append(
            Requirement(
                "contract",
                _("The contract with the company is named"),
                bool(group.contract),
                _("Enter number or title of the contract; its text is kept among the files."),
            )
        )
    return asked


def _to_close(group: TrainingClass, on: datetime.date) -> list[Requirement]:
    without = group.lessons.filter(attendances__isnull=True).first()
    message = _("Nobody's attendance is entered for the lesson of %(lesson)s.")
    asked = [
        Requirement(
            "ends_on",
            _("Its last day is over"),
            group.ends_on <= on,
            _("It ends on %(day)s.") % {"day": group.ends_on.isoformat()},
        ),
        Requirement(
            "attendance",
            _("Every lesson has its attendance"),
            without is None,
            message % {"lesson": without},
        ),
    ]
    if group.assessment:
        waiting = group.learners.staying().filter(passed__isnull=True).first()
        asked.append(
            Requirement(
                "assessment",
                _("Every learner is assessed"),
                waiting is None,
                _("%(name)s is not assessed yet.") % {"name": waiting},
            )
        )
    return asked


def _to_certify(group: TrainingClass, on: datetime.date) -> list[Requirement]:
    return [
        Requirement(
            "hours",
            _("The hours are stated"),
            bool(group.hours),
            _("This class has no hours, and a certificate says how many there were."),
        ),
        *form_first(group, on=on),
    ]
