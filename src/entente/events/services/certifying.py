"""Certificates of attendance: one for each who was there, through the register of certificates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from entente.certificates import services as certificates
from entente.certificates.models import Certificate, CertificateSeries, CertificateTemplate
from entente.events.enums import EventState, RegistrationState
from entente.events.models import Event, Registration
from entente.kit.audit import changing_all
from entente.kit.errors import DomainError
from entente.kit.letters import is_han
from entente.office.models import User


def refuse_uncertifiable(event: Event) -> None:
    """Refuse an event of which nobody said that it took place."""
    if event.state != EventState.HELD:
        raise DomainError(
            _("Say first that it took place; then it stands who was there."), code="not_held"
        )


def certify_all(
    event: Event,
    keys: Sequence[int],
    *,
    series: CertificateSeries,
    template: CertificateTemplate,
    on: datetime.date,
    by: User,
) -> list[Certificate]:
    """Issue the certificates of registrations, by their keys and in that order, or none."""
    rows = event.registrations.filter(pk__in=keys)
    with changing_all(rows, by=by, verb="registration.certified") as held:
        refuse_uncertifiable(event)
        for one in held:
            _refuse(one)
        by_key = {one.pk: one for one in held}
        if len(by_key) < len(set(keys)):
            raise Registration.DoesNotExist
        attended = [by_key[pk] for pk in keys]
        issued = certificates.issue_all(
            series, [_holder(one, event) for one in attended], template=template, on=on, by=by
        )
        for one, certificate in zip(attended, issued, strict=True):
            one.certificate = certificate
    return issued


def _refuse(one: Registration) -> None:
    if one.certificate_id:
        words = {"name": one, "number": one.certificate}
        message = _("%(name)s has the certificate %(number)s already.") % words
        raise DomainError(message, code="certified")
    if one.state != RegistrationState.ATTENDED or not one.name:
        message = _("It is not noted that %(name)s was there.") % {"name": one}
        raise DomainError(message, code="not_there")


def _holder(one: Registration, event: Event) -> dict[str, Any]:
    """Say what the certificate says; namesakes are told apart by their registrations."""
    in_han = is_han(one.name.replace(" ", "").replace("·", ""))
    return {
        "name_zh": one.name[:60] if in_han else "",
        "name_en": "" if in_han else one.name[:100],
        "reference": str(one.pk),
        "email": one.email,
        "subject_zh": event.title_zh[:150],
        "subject_en": event.title_en[:250],
        "starts_on": event.first_day,
        "ends_on": event.last_day,
    }
