"""Pages about organisers and projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import ReasonForm
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    StepPage,
    View,
)
from entente.office.acting import signed_in
from entente.training import services
from entente.training.enums import (
    CHANGE_ORGANISER,
    CHANGE_PROJECT,
    EDITABLE,
    OVERRIDE_SCREENING,
    PROJECT_FLOW,
    TEACHABLE,
    VIEW_ORGANISER,
    VIEW_PROJECT,
    ContractQuestion,
    ProjectState,
)
from entente.training.forms.desk import (
    ArchiveForm,
    EndOrganiserForm,
    OrganiserForm,
    ProjectForm,
)
from entente.training.models import Organiser, Project
from entente.training.tables import (
    OrganiserColumns,
    OrganiserFilter,
    ProjectColumns,
    ProjectFilter,
)

ASKED_IN = (*EDITABLE, ProjectState.SUBMITTED)


class OrganiserListPage(ListPage):
    """The units that may organise training."""

    model = Organiser
    title = _("Approved organisers")
    columns = OrganiserColumns
    filterset_class = OrganiserFilter
    permission_required = VIEW_ORGANISER
    default_sort = "-since"
    create_label = _("Approve an organiser")
    create_permission = CHANGE_ORGANISER
    empty_text = _("No unit is approved yet. Only an approved unit can draft projects.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("training:approve_organiser")


class OrganiserPage(RecordPage):
    """That one unit may organise training: since when, by which decision."""

    model = Organiser
    template_name = "training/organiser.html"
    permission_required = VIEW_ORGANISER

    def context(self) -> dict[str, Any]:
        """Say whether this person may end it."""
        may = self.officer.may(CHANGE_ORGANISER, self.object) and self.object.until is None
        return super().context() | {"may_end": may}


class ApproveOrganiserPage(CreatePage):
    """Approve a unit as organiser."""

    model = Organiser
    form_class = OrganiserForm
    title = _("Approve an organiser")
    permission_required = CHANGE_ORGANISER
    done = _("The unit can draft projects from now on.")

    def save(self, values: Mapping[str, Any]) -> Organiser:
        """Approve it."""
        return services.approve_organiser(by=signed_in(self), **values)


class EndOrganiserPage(ActionPage):
    """Say until when a unit was an organiser."""

    model = Organiser
    form_class = EndOrganiserForm
    title = _("End the approval")
    explanation = _("Projects that are approved go on; new ones cannot be submitted.")
    permission_required = CHANGE_ORGANISER
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """End it."""
        services.end_organiser(self.object, by=signed_in(self), until=values["until"])


class ProjectListPage(ListPage):
    """The projects in one's scope, the newest plan first."""

    model = Project
    title = _("Training projects")
    columns = ProjectColumns
    filterset_class = ProjectFilter
    permission_required = VIEW_PROJECT
    default_sort = "-plan_year"
    views = (
        View(ProjectState.SUBMITTED.label, {"state": ProjectState.SUBMITTED.value}),
        View(ProjectState.RUNNING.label, {"state": ProjectState.RUNNING.value}),
    )
    create_label = _("Draft a project")
    create_permission = CHANGE_PROJECT
    empty_text = _("No project is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("training:draft")


class ProjectPage(RecordPage):
    """One project: what it is, what the rule asks and what is missing, adverts, classes."""

    model = Project
    template_name = "training/project.html"
    permission_required = VIEW_PROJECT
    flow = PROJECT_FLOW
    change_permission = CHANGE_PROJECT

    def context(self) -> dict[str, Any]:
        """Add what is asked, the words that were let pass, and the parts."""
        project = self.object
        today = timezone.localdate()
        asked = []
        if project.state in ASKED_IN:
            asked = services.requirements(project, on=today)
        may_change = self.officer.may(CHANGE_PROJECT, project)
        stopped = any(one.name == "title_zh" and not one.met for one in asked)
        return super().context() | {
            "asked": asked,
            "missing": sum(not one.met for one in asked),
            "may_override": stopped and self.officer.may(OVERRIDE_SCREENING, project),
            "may_write": may_change and project.state not in (ProjectState.ARCHIVED,),
            "may_open": may_change and project.state in TEACHABLE,
            "papers": services.archive_papers(project, on=today)
            if project.state in (ProjectState.RUNNING, ProjectState.CLOSED)
            else [],
            "contract": [
                (question.label, getattr(project, question.value)) for question in ContractQuestion
            ],
            "adverts": list(project.adverts.all()),
            "classes": list(project.classes.for_list().order_by("-starts_on", "-pk")),
        }

    def change_address(self) -> str:
        """Offer to change what is not submitted."""
        may = self.officer.may(CHANGE_PROJECT, self.object)
        if not may or self.object.state not in EDITABLE:
            return ""
        return reverse("training:change", args=[self.object.pk])


class DraftProjectPage(CreatePage):
    """Draft a project."""

    model = Project
    form_class = ProjectForm
    title = _("Draft a project")
    permission_required = CHANGE_PROJECT
    done = _("The draft is saved. Its page says what is missing.")

    def save(self, values: Mapping[str, Any]) -> Project:
        """Draft it."""
        return services.draft_project(by=signed_in(self), on=timezone.localdate(), **values)


class ChangeProjectPage(ChangePage):
    """Change a draft."""

    model = Project
    form_class = ProjectForm
    title = _("Edit project")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, unit and partner too."""
        held = {"unit": self.object.unit_id, "partner": self.object.partner_id}
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_project(
            self.object, by=signed_in(self), on=timezone.localdate(), seen=seen, **values
        )


class ProjectStep(StepPage):
    """A step on a project, with the words of the flow."""

    model = Project


class SubmitProjectPage(ProjectStep):
    """Submit a project."""

    step = "submit_project"

    def act(self, values: Mapping[str, Any]) -> None:
        """Submit it."""
        services.submit_project(self.object, by=signed_in(self), on=timezone.localdate())


class ApproveProjectPage(ProjectStep):
    """Approve a project."""

    step = "approve_project"

    def act(self, values: Mapping[str, Any]) -> None:
        """Approve it."""
        services.approve_project(self.object, by=signed_in(self), on=timezone.localdate())


class ReturnProjectPage(ProjectStep):
    """Return a project."""

    step = "return_project"
    form_class = ReasonForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Return it."""
        today = timezone.localdate()
        services.return_project(self.object, by=signed_in(self), on=today, reason=values["reason"])


class ReviseProjectPage(ProjectStep):
    """Take a project back."""

    step = "revise_project"

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.revise_project(self.object, by=signed_in(self))


class CloseProjectPage(ProjectStep):
    """Close a project."""

    step = "close_project"

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_project(self.object, by=signed_in(self), on=timezone.localdate())


class ArchiveProjectPage(ProjectStep):
    """Hand a project over to the archive."""

    step = "archive_project"
    form_class = ArchiveForm

    def initial(self) -> dict[str, Any]:
        """Say whose list it is, with what the records hold ticked."""
        listed = services.archive_papers(self.object, on=timezone.localdate())
        held = [paper.value for paper, there in listed if there]
        return {"unit": self.object.unit, "papers": held}

    def act(self, values: Mapping[str, Any]) -> None:
        """Hand it over."""
        services.archive_project(self.object, by=signed_in(self), on=timezone.localdate(), **values)


class OverridePage(ActionPage):
    """Let the forbidden words of a project pass, with a reason."""

    model = Project
    form_class = ReasonForm
    title = _("Let the words pass")
    explanation = _("The reason and your name are kept and stay visible with the words.")
    permission_required = OVERRIDE_SCREENING
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Let them pass."""
        services.override_screening(
            self.object, by=signed_in(self), on=timezone.localdate(), reason=values["reason"]
        )
