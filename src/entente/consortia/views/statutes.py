"""Pages about statutes and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.enums import MotionKind
from entente.consortia.forms.register import CHANGE, EndMandateForm
from entente.consortia.forms.statutes import BodyForm, OrderForm, SeatForm, StatuteForm
from entente.consortia.models import Body, Resolution, Seat, Statute
from entente.consortia.views.register import VIEW, PartPage
from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage, RecordPage
from entente.office.acting import signed_in


class StatutePage(RecordPage):
    """One statute: what it says of votes, offices, dues, and its articles."""

    model = Statute
    template_name = "consortia/statute.html"
    permission_required = VIEW
    change_url = "consortia:change_statute"
    change_permission = CHANGE

    def context(self) -> dict[str, Any]:
        """Add majorities, the order of members, and the resolution it comes from."""
        statute: Statute = self.object
        words = dict(Statute._meta.get_field("ordinary_majority").flatchoices)
        return super().context() | {
            "majorities": [
                (kind.label, words.get(statute.majority_for(kind), "")) for kind in MotionKind
            ],
            "order": list(statute.order.select_related("organisation")),
            "resolutions": list(Resolution.objects.of_record(statute).for_list()),
            "may_change": self.officer.may(CHANGE, statute),
        }


class DraftStatutePage(PartPage):
    """Enter a statute."""

    form_class = StatuteForm
    title = _("Add a statute")
    explanation = _("What the statute does not say stays empty; nothing is filled in for it.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.draft_statute(self.object, by=signed_in(self), **self.given(values))


class ChangeStatutePage(ChangePage):
    """Correct what the register says of a statute."""

    model = Statute
    form_class = StatuteForm
    title = _("Edit statute")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_statute(self.object, by=signed_in(self), seen=seen, **values)


class OrderPage(ActionPage):
    """Set the order in which members take their turn."""

    model = Statute
    form_class = OrderForm
    title = _("Order of the members")
    submit_label = _("Save")
    explanation = _("A number for each member that takes its turn; leave the others empty.")
    permission_required = CHANGE
    done = _("Saved.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make a line for each member of today and each that stands in the order."""
        statute: Statute = self.object
        order = list(statute.order.select_related("organisation"))
        memberships = statute.consortium.memberships.filter(left_on=None).for_list().by_name()
        members = {it.organisation.pk: it.organisation for it in memberships}
        members |= {row.organisation.pk: row.organisation for row in order}
        self.bound = OrderForm(
            data, files, officer=self.officer, members=list(members.values()), order=order
        )
        return self.bound

    def act(self, values: Mapping[str, Any]) -> None:
        """Set it."""
        services.order_members(self.object, self.bound.in_order(), by=signed_in(self))


# --- Bodies ---------------------------------------------------------------------------------------


class FoundBodyPage(PartPage):
    """Enter a body."""

    form_class = BodyForm
    title = _("Add a body")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.found_body(self.object, by=signed_in(self), **self.given(values))


class ChangeBodyPage(ChangePage):
    """Change a body."""

    model = Body
    form_class = BodyForm
    title = _("Edit body")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_body(self.object, by=signed_in(self), seen=seen, **values)


class SeatPage(ActionPage):
    """Give a member a seat."""

    model = Body
    form_class = SeatForm
    title = _("Add a seat")
    permission_required = CHANGE

    def act(self, values: Mapping[str, Any]) -> None:
        """Give it."""
        given = dict(values)
        organisation = given.pop("organisation")
        services.seat_member(cast("Body", self.object), organisation, by=signed_in(self), **given)


class EndSeatPage(ActionPage):
    """Record the end of a seat."""

    model = Seat
    form_class = EndMandateForm
    title = _("Record the end of a seat")
    permission_required = CHANGE
    done = _("Recorded.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.end_seat(self.object, by=signed_in(self), ends_on=values["ends_on"])
