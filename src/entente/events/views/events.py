"""Pages about events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.certificates.enums import ISSUE
from entente.events import services
from entente.events.enums import (
    CHANGE_EVENT,
    EDITABLE,
    EVENT_FLOW,
    VIEW_EVENT,
    EventState,
)
from entente.events.forms import (
    ApproveForm,
    CountryForm,
    EventForm,
    HoldForm,
    HostForm,
    WhyForm,
)
from entente.events.models import Event, EventCountry, EventHost
from entente.events.tables import EventColumns, EventFilter
from entente.kit.forms import ReasonForm
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


class EventListPage(ListPage):
    """The events in one's scope, the newest first."""

    model = Event
    title = _("Conferences and events")
    columns = EventColumns
    filterset_class = EventFilter
    permission_required = VIEW_EVENT
    default_sort = "-first_day"
    views = (
        View(EventState.FILED.label, {"state": "filed"}),
        View(EventState.APPROVED.label, {"state": "approved"}),
        View(_("Over and not confirmed"), {"now": "overdue"}),
    )
    create_label = _("Draft an event")
    create_permission = CHANGE_EVENT
    empty_text = _("No event is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("events:draft")


class EventPage(RecordPage):
    """One event: what its dossier states, what the rules say of it, who holds it, who came."""

    model = Event
    template_name = "events/event.html"
    permission_required = VIEW_EVENT
    flow = EVENT_FLOW

    def context(self) -> dict[str, Any]:
        """Hold it against the rules of today, or of the day on which it was filed."""
        event = self.object
        dossier = services.dossier_of(event, on=timezone.localdate())
        may_change = self.officer.may(CHANGE_EVENT, event)
        return super().context() | {
            "dossier": dossier,
            "asked": dossier.asked if event.state in EDITABLE else [],
            "numbers": services.numbers_of(event) if event.registers_until else None,
            "may_open": may_change and event.state == EventState.APPROVED,
            "may_certify": may_change
            and event.state == EventState.HELD
            and self.officer.may(ISSUE)
            and event.registrations.to_certify().exists(),
            "may_register": may_change and event.takes_registrations(timezone.localdate()),
            "may_edit": may_change and event.state in EDITABLE,
            "may_enter": may_change and event.state != EventState.CANCELLED,
        }

    def change_address(self) -> str:
        """Offer to change what is not filed."""
        event = self.object
        if event.state not in EDITABLE or not self.officer.may(CHANGE_EVENT, event):
            return ""
        return reverse("events:change", args=[event.pk])


class DraftEventPage(CreatePage):
    """Draft an event."""

    model = Event
    form_class = EventForm
    title = _("Draft an event")
    permission_required = CHANGE_EVENT
    done = _("The event is drafted. Add its hosts and countries, then file the dossier.")

    def save(self, values: Mapping[str, Any]) -> Event:
        """Draft it."""
        today = timezone.localdate()
        return services.draft_event(by=signed_in(self), on=today, **values)


class ChangeEventPage(ChangePage):
    """Change what is said of an event."""

    model = Event
    form_class = EventForm
    title = _("Edit event")
    permission_required = CHANGE_EVENT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its unit as well."""
        return super().initial() | {"unit": self.object.unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        today, by = timezone.localdate(), signed_in(self)
        services.change_event(self.object, by=by, on=today, seen=seen, **values)


class EventStep(StepPage):
    """A step of an event, with the words and the permission of the flow."""

    model = Event


class FileEventPage(EventStep):
    """File the dossier."""

    step = "file"

    def act(self, values: Mapping[str, Any]) -> None:
        """File it."""
        services.file_event(self.object, by=signed_in(self), on=timezone.localdate())


class ApproveEventPage(EventStep):
    """Approve the event."""

    step = "approve"
    form_class = ApproveForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Approve it."""
        today = timezone.localdate()
        services.approve_event(self.object, by=signed_in(self), on=today, **values)


class ReturnEventPage(EventStep):
    """Return the dossier."""

    step = "send_back"
    form_class = ReasonForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Return it."""
        today = timezone.localdate()
        services.return_event(self.object, by=signed_in(self), on=today, **values)


class ReviseEventPage(EventStep):
    """Take the dossier back."""

    step = "revise"

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.revise_event(self.object, by=signed_in(self), on=timezone.localdate())


class HoldEventPage(EventStep):
    """Say that it took place."""

    step = "hold"
    form_class = HoldForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.hold_event(self.object, by=signed_in(self), on=timezone.localdate(), **values)


class CancelEventPage(EventStep):
    """Say that it does not take place."""

    step = "cancel"
    form_class = WhyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        services.cancel_event(self.object, by=signed_in(self), on=timezone.localdate(), **values)


# --- Hosts and countries --------------------------------------------------------------------------


class AddPage(ActionPage):
    """Add a part to an event."""

    model = Event
    submit_label = _("Add")
    permission_required = CHANGE_EVENT


class ChangePartPage(ChangePage):
    """Change a part of an event."""

    permission_required = CHANGE_EVENT
    done = _("Saved.")


class RemovePartPage(RemovePage):
    """Take off what was entered by mistake."""

    permission_required = CHANGE_EVENT

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_part(self.object, by=signed_in(self), on=timezone.localdate())


class AddHostPage(AddPage):
    """Add a host."""

    form_class = HostForm
    title = _("Add a host")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        today = timezone.localdate()
        services.add_host(self.object, by=signed_in(self), on=today, **values)


class ChangeHostPage(ChangePartPage):
    """Change what is said of a host."""

    model = EventHost
    form_class = HostForm
    title = _("Edit host")

    def initial(self) -> dict[str, Any]:
        """Start with its institution as well."""
        return super().initial() | {"organisation": self.object.organisation_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        today, by = timezone.localdate(), signed_in(self)
        services.change_host(self.object, by=by, on=today, seen=seen, **values)


class RemoveHostPage(RemovePartPage):
    """Take off a host."""

    model = EventHost
    title = _("Remove this host")


class AddCountryPage(AddPage):
    """Add a country."""

    form_class = CountryForm
    title = _("Add a country or region")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        today = timezone.localdate()
        services.add_country(self.object, by=signed_in(self), on=today, **values)


class ChangeCountryPage(ChangePartPage):
    """Change how many are expected from a country, or came."""

    model = EventCountry
    form_class = CountryForm
    title = _("Edit country or region")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        today, by = timezone.localdate(), signed_in(self)
        services.change_country(self.object, by=by, on=today, seen=seen, **values)


class RemoveCountryPage(RemovePartPage):
    """Take off a country."""

    model = EventCountry
    title = _("Remove this country or region")
