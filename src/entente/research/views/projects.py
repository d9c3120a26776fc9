"""Pages about joint projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    RemovePage,
    StepPage,
    View,
)
from entente.office.acting import signed_in
from entente.research import services
from entente.research.enums import CHANGE_PROJECT, PROJECT_FLOW, VIEW_PROJECT, ProjectState
from entente.research.forms import (
    ApproveForm,
    FinishForm,
    ProjectForm,
    ProjectPartnerForm,
    RefuseForm,
)
from entente.research.models import JointProject, ProjectPartner
from entente.research.tables import JointProjectColumns, JointProjectFilter


class ProjectListPage(ListPage):
    """The joint projects in one's scope, the newest first."""

    model = JointProject
    title = _("Joint projects")
    columns = JointProjectColumns
    filterset_class = JointProjectFilter
    permission_required = VIEW_PROJECT
    default_sort = "-pk"
    views = (
        View(ProjectState.RUNNING.label, {"state": "running"}),
        View(ProjectState.APPLIED.label, {"state": "applied"}),
        View(_("Over and not finished"), {"now": "overdue"}),
    )
    create_label = _("Enter a project")
    create_permission = CHANGE_PROJECT
    empty_text = _("No joint project is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("research:enter_project")


class ProjectPage(RecordPage):
    """One project: partners, money, years, what came of it."""

    model = JointProject
    template_name = "research/project.html"
    permission_required = VIEW_PROJECT
    flow = PROJECT_FLOW
    change_url = "research:change_project"
    change_permission = CHANGE_PROJECT

    def context(self) -> dict[str, Any]:
        """Add the partners."""
        project = self.object
        may_change = self.officer.may(CHANGE_PROJECT, project)
        return super().context() | {
            "partners": list(project.partners.select_related("organisation")),
            "may_change": may_change,
            "may_add": may_change and project.state != ProjectState.REFUSED,
        }


class EnterProjectPage(CreatePage):
    """Enter a project."""

    model = JointProject
    form_class = ProjectForm
    title = _("Enter a project")
    permission_required = CHANGE_PROJECT
    done = _("It is entered. Add the partners, then say whether it was approved.")

    def save(self, values: Mapping[str, Any]) -> JointProject:
        """Enter it."""
        return services.enter_project(by=signed_in(self), **values)


class ChangeProjectPage(ChangePage):
    """Change what is said of a project."""

    model = JointProject
    form_class = ProjectForm
    title = _("Edit project")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        project = self.object
        return super().initial() | {
            "unit": project.unit_id,
            "leader": project.leader_id,
            "centre": project.centre_id,
            "funder": project.funder_id,
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_project(self.object, by=signed_in(self), seen=seen, **values)


class ProjectStep(StepPage):
    """A step of a project, with the words of the flow."""

    model = JointProject


class ApprovePage(ProjectStep):
    """Say that it was approved."""

    step = "approve"
    form_class = ApproveForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        day = timezone.localdate()
        services.approve_project(self.object, by=signed_in(self), on=day, **values)


class FinishPage(ProjectStep):
    """Say that it is finished, and what came of it."""

    step = "finish"
    form_class = FinishForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.finish_project(self.object, by=signed_in(self), **values)


class RefusePage(ProjectStep):
    """Say that it was not approved."""

    step = "refuse"
    form_class = RefuseForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.refuse_project(self.object, by=signed_in(self), **values)


# --- Partners -------------------------------------------------------------------------------------


class AddPartnerPage(ActionPage):
    """Add a partner."""

    model = JointProject
    form_class = ProjectPartnerForm
    title = _("Add a partner")
    submit_label = _("Add")
    permission_required = CHANGE_PROJECT

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_project_partner(self.object, by=signed_in(self), **values)


class ChangePartnerPage(ChangePage):
    """Change what is said of a partner."""

    model = ProjectPartner
    form_class = ProjectPartnerForm
    title = _("Edit partner")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with the institution too."""
        return super().initial() | {"organisation": self.object.organisation_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_project_partner(self.object, by=signed_in(self), seen=seen, **values)


class RemovePartnerPage(RemovePage):
    """Take off a partner that was entered by mistake."""

    model = ProjectPartner
    title = _("Remove this partner")
    permission_required = CHANGE_PROJECT

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_project_partner(self.object, by=signed_in(self))
