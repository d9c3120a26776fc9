"""The mail about deadlines: one to a person a night, in both languages, the reader's first."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from entente.office.models import DeadlineStage, Dispatch, User

LINES = 30


def send(dispatch: Dispatch) -> None:
    """Send the mail, unless everything in it has been settled or the person has left."""
    person = User.objects.get(pk=dispatch.person_id)
    stages = list(
        DeadlineStage.objects.filter(pk__in=dispatch.stages, deadline__state="open")
        .select_related("deadline")
        .order_by("deadline__due_on", "pk")
    )
    if stages and person.is_active and person.email:
        compose(person, stages, len(stages), dispatch).send()


def compose(
    person: User, stages: list[DeadlineStage], total: int, dispatch: Dispatch
) -> EmailMessage:
    """Write the mail; it names at most thirty deadlines and says how many more there are."""
    first = person.language
    languages = [first, *(code for code, _name in settings.LANGUAGES if code != first)]
    subjects, bodies = [], []
    for language in languages:
        with override(language):
            subjects.append(
                ngettext("%(number)s deadline comes near", "%(number)s deadlines come near", total)
                % {"number": total}
            )
            context = {
                "person": person,
                "stages": stages[:LINES],
                "more": max(0, total - LINES),
                "address": settings.ADDRESS,
            }
            bodies.append(render_to_string("office/mail/deadlines.txt", context).strip())
    return EmailMessage(
        f"[Entente] {' · '.join(subjects)}",
        "\n\n――――――――\n\n".join(bodies) + "\n",
        None,
        [person.email],
        headers={"Message-ID": f"<deadlines-{dispatch.pk}@{urlsplit(settings.ADDRESS).hostname}>"},
    )
