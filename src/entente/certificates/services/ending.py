"""What ends a certificate: void, revoked, reissued. The row and its number stay."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.certificates.enums import CERTIFICATE_FLOW, Cause
from entente.certificates.models import Certificate, CertificateSeries
from entente.certificates.services.issuing import enter
from entente.kit.audit import changing
from entente.kit.errors import DomainError
from entente.office.models import User


def void(certificate: Certificate, *, reason: str, on: datetime.date, by: User) -> None:
    """Make void what was spoiled and never handed out; its number stays taken."""
    _end(certificate, "void", cause=Cause.SPOILED, reason=reason, on=on, by=by)


def revoke(
    certificate: Certificate, *, cause: str, reason: str, on: datetime.date, by: User
) -> None:
    """Revoke what was handed out; the cause can be read by everybody, the reason by the office."""
    _end(certificate, "revoke", cause=cause, reason=reason, on=on, by=by)


def reissue(
    certificate: Certificate,
    *,
    series: CertificateSeries,
    cause: str,
    reason: str,
    on: datetime.date,
    by: User,
    **values: Any,
) -> Certificate:
    """Issue a new certificate in the place of one; each names the other."""
    with transaction.atomic():
        _end(certificate, "reissue", cause=cause, reason=reason, on=on, by=by)
        [renewed] = enter(
            series,
            [values],
            template=certificate.template,
            on=on,
            by=by,
            replaces=certificate,
            verb="certificate.issued_anew",
        )
        return renewed


_VERBS = {
    "void": "certificate.made_void",
    "revoke": "certificate.revoked",
    "reissue": "certificate.reissued",
}


def _end(
    certificate: Certificate, step: str, *, cause: str, reason: str, on: datetime.date, by: User
) -> None:
    if not reason.strip():
        raise DomainError({"reason": _("Write why: it stays in the register.")}, code="no_reason")
    if not cause:
        raise DomainError({"cause": _("Choose what people may read as the cause.")}, code="cause")
    with changing(certificate, by=by, verb=_VERBS[step]):
        certificate.state = CERTIFICATE_FLOW.move(certificate.state, step)
        if on < certificate.issued_on:
            raise DomainError(
                _("It was issued on %(day)s and cannot end before.")
                % {"day": certificate.issued_on.isoformat()},
                code="before_issue",
            )
        certificate.ended_on, certificate.ended_by = on, by
        certificate.cause, certificate.reason = cause, reason.strip()
