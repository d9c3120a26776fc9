"""Forms that are stamped on paper or decided in the OA: what they say, who signs them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.parts import ApprovalOutcome, ApprovalSubject, approval_subjects
from entente.training import services
from entente.training.enums import (
    APPROVE_PROJECT,
    CHANGE_PROJECT,
    AdvertState,
    ContractQuestion,
    ProjectState,
)
from entente.training.models import Advert, Learner, Project, TrainingClass

Facts = list[tuple[Any, Any]]
ORGANISER = ("办学单位", "Organiser")
MANAGER = ("非学历教育归口管理部门", "Department for non-degree education")
# Who usually signs; an office writes its own list on the first form.
OF_PROJECTS = (ORGANISER, MANAGER, ("财务部门", "Finance"), ("校领导", "University leader"))
OF_ADVERTS = (ORGANISER, MANAGER, ("宣传部门", "Publicity"))
OF_CLASSES = (ORGANISER, MANAGER)


@approval_subjects.fill(order=30)
def projects() -> ApprovalSubject:
    """Projects: the form of application and approval."""
    return ApprovalSubject(
        Project, CHANGE_PROJECT, of_project, OF_PROJECTS, on_result=project_decided
    )


@approval_subjects.fill(order=31)
def adverts() -> ApprovalSubject:
    """Adverts: the form of their review."""
    return ApprovalSubject(Advert, CHANGE_PROJECT, of_advert, OF_ADVERTS, on_result=advert_decided)


@approval_subjects.fill(order=32)
def classes() -> ApprovalSubject:
    """Classes: the list of those who completed it, for whoever makes the certificates."""
    return ApprovalSubject(TrainingClass, CHANGE_PROJECT, of_class, OF_CLASSES)


# --- What the forms say ---------------------------------------------------------------------------


def of_project(project: Project) -> Facts:
    """Say what a project is, with the answers about a contract."""
    answers: Facts = []
    if project.partner_id:
        said = {True: _("yes"), False: _("no"), None: "–"}
        answers = [(one.label, said[getattr(project, one.value)]) for one in ContractQuestion]
    return [
        (_("Organiser"), project.unit.name),
        (_("Title"), _both(project, "title")),
        (_("Kind"), project.get_kind_display()),
        (_("Year of the plan"), project.plan_year),
        (_("For whom"), project.audience),
        (_("Hours"), project.hours),
        (_("Mode"), " · ".join(filter(None, (project.get_mode_display(), project.place)))),
        (_("Teachers"), project.teachers),
        (_("Price for a learner, in yuan"), project.price),
        (_("Budget"), project.budget),
        (_("Risks, and what is done about them"), project.risk),
        (_("Words let pass"), ", ".join(project.passed_words)),
        (_("Partner"), project.partner),
        *answers,
    ]


def of_advert(advert: Advert) -> Facts:
    """Say what a version of an advert says."""
    return [
        (_("Organiser"), advert.project.unit.name),
        (_("Project"), advert.project.title),
        (_("Version"), advert.number),
        (_("Text in Chinese"), advert.text_zh),
        (_("Text in English"), advert.text_en),
        (_("Price, in yuan"), advert.price),
        (_("First day of the class"), advert.starts_on),
        (_("Last day of the class"), advert.ends_on),
    ]


def of_class(group: TrainingClass) -> Facts:
    """Say when a class was held, and name those who completed it."""
    learners = services.completed(group).order_by("pk")
    return [
        (_("Organiser"), group.project.unit.name),
        (_("Project"), group.project.title),
        (_("Training class"), _both(group, "title")),
        (_("First day"), group.starts_on),
        (_("Last day"), group.ends_on),
        (_("Place"), group.place),
        (_("Hours"), group.hours),
        (_("Held for"), group.company),
        (_("Assessment"), group.assessment),
        (_("Completed the class"), "\n".join(_told(it) for it in learners)),
    ]


def _told(learner: Learner) -> str:
    names = " ".join(filter(None, (learner.name_zh, learner.name_en)))
    return " · ".join(filter(None, (names, learner.reference, learner.mark)))


def _both(record: Any, name: str) -> str:
    return "\n".join(filter(None, (getattr(record, f"{name}_{it}") for it in ("zh", "en"))))


# --- What was decided -----------------------------------------------------------------------------


def project_decided(project: Project, outcome: ApprovalOutcome) -> None:
    """Let a submitted project go on, or back, as was decided outside."""
    if project.state == ProjectState.SUBMITTED:
        _follow(project, outcome, services.approve_project, services.return_project)


def advert_decided(advert: Advert, outcome: ApprovalOutcome) -> None:
    """Let a submitted advert go on, or back, as was decided outside."""
    if advert.state == AdvertState.SUBMITTED:
        _follow(advert, outcome, services.approve_advert, services.return_advert)


def _follow(record: Any, outcome: ApprovalOutcome, approve: Any, give_back: Any) -> None:
    """Take up a decision where the OA reports it, or whoever enters it may decide.

    Where the rule of ours refuses it, such as the organiser's own hand, people go on.
    """
    by, on = outcome.by, timezone.localdate()
    if not (by.is_system or by.may(APPROVE_PROJECT, record)):
        return
    try:
        with transaction.atomic():
            if outcome.result == "approved":
                approve(record, by=by, on=on)
            elif outcome.result == "returned":
                give_back(record, by=by, on=on, reason=outcome.words)
    except DomainError:
        record.refresh_from_db()
