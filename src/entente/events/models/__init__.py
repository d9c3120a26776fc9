"""What is kept of events."""

from entente.events.models.events import Event
from entente.events.models.registrations import Registration, RegistrationMail
from entente.events.models.sides import EventCountry, EventHost

__all__ = ["Event", "EventCountry", "EventHost", "Registration", "RegistrationMail"]
