"""Pages about the agenda of a meeting, its guests, and who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.enums import CHANGE_MEETING
from entente.consortia.forms.meetings import AgendaItemForm, AttendanceForm, GuestForm, ProxyForm
from entente.consortia.models import AgendaItem, Attendance, Guest, Membership
from entente.consortia.views.meetings import MeetingStepPage
from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage
from entente.office.acting import signed_in


class AddAgendaItemPage(MeetingStepPage):
    """Put an item on the agenda."""

    form_class = AgendaItemForm
    title = _("Add an item")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        given = {name: value for name, value in values.items() if name != "version"}
        services.add_agenda_item(self.object, by=signed_in(self), **given)


class ChangeAgendaItemPage(ChangePage):
    """Change an item, or write what was said on it."""

    model = AgendaItem
    form_class = AgendaItemForm
    title = _("Edit item of the agenda")
    permission_required = CHANGE_MEETING
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_agenda_item(self.object, by=signed_in(self), seen=seen, **values)


class RemoveFromMeetingPage(ActionPage):
    """Take a part off a meeting."""

    permission_required = CHANGE_MEETING
    danger = True
    explanation = _("The history keeps what stood there.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before it is gone."""
        target = self.back()
        self.act(values)
        return target


class RemoveAgendaItemPage(RemoveFromMeetingPage):
    """Take an item off the agenda."""

    model = AgendaItem
    title = _("Remove this item")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_agenda_item(self.object, by=signed_in(self))


class AddGuestPage(MeetingStepPage):
    """Record a guest."""

    form_class = GuestForm
    title = _("Add a guest")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record the guest."""
        services.welcome_guest(self.object, by=signed_in(self), **values)


class RemoveGuestPage(RemoveFromMeetingPage):
    """Take a guest off."""

    model = Guest
    title = _("Remove this guest")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the guest."""
        services.remove_guest(self.object, by=signed_in(self))


class RoomPage(MeetingStepPage):
    """A step with a form that has a line for each member."""

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form with the room of the meeting."""
        form: DeskForm = self.form_class(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            room=self.object.room(),
        )
        self.bound = form
        return form


class AttendancePage(RoomPage):
    """Record who takes part."""

    form_class = AttendanceForm
    title = _("Record attendance")
    submit_label = _("Save")
    explanation = _(
        "Members of the body on the day of the meeting. A proxy is added on its own page, because"
        " it needs written proof."
    )
    done = _("Saved.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        form = cast("AttendanceForm", self.bound)
        services.record_attendance(self.object, form.presences(), by=signed_in(self))


class ProxyPage(RoomPage):
    """Record a proxy."""

    form_class = ProxyForm
    title = _("Add a proxy")
    done = _("The proxy is recorded.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        both = Membership.objects.for_list().in_bulk([values["member"], values["holder"]])
        services.give_proxy(
            self.object,
            both[values["member"]],
            both[values["holder"]],
            by=signed_in(self),
            proof=values["proof"],
            file=values["file"] or None,
        )


class TakeProxyBackPage(ActionPage):
    """Take a proxy back."""

    model = Attendance
    title = _("Take this proxy back")
    explanation = _("The member counts as absent until its attendance is recorded anew.")
    permission_required = CHANGE_MEETING
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.take_proxy_back(self.object, by=signed_in(self))
