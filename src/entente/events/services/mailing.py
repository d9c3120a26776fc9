"""Mails to those who registered: what their registration is now."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from entente.events.enums import RegistrationState
from entente.events.models import Registration, RegistrationMail
from entente.office.tasks import sending


def tell(registration: Registration) -> None:
    """Mail how it stands with a registration, after the transaction; nothing without an address."""
    if not registration.email:
        return
    made = RegistrationMail.objects.create(registration=registration, address=registration.email)
    transaction.on_commit(lambda: mail.enqueue(made.pk))


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
            context = {
                "registration": registration,
                "event": registration.event,
                "waiting": registration.state == RegistrationState.WAITING,
                "withdrawn": registration.state == RegistrationState.CANCELLED,
            }
            bodies.append(render_to_string("events/mail/registration.txt", context).strip())
            subjects.append(_("Your registration: %(event)s") % {"event": registration.event})
    host = urlsplit(settings.ADDRESS).hostname
    return EmailMessage(
        " · ".join(subjects),
        "\n\n――――――――\n\n".join(bodies) + "\n",
        None,
        [made.address],
        headers={"Message-ID": f"<registration-{made.pk}@{host}>"},
    )
