"""The mail with a traveller's own link, in their language; in both where it is not known."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from entente.office.tasks import sending
from entente.safety.enums import AnswerState
from entente.safety.models import Message


@task()
def mail(message_id: int) -> None:
    """Send one mail."""
    sending.once(Message, message_id, _send, again=mail)


def _send(message: Message) -> None:
    traveller = message.traveller
    # Whoever answered while a reminder waited needs none; erased addresses are empty.
    if traveller.email and traveller.state == AnswerState.WAITING:
        compose(message).send()


def compose(message: Message) -> EmailMessage:
    """Write the mail."""
    traveller = message.traveller
    check = traveller.safety_check
    subjects, bodies = [], []
    for language in [traveller.language] if traveller.language else ["zh-hans", "en"]:
        with override(language):
            subject = str(check.title)
            if message.reminder:
                subject = _("Reminder: %(subject)s") % {"subject": subject}
            subjects.append(" ".join(subject.split()))
            context = {
                "check": check,
                "name": str(traveller) if traveller.person or traveller.name else "",
                "link": traveller.link,
                "sender": str(check.top_unit.name),
            }
            bodies.append(render_to_string("safety/mail/check.txt", context).strip())
    return EmailMessage(
        " · ".join(subjects),
        "\n\n――――――――\n\n".join(bodies) + "\n",
        None,
        [traveller.email],
        headers={"Message-ID": f"<safety-{message.pk}@{urlsplit(settings.ADDRESS).hostname}>"},
    )
