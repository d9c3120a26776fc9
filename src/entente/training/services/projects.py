"""Projects: drafted, submitted, approved or returned, run, closed, archived."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import numbering
from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office import services as office
from entente.office.models import Unit, User
from entente.office.rules import refuse_missing, rule
from entente.training.enums import EDITABLE, PROJECT_FLOW, AdvertState, ArchivePaper, ClassState
from entente.training.models import Advert, Project, TrainingClass
from entente.training.services import requirements as asked

NUMBERS = "training_project"
MOST = 99
DEADLINE = "training.archive"
ARCHIVE_TIME = "training.archive_time"


def draft_project(*, by: User, unit: Unit, on: datetime.date, **values: Any) -> Project:
    """Draft a project; a unit that may not organise, or an excluded kind, is refused at once."""
    project = Project(unit=unit, drafted_by=by, **values)
    _refuse_by_rule(project, on)
    return creating(project, by=by, verb="project.drafted")


def change_project(
    project: Project, *, by: User, on: datetime.date, seen: int | None = None, **values: Any
) -> None:
    """Change a draft, or what was returned; what was submitted is taken back first."""
    with changing(project, by=by, verb="project.changed", seen=seen):
        if project.state not in EDITABLE:
            raise DomainError(
                _("It was submitted. Take it back to change it; it is then approved anew."),
                code="submitted",
            )
        asked.refuse_held(project)
        for name, value in values.items():
            setattr(project, name, value)
        _refuse_by_rule(project, on)


def _refuse_by_rule(project: Project, on: datetime.date) -> None:
    at_once = [one for one in asked.requirements(project, on=on) if one.name in ("unit", "kind")]
    refuse_missing(at_once)


def submit_project(project: Project, *, by: User, on: datetime.date) -> None:
    """Submit a project for approval, once everything that the rule asks is there."""
    with changing(project, by=by, verb="project.submitted"):
        project.state = PROJECT_FLOW.move(project.state, "submit_project")
        refuse_missing(asked.requirements(project, on=on))
        project.submitted_by, project.returned_because = by, ""
        project.decided_by = project.decided_on = None


def approve_project(project: Project, *, by: User, on: datetime.date) -> None:
    """Approve a project and number it; its organiser cannot, a wrong contract cannot be."""
    with changing(project, by=by, verb="project.approved"):
        state = PROJECT_FLOW.move(project.state, "approve_project")
        refuse_organiser(project, by=by)
        refuse_missing(asked.requirements(project, on=on))
        project.state, project.decided_by, project.decided_on = state, by, on
        if not project.number:
            [number] = numbering.take_many(
                NUMBERS, 1, scope=project.top_unit_id, year=project.plan_year
            )
            project.number = number if number <= MOST else 0


def return_project(project: Project, *, by: User, on: datetime.date, reason: str) -> None:
    """Return a project with what is to be mended."""
    with changing(project, by=by, verb="project.returned"):
        project.state = PROJECT_FLOW.move(project.state, "return_project")
        refuse_organiser(project, by=by)
        project.returned_because = reason
        project.decided_by, project.decided_on = by, on


def refuse_organiser(project: Project, *, by: User, writers: tuple[Any, ...] = ()) -> None:
    """Refuse whoever runs a project as the one who decides about it: managing is kept apart.

    These are the people who drafted or submitted it, and everybody of the organising unit; where
    the university itself organises, only the former.
    """
    hands = {project.drafted_by_id, project.submitted_by_id, *writers} - {None}
    unit = project.unit
    inside = bool(unit.parent_id and by.unit and by.unit.path.startswith(unit.path))
    if by.pk in hands or inside:
        raise DomainError(
            _("The organiser does not decide about its own project; somebody else has to."),
            code="own_project",
        )


def revise_project(project: Project, *, by: User) -> None:
    """Take a project back to change it; adverts that are approved or out are withdrawn."""
    if project.classes.exclude(state=ClassState.CANCELLED).exists():
        raise DomainError(_("It has a class already and is not revised any more."), code="classes")
    with transaction.atomic():
        with changing(project, by=by, verb="project.taken_back"):
            project.state = PROJECT_FLOW.move(project.state, "revise_project")
        live = (AdvertState.SUBMITTED, AdvertState.APPROVED, AdvertState.PUBLISHED)
        for advert in project.adverts.filter(state__in=live):
            with changing(advert, by=by, verb="advert.withdrawn"):
                advert.state = AdvertState.WITHDRAWN


def close_project(project: Project, *, by: User, on: datetime.date) -> None:
    """Close a project all of whose classes are over; the rule says until when it is archived."""
    open_states = (ClassState.PLANNED, ClassState.RUNNING)
    with changing(project, by=by, verb="project.closed"):
        project.state = PROJECT_FLOW.move(project.state, "close_project")
        if project.classes.filter(state__in=open_states).exists():
            raise DomainError(_("A class is not over yet; close or cancel it."), code="classes")
        office.set_deadline(
            project,
            DEADLINE,
            day=on,
            rule=ARCHIVE_TIME,
            owner=project.drafted_by,
            task_zh="请将项目材料移交归档",
            task_en="Hand the papers of the project over to the archive",
            by=by,
        )


def archive_project(
    project: Project, *, by: User, on: datetime.date, papers: list[str], reason: str = ""
) -> None:
    """Hand a project over to the archive, by the list of the rule; what is missing has a reason."""
    listed = rule("training.archive_list", on=on, unit=project.unit)
    lacking = [str(ArchivePaper(code).label) for code in listed if code not in papers]
    with changing(project, by=by, verb="project.archived"):
        project.state = PROJECT_FLOW.move(project.state, "archive_project")
        if lacking and not reason:
            names = _(", ").join(lacking)
            message = _("Say why these are missing: %(papers)s.") % {"papers": names}
            raise DomainError({"reason": message}, code="lacking")
        office.finish_deadlines(project, DEADLINE, on=on, by=by)
        project.archived_on = on
        project.archive_lacks = f"{_(', ').join(lacking)}\n{reason}" if lacking else ""


def archive_papers(project: Project, *, on: datetime.date) -> list[tuple[ArchivePaper, bool]]:
    """List what the rule wants archived, and whether our records hold it.

    Without a partner there is no contract to archive, and the list says that nothing is missing.
    """
    classes = TrainingClass.objects.filter(project=project)
    held = {
        ArchivePaper.APPROVAL: project.decided_on is not None,
        ArchivePaper.ADVERTS: project.adverts.exists(),
        ArchivePaper.CONTRACT: project.partner_id is None or classes.exclude(contract="").exists(),
        ArchivePaper.LEARNERS: classes.filter(learners__isnull=False).exists(),
        ArchivePaper.TIMETABLE: classes.filter(lessons__isnull=False).exists(),
        ArchivePaper.ATTENDANCE: classes.filter(lessons__attendances__isnull=False).exists(),
        ArchivePaper.FEES: classes.filter(payments__isnull=False).exists(),
        ArchivePaper.CERTIFICATES: classes.filter(learners__certificate__isnull=False).exists(),
    }
    listed = rule("training.archive_list", on=on, unit=project.unit)
    return [(ArchivePaper(code), held[ArchivePaper(code)]) for code in listed]


def override_screening(
    record: Project | Advert, *, by: User, on: datetime.date, reason: str
) -> None:
    """Let the forbidden words pass that a text uses now; the reason is kept and shown.

    Only an official who does not run the project decides it. A further word stops the text again.
    """
    project = record if isinstance(record, Project) else record.project
    refuse_organiser(project, by=by)
    with changing(record, by=by, verb=f"{record._meta.model_name}.words_let_pass"):
        words = asked.forbidden(record, on=on)
        if not words:
            raise DomainError(_("No forbidden word is used here."), code="no_words")
        if not reason.strip():
            raise DomainError({"reason": _("Write the reason.")}, code="reason")
        record.allowed_words = "\n".join(words)
        record.allowed_because, record.allowed_by = reason.strip(), by
