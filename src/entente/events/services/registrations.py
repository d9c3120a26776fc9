"""Registration for events: places, the waiting list in order, fees, who was there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.events.enums import (
    HAVE_A_PLACE,
    REGISTRATION_FLOW,
    EventState,
    RegistrationState,
)
from entente.events.models import Event, Registration
from entente.events.models.registrations import TWICE
from entente.events.services.mailing import tell
from entente.kit.audit import changing, creating, erase_personal_values, locking
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.services import system_user
from entente.organisations.places import place_name

R = RegistrationState


def open_registration(
    event: Event,
    *,
    by: User,
    registers_until: datetime.date,
    capacity: int | None = None,
    seen: int | None = None,
) -> None:
    """Let people register until a day, up to a number of places; new places go to who waits.

    Nobody is invited before approval, so nothing is opened before it either.
    """
    with locking(event):
        with changing(event, by=by, verb="event.registration_opened", seen=seen):
            if event.state != EventState.APPROVED:
                message = _("Registration opens once the event is approved.")
                raise DomainError(message, code="not_approved")
            if registers_until > event.last_day:
                message = _("The event ends on %(day)s.") % {"day": event.last_day.isoformat()}
                raise DomainError({"registers_until": message}, code="too_late")
            taken = event.registrations.placed().count()
            if capacity is not None and capacity < taken:
                message = _("%(number)s people have a place already.") % {"number": taken}
                raise DomainError({"capacity": message}, code="taken")
            event.registers_until, event.capacity = registers_until, capacity
        _fill_places(event, by=by)


def register(
    event: Event, *, by: User, on: datetime.date, told: bool = False, **values: Any
) -> Registration:
    """Enter somebody; once every place is taken they wait for one, in order.

    `told` says that they are mailed how it stands.
    """
    with locking(event):
        _refuse_closed(event, on)
        registration = Registration(event=event, registered_on=on, **values)
        _refuse_twice(registration)
        if _free(event) == 0:
            registration.state = R.WAITING
        creating(registration, by=by, verb="registration.entered")
        if told:
            tell(registration)
    return registration


def register_openly(event: Event, *, on: datetime.date, email: str, **values: Any) -> Registration:
    """Register somebody who asks for it; whoever is registered is only mailed the link again.

    So nobody learns from the public page who else is registered.
    """
    with locking(event):
        _refuse_closed(event, on)
        standing = event.registrations.exclude(state=R.CANCELLED)
        known: Registration | None = standing.filter(email=email.strip().lower()).first()
        if known is None:
            by = system_user()
            return register(event, by=by, on=on, told=True, email=email, **values)
        tell(known)
    return known


def is_full(event: Event) -> bool:
    """Say whether every place is taken."""
    return _free(event) == 0


def place_in_queue(registration: Registration) -> int:
    """Say which place on the waiting list it is; 0 for none."""
    if registration.state != R.WAITING:
        return 0
    ahead = registration.event.registrations.waiting().filter(pk__lte=registration.pk)
    return int(ahead.count())


def change_registration(
    registration: Registration, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of somebody who registered, the fee as well."""
    with (
        locking(registration.event),
        changing(registration, by=by, verb="registration.changed", seen=seen),
    ):
        for name, value in values.items():
            setattr(registration, name, value)
        _refuse_twice(registration)


def withdraw(registration: Registration, *, by: User) -> None:
    """Take a registration back; whoever waits longest gets the place. Both are told by mail."""
    event = registration.event
    with locking(event):
        with changing(registration, by=by, verb="registration.withdrawn"):
            registration.state = REGISTRATION_FLOW.move(registration.state, "withdraw")
        tell(registration)
        _fill_places(event, by=by)


def check_in(registration: Registration, *, by: User, at: datetime.datetime) -> bool:
    """Note that somebody is there; said again it changes nothing. Say whether it was news."""
    event = registration.event
    with locking(event), changing(registration, by=by, verb="registration.checked_in"):
        if registration.state == R.ATTENDED:
            return False
        if event.state not in {EventState.APPROVED, EventState.HELD}:
            message = _("This event is not approved, or was cancelled; nobody is let in.")
            raise DomainError(message, code="no_event")
        if timezone.localdate(at) < event.first_day:
            message = _("It begins on %(day)s.") % {"day": event.starts_on}
            raise DomainError(message, code="too_early")
        registration.state = REGISTRATION_FLOW.move(registration.state, "check_in")
        registration.checked_in_at = at
    return True


def erase_registration(registration: Registration, *, by: User) -> None:
    """Erase who somebody was; the country, the place and the fee stay."""
    with changing(registration, by=by, verb="registration.erased"):
        registration.name = registration.email = ""
        registration.institution = registration.remark = ""
    registration.mails.update(address="")
    erase_personal_values(registration.personal_key())


@dataclass(frozen=True)
class OfCountry:
    """How many of a country have a place, and how many of them were there."""

    country: str
    placed: int
    there: int

    @property
    def name(self) -> str:
        """The country in the reader's language."""
        return place_name(self.country)


@dataclass(frozen=True)
class Numbers:
    """How it stands with the registrations of an event now."""

    countries: list[OfCountry]
    waiting: int

    @property
    def placed(self) -> int:
        """How many have a place."""
        return sum(row.placed for row in self.countries)

    @property
    def there(self) -> int:
        """How many were there."""
        return sum(row.there for row in self.countries)


def numbers_of(event: Event) -> Numbers:
    """Count the registrations of an event by country, in one query."""
    rows = event.registrations.order_by().values("country")
    rows = rows.annotate(
        placed=Count("pk", filter=Q(state__in=HAVE_A_PLACE)),
        there=Count("pk", filter=Q(state=R.ATTENDED)),
        waits=Count("pk", filter=Q(state=R.WAITING)),
    ).order_by("-placed", "country")
    found = list(rows)
    return Numbers(
        [OfCountry(it["country"], it["placed"], it["there"]) for it in found if it["placed"]],
        sum(it["waits"] for it in found),
    )


def _free(event: Event) -> int | None:
    """Say how many places are free; None where there is no limit."""
    if event.capacity is None:
        return None
    return max(0, event.capacity - event.registrations.placed().count())


def _fill_places(event: Event, *, by: User) -> None:
    if event.state != EventState.APPROVED:
        return
    for registration in event.registrations.waiting()[: _free(event)]:
        registration.event = event
        with changing(registration, by=by, verb="registration.admitted"):
            registration.state = REGISTRATION_FLOW.move(registration.state, "admit")
        tell(registration)


def _refuse_closed(event: Event, on: datetime.date) -> None:
    if event.takes_registrations(on):
        return
    if event.state != EventState.APPROVED or event.registers_until is None:
        raise DomainError(_("This event takes no registrations."), code="not_open")
    day = min(event.registers_until, event.last_day).isoformat()
    message = _("Registration closed after %(day)s.") % {"day": day}
    raise DomainError(message, code="closed")


def _refuse_twice(registration: Registration) -> None:
    email = registration.email.strip().lower()
    others = registration.event.registrations.exclude(state=R.CANCELLED).exclude(pk=registration.pk)
    if email and registration.state != R.CANCELLED and others.filter(email=email).exists():
        raise DomainError({"email": TWICE}, code="twice")
