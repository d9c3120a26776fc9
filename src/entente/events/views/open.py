"""What anybody opens without an account: registering for an event, and one's own registration."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.events import services
from entente.events.enums import EventState, RegistrationState
from entente.events.forms import PublicRegistrationForm
from entente.events.models import Event, Registration
from entente.kit.errors import DomainError
from entente.kit.forms import PlainForm
from entente.kit.pages.open import OpenPage
from entente.kit.qr import drawn
from entente.office.services import system_user


class EventOpenPage(OpenPage):
    """A page about an event, for whoever holds its code."""

    template_name = "events/open.html"
    limited = "event"

    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""
        return dict(settings.EVENT_RATES)


class RegisterOpenlyPage(EventOpenPage):
    """Register for an event."""

    title = gettext_lazy("Register for this event")
    submit_label = gettext_lazy("Register")
    done = gettext_lazy(
        "Received. A mail with your own link is on its way; there you see whether you have a place,"
        " and can withdraw."
    )

    def found(self, code: str) -> Any:
        """Find the event of the code, once it was opened for registration."""
        event = Event.objects.with_code(code)
        return event if event and event.registers_until else None

    def closed(self) -> str:
        """Say why nobody can register now."""
        event: Event = self.object
        if event.takes_registrations(timezone.localdate()):
            return ""
        if event.state == EventState.CANCELLED:
            return _("This event does not take place.")
        return _("Registration for this event is closed.")

    def form(self, data: Any = None) -> Any:
        """Ask who it is."""
        return PublicRegistrationForm(data)

    def act(self, form: Any) -> None:
        """Register them, or send the link again to whoever is registered."""
        values, today = form.cleaned_data, timezone.localdate()
        limit = {"event_mail": settings.EVENT_RATES["event_mail"]}
        if not ratelimit.consume(
            self.request,
            app="entente",
            action="event_mail",
            config=limit,
            key=values["email"].strip().lower(),
        ):
            message = _("Several mails went to this address already. Wait an hour.")
            raise DomainError({"email": message}, code="too_many")
        services.register_openly(self.object, on=today, **values)

    def context(self) -> dict[str, Any]:
        """Show the event, and whether places are left."""
        return {"event": self.object, "full": services.is_full(self.object)}


class RegisteredPage(EventOpenPage):
    """One's own registration: whether there is a place; it can be withdrawn."""

    title = gettext_lazy("Your registration")
    submit_label = gettext_lazy("Withdraw my registration")
    template_name = "events/registered.html"
    done = gettext_lazy("Your registration is withdrawn.")

    def found(self, code: str) -> Any:
        """Find the registration of the link; one that was erased leads nowhere."""
        return Registration.objects.with_code(code)

    def closed(self) -> str:
        """Say why nothing can be withdrawn now."""
        one: Registration = self.object
        if one.state == RegistrationState.CANCELLED:
            return _("Your registration is withdrawn.")
        if one.event.state == EventState.CANCELLED:
            return _("This event does not take place.")
        if one.state == RegistrationState.ATTENDED:
            return _("You were there.")
        if timezone.localdate() > one.event.last_day:
            return _("This event is over.")
        return ""

    def form(self, data: Any = None) -> Any:
        """Ask nothing."""
        return PlainForm(data)

    def act(self, form: Any) -> None:
        """Withdraw it."""
        services.withdraw(self.object, by=system_user())

    def context(self) -> dict[str, Any]:
        """Show it."""
        one: Registration = self.object
        has_place = one.state == RegistrationState.REGISTERED and not self.closed()
        return {
            "event": one.event,
            "registration": one,
            "place": services.place_in_queue(one),
            "code": drawn(one.door_address) if has_place else "",
        }
