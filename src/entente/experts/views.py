"""Pages about experts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.experts import services
from entente.experts.enums import (
    CHANGE_ENGAGEMENT,
    ENGAGEMENT_FLOW,
    VIEW_ENGAGEMENT,
    EngagementState,
)
from entente.experts.forms import (
    CostForm,
    EndForm,
    EngagementForm,
    LectureForm,
    StayForm,
    SummaryForm,
    WhyForm,
)
from entente.experts.models import Cost, Engagement, ExpertStay, Lecture
from entente.experts.tables import EngagementColumns, EngagementFilter
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


class EngagementListPage(ListPage):
    """The engagements in one's scope, the newest first."""

    model = Engagement
    title = _("Experts from abroad")
    columns = EngagementColumns
    filterset_class = EngagementFilter
    permission_required = VIEW_ENGAGEMENT
    default_sort = "-first_day"
    views = (
        View(EngagementState.HERE.label, {"state": "here"}),
        View(EngagementState.ENDED.label, {"state": "ended"}),
        View(_("Over and not ended"), {"now": "overdue"}),
    )
    create_label = _("Plan an engagement")
    create_permission = CHANGE_ENGAGEMENT
    empty_text = _("No engagement is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("experts:plan")


class EngagementPage(RecordPage):
    """One engagement: the days here against the limit, lectures, costs against the grant."""

    model = Engagement
    template_name = "experts/engagement.html"
    permission_required = VIEW_ENGAGEMENT
    flow = ENGAGEMENT_FLOW
    change_url = "experts:change"
    change_permission = CHANGE_ENGAGEMENT

    def context(self) -> dict[str, Any]:
        """Add its parts, the days of each year, and what is left of the grant."""
        engagement = self.object
        stays = list(engagement.stays.all())
        costs = list(engagement.costs.all())
        spent = sum((cost.in_yuan for cost in costs), Decimal(0))
        granted = engagement.grant_amount
        years = {stay.starts_on.year for stay in stays} | {stay.ends_on.year for stay in stays}
        may_change = self.officer.may(CHANGE_ENGAGEMENT, engagement)
        return super().context() | {
            "stays": stays,
            "years": [(year, *services.days_left(engagement, year)) for year in sorted(years)[-3:]],
            "lectures": list(engagement.lectures.all()),
            "costs": costs,
            "spent": spent,
            "left": None if granted is None else granted - spent,
            "may_change": may_change,
            "may_add": may_change and engagement.state != EngagementState.CANCELLED,
        }


class PlanEngagementPage(CreatePage):
    """Plan an engagement."""

    model = Engagement
    form_class = EngagementForm
    title = _("Plan an engagement")
    permission_required = CHANGE_ENGAGEMENT
    done = _("The engagement is planned.")

    def save(self, values: Mapping[str, Any]) -> Engagement:
        """Plan it."""
        return services.plan_engagement(by=signed_in(self), **values)


class ChangeEngagementPage(ChangePage):
    """Change what is said of an engagement."""

    model = Engagement
    form_class = EngagementForm
    title = _("Edit engagement")
    permission_required = CHANGE_ENGAGEMENT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        engagement = self.object
        return super().initial() | {
            "unit": engagement.unit_id,
            "person": engagement.person_id,
            "organisation": engagement.organisation_id,
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_engagement(self.object, by=signed_in(self), seen=seen, **values)


class EngagementStep(StepPage):
    """A step of an engagement, with the words of the flow."""

    model = Engagement


class InvitePage(EngagementStep):
    """Say that the expert was invited."""

    step = "invite"

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.note_invitation(self.object, by=signed_in(self))


class ContractPage(EngagementStep):
    """Say that the contract is signed."""

    step = "contract"

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.note_contract(self.object, by=signed_in(self))


class ArrivePage(EngagementStep):
    """Say that the expert took up the work."""

    step = "arrive"

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.note_arrival(self.object, by=signed_in(self), on=timezone.localdate())


class EndPage(EngagementStep):
    """Say that the work ended."""

    step = "end"
    form_class = EndForm

    def act(self, values: Mapping[str, Any]) -> None:
        """End it."""
        services.end_engagement(self.object, by=signed_in(self), **values)


class SumUpPage(EngagementStep):
    """Hand in the summary."""

    step = "sum_up"
    form_class = SummaryForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Hand it in."""
        services.sum_up(self.object, by=signed_in(self), on=timezone.localdate(), **values)


class CancelPage(EngagementStep):
    """Say that it does not take place."""

    step = "cancel"
    form_class = WhyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        day, reason = timezone.localdate(), values["reason"]
        services.cancel_engagement(self.object, by=signed_in(self), on=day, reason=reason)


# --- Stays, lectures, costs -----------------------------------------------------------------------


class AddPage(ActionPage):
    """Add a part to an engagement."""

    model = Engagement
    submit_label = _("Add")
    permission_required = CHANGE_ENGAGEMENT


class ChangePartPage(ChangePage):
    """Change a part of an engagement."""

    permission_required = CHANGE_ENGAGEMENT
    done = _("Saved.")


class RemovePartPage(RemovePage):
    """Take off what was entered by mistake."""

    permission_required = CHANGE_ENGAGEMENT

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_part(self.object, by=signed_in(self))


class AddStayPage(AddPage):
    """Add days on which the expert is here."""

    form_class = StayForm
    title = _("Add a stay")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_stay(self.object, by=signed_in(self), **values)


class ChangeStayPage(ChangePartPage):
    """Change the days of a stay."""

    model = ExpertStay
    form_class = StayForm
    title = _("Edit stay")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_stay(self.object, by=signed_in(self), seen=seen, **values)


class RemoveStayPage(RemovePartPage):
    """Take off a stay."""

    model = ExpertStay
    title = _("Remove this stay")


class AddLecturePage(AddPage):
    """Add a lecture."""

    form_class = LectureForm
    title = _("Add a lecture")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_lecture(self.object, by=signed_in(self), **values)


class ChangeLecturePage(ChangePartPage):
    """Change what is said of a lecture."""

    model = Lecture
    form_class = LectureForm
    title = _("Edit lecture")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_lecture(self.object, by=signed_in(self), seen=seen, **values)


class RemoveLecturePage(RemovePartPage):
    """Take off a lecture."""

    model = Lecture
    title = _("Remove this lecture")


class AddCostPage(AddPage):
    """Add a cost."""

    form_class = CostForm
    title = _("Add a cost")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_cost(self.object, by=signed_in(self), **values)


class ChangeCostPage(ChangePartPage):
    """Change what is said of a cost."""

    model = Cost
    form_class = CostForm
    title = _("Edit cost")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_cost(self.object, by=signed_in(self), seen=seen, **values)


class RemoveCostPage(RemovePartPage):
    """Take off a cost."""

    model = Cost
    title = _("Remove this cost")
