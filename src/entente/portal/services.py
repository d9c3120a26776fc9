"""What applicants ask of the portal: a link, to come in, to be known by the register."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from entente.kit.audit import locking
from entente.kit.errors import DomainError
from entente.mobility import services as mobility
from entente.mobility.models import Application, Call
from entente.office.services import system_user
from entente.office.tasks import sending
from entente.people import services as people
from entente.people.models import Person
from entente.portal.models import LASTS, SignIn

NAMES = ("name_zh", "family_name", "given_name", "student_number")


def send_link(address: str) -> SignIn:
    """Mail a link to an address, whether or not anybody here knows it."""
    with transaction.atomic():
        made = SignIn.objects.create(address=address.strip().lower())
        transaction.on_commit(lambda: mail.enqueue(made.pk))
    return made


@task()
def mail(sign_in_id: int) -> None:
    """Send the mail with a link."""
    sending.once(SignIn, sign_in_id, _send, again=mail)


def _send(sign_in: SignIn) -> None:
    # A mail that was held up for longer than its link lasts would only mislead.
    if sign_in.address and sign_in.lets_in(timezone.now()):
        compose(sign_in).send()


def compose(sign_in: SignIn) -> EmailMessage:
    """Write the mail, in Chinese and in English."""
    bodies, subjects = [], []
    minutes = int(LASTS.total_seconds() // 60)
    for language in ("zh-hans", "en"):
        with override(language):
            context = {"link": sign_in.link, "minutes": minutes}
            bodies.append(render_to_string("portal/mail/sign_in.txt", context).strip())
            subjects.append(_("Your link to apply"))
    host = urlsplit(settings.ADDRESS).hostname
    return EmailMessage(
        " · ".join(subjects),
        "\n\n――――――――\n\n".join(bodies) + "\n",
        None,
        [sign_in.address],
        headers={"Message-ID": f"<portal-{sign_in.pk}@{host}>"},
    )


def use_link(sign_in: SignIn, *, now: datetime.datetime) -> str:
    """Use a link up; give the mail address that it proves, which is forgotten here."""
    with transaction.atomic():
        held = SignIn.objects.select_for_update().get(pk=sign_in.pk)
        if not held.lets_in(now):
            message = _("This link was used already, or has lapsed. Ask for a new one.")
            raise DomainError(message, code="lapsed")
        address, held.address, held.used_at = held.address, "", now
        held.save(update_fields=["address", "used_at"])
    return address


def forget_links(*, before: datetime.date) -> int:
    """Delete links that were made before a day; return how many."""
    return SignIn.objects.filter(made_at__date__lt=before).delete()[0]


def persons_of(address: str) -> list[int]:
    """Give the persons of the registers that have a mail address, by number."""
    found = Person.objects.present().filter(email__iexact=address)
    return list(found.order_by("pk").values_list("pk", flat=True))


def known_person(call: Call, persons: Sequence[int]) -> Person | None:
    """Find who of an applicant's persons stands in the register of the call's institution."""
    held = Person.objects.present().filter(pk__in=persons, top_unit=call.top_unit_id)
    found = list(held.select_related("unit")[:2])
    if len(found) > 1:
        message = _(
            "Several persons of the register have this mail address, so it cannot be told who"
            " applies. Please write to the office."
        )
        raise DomainError(message, code="several")
    return found[0] if found else None


def enter_person(call: Call, *, address: str, names: Mapping[str, Any]) -> Person:
    """Enter somebody new who applies, under the mail address that the link has proven."""
    try:
        return people.add_person(
            by=system_user(),
            unit=call.unit,
            email=address,
            source=_("applied by the portal"),
            family_first=bool(names.get("name_zh")),
            **{name: names.get(name, "") for name in NAMES},
        )
    except ValidationError as refusal:
        if "student_number" not in getattr(refusal, "error_dict", {}):
            raise
        message = _(
            "The register has this student number under another mail address. Come in by a link to"
            " that address, or write to the office."
        )
        raise DomainError({"student_number": message}, code="other_address") from None


def begin(
    call: Call,
    *,
    person: Person | None,
    address: str,
    names: Mapping[str, Any],
    on: datetime.date,
    **values: Any,
) -> Application:
    """Begin an application; who is not in the register yet is entered with it, or neither is.

    The call is held before the trail, as everywhere: two who begin at once do not wait for each
    other in a circle.
    """
    with locking(call):
        who = person or enter_person(call, address=address, names=names)
        return mobility.begin_application(call, person=who, on=on, **values)
