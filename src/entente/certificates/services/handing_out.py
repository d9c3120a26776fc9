"""Handing a certificate to its holder: a mail with an address at which it is fetched."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from entente.certificates.enums import CertificateState
from entente.certificates.models import Certificate, Handout
from entente.kit.audit import changing
from entente.kit.errors import DomainError
from entente.office.enums import DispatchState
from entente.office.models import User
from entente.office.tasks import sending


def hand_out(certificate: Certificate, *, by: User, email: str = "") -> None:
    """Send a certificate that holds to its holder; asked for twice while it waits, it leaves once.

    A mail address that is given is kept with the certificate. The mail carries no file: it leads to
    the page at which the holder fetches paper and credential.
    """
    with changing(certificate, by=by, verb="certificate.mailed"):
        if certificate.state != CertificateState.VALID:
            raise DomainError(
                _("This certificate no longer holds; it is not handed out."), code="ended"
            )
        if email and email != certificate.mail_address():
            certificate.email = email
        address = certificate.mail_address()
        if not address:
            raise DomainError(
                {"email": _("No mail address of %(name)s is known.") % {"name": certificate.name}},
                code="no_address",
            )
        if certificate.handouts.filter(state=DispatchState.WAITING, address=address).exists():
            return
        certificate.mailed_at = timezone.now()
        made = Handout.objects.create(certificate=certificate, address=address, asked_by=by)
        transaction.on_commit(lambda: mail.enqueue(made.pk))


@task()
def mail(handout_id: int) -> None:
    """Send the mail of a handout."""
    sending.once(Handout, handout_id, _send, again=mail)


def _send(handout: Handout) -> None:
    """Send it, unless the certificate ended meanwhile; the address is not needed any more."""
    certificate = Certificate.objects.for_page().get(pk=handout.certificate_id)
    if certificate.state == CertificateState.VALID:
        compose(certificate, handout).send()
    Handout.objects.filter(pk=handout.pk).update(address="")


def compose(certificate: Certificate, handout: Handout) -> EmailMessage:
    """Write the mail, in Chinese and in English."""
    bodies = []
    for short, language in (("zh", "zh-hans"), ("en", "en")):
        context = {
            "said": certificate.said(short),
            "title": getattr(certificate, f"title_{short}"),
            "number": certificate.number,
            "address": certificate.holder_address,
            "public": certificate.short_address,
        }
        with override(language):
            bodies.append(render_to_string("certificates/mail/holder.txt", context).strip())
    host = urlsplit(settings.ADDRESS).hostname
    return EmailMessage(
        f"{certificate.title_zh} · {certificate.title_en} {certificate.number}",
        "\n\n――――――――\n\n".join(bodies) + "\n",
        None,
        [handout.address],
        headers={"Message-ID": f"<certificate-{handout.pk}@{host}>"},
    )
