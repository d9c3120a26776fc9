"""Pages about those who register for events, as staff sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.certificates.enums import ISSUE, VIEW
from entente.events import services
from entente.events.enums import (
    CHANGE_EVENT,
    REGISTRATION_FLOW,
    VIEW_EVENT,
    RegistrationState,
)
from entente.events.forms import (
    CertifyForm,
    NewRegistrationForm,
    OpenRegistrationForm,
    RegistrationForm,
)
from entente.events.models import Event, Registration
from entente.events.runners import CertifyAttendance
from entente.events.tables import RegistrationColumns, RegistrationFilter
from entente.kit import work
from entente.kit.errors import DomainError
from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage, StepPage, View
from entente.office.acting import signed_in


class RegistrationListPage(ListPage):
    """Those who registered for the events in one's scope, the newest first."""

    model = Registration
    title = _("Registrations")
    columns = RegistrationColumns
    filterset_class = RegistrationFilter
    permission_required = VIEW_EVENT
    default_sort = "-pk"
    views = (
        View(RegistrationState.WAITING.label, {"state": RegistrationState.WAITING.value}),
        View(RegistrationState.ATTENDED.label, {"state": RegistrationState.ATTENDED.value}),
    )
    empty_text = _("Nobody is registered. People are registered on the page of an event.")


class RegistrationPage(RecordPage):
    """One registration: who it is, whether there is a place, what was paid."""

    model = Registration
    template_name = "events/registration.html"
    permission_required = VIEW_EVENT
    flow = REGISTRATION_FLOW

    def context(self) -> dict[str, Any]:
        """Say which place on the waiting list it is."""
        one = self.object
        kept = one.certificate
        may_erase = bool(one.name) and self.officer.may(CHANGE_EVENT, one)
        return super().context() | {
            "place_in_queue": services.place_in_queue(one),
            "may_erase": may_erase,
            "may_see_certificate": kept is not None and self.officer.may(VIEW, kept),
        }

    def change_address(self) -> str:
        """Offer to change it."""
        one = self.object
        if not one.name or not self.officer.may(CHANGE_EVENT, one):
            return ""
        return reverse("events:change_registration", args=[one.pk])


class OpenPage(ChangePage):
    """Say until when people register for an event, and for how many there is room."""

    model = Event
    form_class = OpenRegistrationForm
    title = _("Registration for the event")
    permission_required = CHANGE_EVENT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Open it."""
        services.open_registration(self.object, by=signed_in(self), seen=seen, **values)


class RegisterPage(ActionPage):
    """Register somebody for an event."""

    model = Event
    form_class = NewRegistrationForm
    title = _("Register somebody")
    submit_label = _("Register")
    permission_required = CHANGE_EVENT

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter them."""
        today = timezone.localdate()
        services.register(self.object, by=signed_in(self), on=today, **values)


class CertifyPage(ActionPage):
    """Issue certificates of attendance to everybody who was there; a worker does it."""

    model = Event
    form_class = CertifyForm
    title = _("Issue certificates")
    explanation = _("Everybody who was there and has none yet receives one.")
    permission_required = CHANGE_EVENT

    def perform(self, values: Mapping[str, Any]) -> str:
        """Begin, and go to where the progress is shown."""
        event = self.object
        if not self.officer.may(ISSUE):
            raise DomainError(gettext("You may not issue certificates."), code="may_not")
        services.refuse_uncertifiable(event)
        keys = list(event.registrations.to_certify().values_list("pk", flat=True))
        if not keys:
            message = gettext("Nobody is left who was there and has no certificate.")
            raise DomainError(message, code="nobody")
        payload = {
            "series": values["series"].pk,
            "template": values["template"].pk,
            "event": event.pk,
            "ids": keys,
        }
        title = f"{gettext('Issue certificates')} · {event}"
        return work.start(
            CertifyAttendance, by=self.officer, title=title, payload=payload
        ).get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Begin."""
        self.perform(values)


class ChangeRegistrationPage(ChangePage):
    """Change what is said of somebody who registered."""

    model = Registration
    form_class = RegistrationForm
    title = _("Edit registration")
    permission_required = CHANGE_EVENT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with the institution as well."""
        return super().initial() | {"organisation": self.object.organisation_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_registration(self.object, by=signed_in(self), seen=seen, **values)


class CheckInPage(StepPage):
    """Note that somebody is there."""

    model = Registration
    step = "check_in"

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.check_in(self.object, by=signed_in(self), at=timezone.now())


class WithdrawPage(StepPage):
    """Take a registration back."""

    model = Registration
    step = "withdraw"

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.withdraw(self.object, by=signed_in(self))


class ErasePage(ActionPage):
    """Erase who somebody was."""

    model = Registration
    title = _("Erase personal data")
    explanation = _("Name, mail address and institution go; the country and the fee stay.")
    submit_label = _("Erase")
    danger = True
    permission_required = CHANGE_EVENT

    def act(self, values: Mapping[str, Any]) -> None:
        """Erase it."""
        services.erase_registration(self.object, by=signed_in(self))
