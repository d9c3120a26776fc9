"""Joint projects: applied for, approved, finished with what came of them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.office.models import Unit, User
from entente.research.enums import PROJECT_FLOW, ProjectState
from entente.research.models import JointProject, ProjectPartner


def enter_project(*, by: User, unit: Unit, **values: Any) -> JointProject:
    """Enter a project; whoever enters it looks after it unless somebody else is named."""
    values.setdefault("owner", by)
    return creating(JointProject(unit=unit, **values), by=by, verb="joint_project.entered")


def change_project(
    project: JointProject, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a project."""
    with changing(project, by=by, verb="joint_project.changed", seen=seen):
        for name, value in values.items():
            setattr(project, name, value)


def approve_project(
    project: JointProject, *, by: User, on: datetime.date, approved_on: Any = None
) -> None:
    """Say that it was approved, and when as far as a source tells; from then on it counts."""
    approved = approved_on or project.approved_on
    if approved and PartialDate.of(approved).earliest > on:
        message = _("The approval lies in the future; it can be noted once the day has come.")
        raise DomainError({"approved_on": message}, code="too_early")
    with changing(project, by=by, verb="joint_project.approved"):
        project.state = PROJECT_FLOW.move(project.state, "approve")
        project.approved_on = approved


def finish_project(
    project: JointProject, *, by: User, results_zh: str = "", results_en: str = ""
) -> None:
    """Say that it is finished and what came of it."""
    if not (results_zh.strip() or results_en.strip()):
        message = _("Say what came of it in at least one language.")
        raise DomainError({"results_zh": message}, code="empty")
    with changing(project, by=by, verb="joint_project.finished"):
        project.state = PROJECT_FLOW.move(project.state, "finish")
        project.results_zh, project.results_en = results_zh, results_en


def refuse_project(project: JointProject, *, by: User, reason: str) -> None:
    """Say that it was not approved, and why."""
    with changing(project, by=by, verb="joint_project.refused"):
        project.state = PROJECT_FLOW.move(project.state, "refuse")
        project.reason = reason


# --- Partners -------------------------------------------------------------------------------------


def add_project_partner(project: JointProject, *, by: User, **values: Any) -> ProjectPartner:
    """Enter an institution that does it together with us."""
    with locking(project):
        if project.state == ProjectState.REFUSED:
            message = _("It was not approved; nothing is added to it.")
            raise DomainError(message, code="refused")
        return creating(
            ProjectPartner(project=project, **values), by=by, verb="joint_project_partner.entered"
        )


def change_project_partner(
    partner: ProjectPartner, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a partner."""
    with changing(partner, by=by, verb="joint_project_partner.changed", seen=seen):
        for name, value in values.items():
            setattr(partner, name, value)


def remove_project_partner(partner: ProjectPartner, *, by: User) -> None:
    """Take off a partner that was entered by mistake."""
    removing(partner, by=by, verb="joint_project_partner.removed")
