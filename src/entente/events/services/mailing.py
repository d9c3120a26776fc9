"""Mails to those who registered: what their registration is now."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from icalendar import Calendar
from icalendar import Event as CalendarEntry

from entente.events.enums import HAVE_A_PLACE, EventState, RegistrationState
from entente.events.models import Event, Registration, RegistrationMail
from entente.office.enums import Direction as Where
from entente.office.reckoning import reckon
from entente.office.rules import rule
from entente.office.tasks import sending

FARTHEST = 60  # days ahead among which it is looked whom a rule wants to be reminded


def tell(registration: Registration, *, reminder: bool = False) -> None:
    """Mail how it stands with a registration, after the transaction; nothing without an address."""
    if not registration.email:
        return
    made = RegistrationMail.objects.create(
        registration=registration, address=registration.email, reminder=reminder
    )
    transaction.on_commit(lambda: mail.enqueue(made.pk))


def remind(*, on: datetime.date) -> int:
    """Mail everybody whose event is near, once; give how many. How near is a rule."""
    farthest = on + datetime.timedelta(days=FARTHEST)
    events: dict[int, bool] = {}
    number = 0
    for registration in Registration.objects.to_remind(on, farthest).for_list():
        event = registration.event
        if event.pk not in events:
            before = rule("events.reminder_days", on=on, unit=event.unit)
            events[event.pk] = on >= reckon(event.first_day, before, Where.BEFORE)
        if events[event.pk]:
            with transaction.atomic():
                tell(registration, reminder=True)
            number += 1
    return number


@task()
def mail(mail_id: int) -> None:
    """Send a mail about a registration."""
    sending.once(RegistrationMail, mail_id, _send, again=mail)


def _send(made: RegistrationMail) -> None:
    """Send it with what is true now; the address is not needed any more."""
    registration = Registration.objects.for_list().get(pk=made.registration_id)
    compose(registration, made).send()
    RegistrationMail.objects.filter(pk=made.pk).update(address="")


def compose(registration: Registration, made: RegistrationMail) -> EmailMessage:
    """Write the mail, in Chinese and in English."""
    bodies, subjects = [], []
    for language in ("zh-hans", "en"):
        with override(language):
            event = registration.event
            context = {
                "registration": registration,
                "event": event,
                "cancelled": event.state == EventState.CANCELLED,
                "waiting": registration.state == RegistrationState.WAITING,
                "withdrawn": registration.state == RegistrationState.CANCELLED,
                "reminder": made.reminder,
            }
            bodies.append(render_to_string("events/mail/registration.txt", context).strip())
            subjects.append(subject(made) % {"event": event})
    host = urlsplit(settings.ADDRESS).hostname
    message = EmailMessage(
        " · ".join(subjects),
        "\n\n――――――――\n\n".join(bodies) + "\n",
        None,
        [made.address],
        headers={"Message-ID": f"<registration-{made.pk}@{host}>"},
    )
    event = registration.event
    if registration.state in HAVE_A_PLACE and event.state == EventState.APPROVED:
        message.attach("event.ics", calendar_of(event).decode(), "text/calendar")
    return message


def subject(made: RegistrationMail) -> str:
    """Give what a mail is about, to be filled with the event."""
    return _("Soon: %(event)s") if made.reminder else _("Your registration: %(event)s")


def calendar_of(event: Event) -> bytes:
    """Write the days of an event as iCalendar, for the calendar of whoever registered."""
    calendar, entry = Calendar(), CalendarEntry()
    calendar.add("prodid", "-//Entente//events//")
    calendar.add("version", "2.0")
    entry.add("uid", f"event-{event.pk}@{urlsplit(settings.ADDRESS).hostname}")
    entry.add("dtstamp", event.updated_at)
    entry.add("summary", str(event))
    entry.add("dtstart", event.first_day)
    entry.add("dtend", event.last_day + datetime.timedelta(days=1))
    if event.place:
        entry.add("location", str(event.place))
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content
