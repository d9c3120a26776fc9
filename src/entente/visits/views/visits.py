"""Pages about visits."""

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
    View,
)
from entente.office.acting import signed_in
from entente.visits import services
from entente.visits.enums import CHANGE_VISIT, VIEW_VISIT, VISIT_FLOW, OutcomeState, VisitState, Way
from entente.visits.forms import (
    DelegateForm,
    DelegatesForm,
    KeptForm,
    OutcomeForm,
    StopForm,
    VisitForm,
    WhyForm,
)
from entente.visits.models import Delegate, Outcome, Stop, Trip, Visit
from entente.visits.tables import VisitColumns, VisitFilter


class VisitListPage(ListPage):
    """The visits in one's scope, the newest first."""

    model = Visit
    title = _("Visits received and sent")
    columns = VisitColumns
    filterset_class = VisitFilter
    permission_required = VIEW_VISIT
    default_sort = "-first_day"
    views = (
        View(Way.IN.label, {"way": "in"}),
        View(Way.OUT.label, {"way": "out"}),
        View(_("Not confirmed yet"), {"now": "overdue"}),
    )
    create_label = _("Enter a visit")
    create_permission = CHANGE_VISIT
    empty_text = _("No visit is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("visits:plan")


class VisitPage(RecordPage):
    """One visit: who belongs to it, where it stops, what it brought and to what that led."""

    model = Visit
    template_name = "visits/visit.html"
    permission_required = VIEW_VISIT
    flow = VISIT_FLOW
    change_url = "visits:change"
    change_permission = CHANGE_VISIT

    def context(self) -> dict[str, Any]:
        """Add its parts, and the three numbers that it counts."""
        visit = self.object
        today = timezone.localdate()
        delegates = list(visit.delegates.select_related("organisation", "person"))
        stops = list(visit.stops.select_related("organisation"))
        outcomes = list(visit.outcomes.for_list())
        counted = delegates if visit.way == Way.IN else stops
        may_change = self.officer.may(CHANGE_VISIT, visit)
        return super().context() | {
            "delegates": delegates,
            "named": any(it.name for it in delegates),
            "stops": stops,
            "outcomes": [(it, it.is_late(today)) for it in outcomes],
            "institutions": len({it.organisation_id for it in counted if it.organisation_id}),
            "may_change": may_change,
            "may_add": may_change and visit.state != VisitState.CANCELLED,
            "open_state": OutcomeState.OPEN,
            "trip": Trip.objects.filter(visit=visit).first() if visit.way == Way.OUT else None,
        }


class PlanVisitPage(CreatePage):
    """Enter a visit."""

    model = Visit
    form_class = VisitForm
    title = _("Enter a visit")
    permission_required = CHANGE_VISIT
    done = _("The visit is entered. Add the delegates and the stops.")

    def save(self, values: Mapping[str, Any]) -> Visit:
        """Enter it."""
        return services.plan_visit(by=signed_in(self), **values)


class ChangeVisitPage(ChangePage):
    """Change what is said of a visit."""

    model = Visit
    form_class = VisitForm
    title = _("Edit visit")
    permission_required = CHANGE_VISIT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its unit too."""
        return super().initial() | {"unit": self.object.unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        today, by = timezone.localdate(), signed_in(self)
        services.change_visit(self.object, by=by, on=today, seen=seen, **values)


class ConfirmVisitPage(ActionPage):
    """Say that a visit took place."""

    model = Visit
    title = _("It took place")
    submit_label = _("It took place")
    explanation = _("From then on it is counted, with the delegates who are entered.")
    permission_required = CHANGE_VISIT

    def act(self, values: Mapping[str, Any]) -> None:
        """Confirm it."""
        services.confirm_visit(self.object, by=signed_in(self), on=timezone.localdate())


class CancelVisitPage(ActionPage):
    """Say that a visit does not take place."""

    model = Visit
    form_class = WhyForm
    title = _("It was cancelled")
    submit_label = _("It was cancelled")
    explanation = _("It stays in the records and is not counted.")
    permission_required = CHANGE_VISIT
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        today, reason = timezone.localdate(), values["reason"]
        services.cancel_visit(self.object, by=signed_in(self), on=today, reason=reason)


class RemovePartPage(RemovePage):
    """Take away what was entered by mistake, and go back to where it stood."""

    permission_required = CHANGE_VISIT


class RemoveVisitPage(RemovePartPage):
    """Take away a visit."""

    model = Visit
    title = _("Remove the visit")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it, and go to the list."""
        self.act(values)
        return reverse("visits:visits")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_visit(self.object, by=signed_in(self))


class AddPage(ActionPage):
    """Add a part to a visit."""

    model = Visit
    submit_label = _("Add")
    permission_required = CHANGE_VISIT


class ChangePartPage(ChangePage):
    """Change a part of a visit."""

    permission_required = CHANGE_VISIT
    done = _("Saved.")


# --- Delegates ------------------------------------------------------------------------------------


class AddDelegatesPage(AddPage):
    """Add delegates of one institution."""

    form_class = DelegatesForm
    title = _("Add delegates")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add them."""
        services.add_delegates(self.object, by=signed_in(self), **values)


class ChangeDelegatePage(ChangePartPage):
    """Change what is said of a delegate."""

    model = Delegate
    form_class = DelegateForm
    title = _("Edit delegate")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, the person too."""
        return super().initial() | {"person": self.object.person_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_delegate(self.object, by=signed_in(self), seen=seen, **values)


class RemoveDelegatePage(RemovePartPage):
    """Take off a delegate."""

    model = Delegate
    title = _("Remove this delegate")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the delegate."""
        services.remove_delegate(self.object, by=signed_in(self))


# --- Stops ----------------------------------------------------------------------------------------


class AddStopPage(AddPage):
    """Add a stop."""

    form_class = StopForm
    title = _("Add a stop")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_stop(self.object, by=signed_in(self), **values)


class ChangeStopPage(ChangePartPage):
    """Change what is said of a stop."""

    model = Stop
    form_class = StopForm
    title = _("Edit stop")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, the institution too."""
        return super().initial() | {"organisation": self.object.organisation_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_stop(self.object, by=signed_in(self), seen=seen, **values)


class RemoveStopPage(RemovePartPage):
    """Take off a stop."""

    model = Stop
    title = _("Remove this stop")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_stop(self.object, by=signed_in(self))


# --- Outcomes -------------------------------------------------------------------------------------


class AddOutcomePage(AddPage):
    """Add what a visit brought."""

    form_class = OutcomeForm
    title = _("Add an outcome")
    explanation = _("It is a task until it came about or is not pursued.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_outcome(self.object, by=signed_in(self), **values)


class ChangeOutcomePage(ChangePartPage):
    """Change what is said of an outcome."""

    model = Outcome
    form_class = OutcomeForm
    title = _("Edit outcome")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_outcome(self.object, by=signed_in(self), seen=seen, **values)


class KeepOutcomePage(ActionPage):
    """Say that an outcome came about."""

    model = Outcome
    form_class = KeptForm
    title = _("It came about")
    submit_label = _("It came about")
    explanation = _("The page of the agreement then names this visit.")
    permission_required = CHANGE_VISIT

    def act(self, values: Mapping[str, Any]) -> None:
        """Say to what it led."""
        services.keep_outcome(self.object, by=signed_in(self), **values)


class DropOutcomePage(ActionPage):
    """Say that an outcome is not pursued."""

    model = Outcome
    form_class = WhyForm
    title = _("It is not pursued")
    submit_label = _("It is not pursued")
    permission_required = CHANGE_VISIT
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Say why."""
        services.drop_outcome(self.object, by=signed_in(self), reason=values["reason"])


class RemoveOutcomePage(RemovePartPage):
    """Take off an outcome."""

    model = Outcome
    title = _("Remove this outcome")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_outcome(self.object, by=signed_in(self))
