"""Pages about joint laboratories and centres."""

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
from entente.research.enums import CENTRE_FLOW, CHANGE_CENTRE, FOUNDED, VIEW_CENTRE, CentreState
from entente.research.forms import (
    CentreForm,
    CloseForm,
    DirectorForm,
    EvaluationForm,
    FoundForm,
    PartnerForm,
    WhyForm,
)
from entente.research.models import CentrePartner, Director, Evaluation, JointCentre
from entente.research.tables import JointCentreColumns, JointCentreFilter


class CentreListPage(ListPage):
    """The joint laboratories and centres in one's scope, the newest first."""

    model = JointCentre
    title = _("Joint laboratories and centres")
    columns = JointCentreColumns
    filterset_class = JointCentreFilter
    permission_required = VIEW_CENTRE
    default_sort = "-pk"
    views = (
        View(CentreState.RUNNING.label, {"state": "running"}),
        View(CentreState.PLANNED.label, {"state": "planned"}),
        View(_("No partner entered"), {"missing": "partner"}),
    )
    create_label = _("Enter a laboratory or centre")
    create_permission = CHANGE_CENTRE
    empty_text = _("No joint laboratory or centre is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("research:plan_centre")


class CentrePage(RecordPage):
    """One laboratory or centre: partners, directors, evaluations and when the next is due."""

    model = JointCentre
    template_name = "research/centre.html"
    permission_required = VIEW_CENTRE
    flow = CENTRE_FLOW
    change_url = "research:change_centre"
    change_permission = CHANGE_CENTRE

    def context(self) -> dict[str, Any]:
        """Add its parts, and the next evaluation."""
        centre = self.object
        may_change = self.officer.may(CHANGE_CENTRE, centre)
        due = services.next_evaluation(centre)
        return super().context() | {
            "partners": list(centre.partners.select_related("organisation")),
            "directors": list(centre.directors.select_related("person", "organisation")),
            "evaluations": list(centre.evaluations.order_by("-held_on", "-pk")),
            "due": due,
            "late": due is not None and due.due_on < timezone.localdate(),
            "may_change": may_change,
            "may_add": may_change and centre.state != CentreState.DROPPED,
            "may_evaluate": may_change and centre.state in FOUNDED,
        }


class PlanCentrePage(CreatePage):
    """Enter a laboratory or centre."""

    model = JointCentre
    form_class = CentreForm
    title = _("Enter a laboratory or centre")
    permission_required = CHANGE_CENTRE
    done = _("It is entered. Add the partners, then say that it was founded.")

    def save(self, values: Mapping[str, Any]) -> JointCentre:
        """Enter it."""
        return services.plan_centre(by=signed_in(self), on=timezone.localdate(), **values)


class ChangeCentrePage(ChangePage):
    """Change what is said of a laboratory or centre."""

    model = JointCentre
    form_class = CentreForm
    title = _("Edit laboratory or centre")
    permission_required = CHANGE_CENTRE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        centre = self.object
        return super().initial() | {"unit": centre.unit_id, "agreement": centre.agreement_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        day = timezone.localdate()
        services.change_centre(self.object, by=signed_in(self), on=day, seen=seen, **values)


class CentreStep(StepPage):
    """A step of a laboratory or centre, with the words of the flow."""

    model = JointCentre


class FoundPage(CentreStep):
    """Say that it was founded."""

    step = "found"
    form_class = FoundForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        day = timezone.localdate()
        services.found_centre(self.object, by=signed_in(self), on=day, **values)


class ClosePage(CentreStep):
    """Say that it was closed."""

    step = "close"
    form_class = CloseForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        day = timezone.localdate()
        services.close_centre(self.object, by=signed_in(self), on=day, **values)


class DropPage(CentreStep):
    """Say that it will not be founded."""

    step = "drop"
    form_class = WhyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.drop_centre(self.object, by=signed_in(self), **values)


# --- Partners, directors, evaluations -------------------------------------------------------------


class AddPage(ActionPage):
    """Add a part to a laboratory or centre."""

    model = JointCentre
    submit_label = _("Add")
    permission_required = CHANGE_CENTRE


class ChangePartPage(ChangePage):
    """Change a part of a laboratory or centre."""

    permission_required = CHANGE_CENTRE
    done = _("Saved.")


class RemovePartPage(RemovePage):
    """Take off what was entered by mistake."""

    permission_required = CHANGE_CENTRE

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_part(self.object, by=signed_in(self), on=timezone.localdate())


class AddPartnerPage(AddPage):
    """Add a partner."""

    form_class = PartnerForm
    title = _("Add a partner")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_partner(self.object, by=signed_in(self), **values)


class ChangePartnerPage(ChangePartPage):
    """Change what is said of a partner."""

    model = CentrePartner
    form_class = PartnerForm
    title = _("Edit partner")

    def initial(self) -> dict[str, Any]:
        """Start with the institution too."""
        return super().initial() | {"organisation": self.object.organisation_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_partner(self.object, by=signed_in(self), seen=seen, **values)


class RemovePartnerPage(RemovePartPage):
    """Take off a partner."""

    model = CentrePartner
    title = _("Remove this partner")


class AddDirectorPage(AddPage):
    """Add a director."""

    form_class = DirectorForm
    title = _("Add a director")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add them."""
        services.add_director(self.object, by=signed_in(self), **values)


class ChangeDirectorPage(ChangePartPage):
    """Change what is said of a director."""

    model = Director
    form_class = DirectorForm
    title = _("Edit director")

    def initial(self) -> dict[str, Any]:
        """Start with the person and the institution too."""
        director = self.object
        return super().initial() | {
            "person": director.person_id,
            "organisation": director.organisation_id,
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_director(self.object, by=signed_in(self), seen=seen, **values)


class RemoveDirectorPage(RemovePartPage):
    """Take off a director."""

    model = Director
    title = _("Remove this director")


class AddEvaluationPage(AddPage):
    """Add an evaluation that took place."""

    form_class = EvaluationForm
    title = _("Add an evaluation")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        day = timezone.localdate()
        services.add_evaluation(self.object, by=signed_in(self), on=day, **values)


class ChangeEvaluationPage(ChangePartPage):
    """Change what is said of an evaluation."""

    model = Evaluation
    form_class = EvaluationForm
    title = _("Edit evaluation")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        day = timezone.localdate()
        services.change_evaluation(self.object, by=signed_in(self), on=day, seen=seen, **values)


class RemoveEvaluationPage(RemovePartPage):
    """Take off an evaluation."""

    model = Evaluation
    title = _("Remove this evaluation")
