"""Issuing: a number, the words, one row in the register, all in one transaction."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.certificates import pades, phrases, printed
from entente.certificates.enums import CertificateState
from entente.certificates.models import (
    Certificate,
    CertificateSeries,
    CertificateTemplate,
    Copy,
)
from entente.certificates.numbers import Number
from entente.certificates.services.signing import credential_of, sign
from entente.kit import numbering
from entente.kit.audit import changing, creating_all, locking
from entente.kit.errors import DomainError
from entente.kit.files.kinds import PDF
from entente.kit.files.services import keep_file
from entente.kit.models import StoredFile
from entente.office.models import User
from entente.office.services import system_user

NUMBERS = "certificate"
# What a text may ask for, and what to say when it is not there.
ASKED = {
    "hours": gettext_lazy("The text of this template says how many hours it was. Enter them."),
    "starts_on": gettext_lazy("The text of this template names the first day. Enter it."),
    "ends_on": gettext_lazy("The text of this template names the last day. Enter it."),
    "subject": gettext_lazy("The text of this template says what it is about. Enter it."),
    "detail": gettext_lazy("The text of this template needs the further detail. Enter it."),
}


def issue(
    series: CertificateSeries,
    *,
    template: CertificateTemplate,
    on: datetime.date,
    by: User,
    **values: Any,
) -> Certificate:
    """Issue a certificate with the next number of a series.

    Two who issue at once wait for each other; whatever fails gives its number back.
    """
    [certificate] = enter(series, [values], template=template, on=on, by=by)
    return certificate


def issue_all(
    series: CertificateSeries,
    lines: Sequence[dict[str, Any]],
    *,
    template: CertificateTemplate,
    on: datetime.date,
    by: User,
) -> list[Certificate]:
    """Issue certificates with the next numbers of a series in the order of the lines, or none."""
    return enter(series, lines, template=template, on=on, by=by)


def enter(
    series: CertificateSeries,
    lines: Sequence[dict[str, Any]],
    *,
    template: CertificateTemplate,
    on: datetime.date,
    by: User,
    replaces: Certificate | None = None,
    verb: str = "certificate.issued",
) -> list[Certificate]:
    """Enter certificates; the series stays locked until the transaction ends."""
    with locking(series):
        refuse_series(series, template, on)
        made = [
            Certificate(
                unit=series.unit,
                series=series,
                template=template,
                issued_on=on,
                issued_by=by,
                replaces=replaces,
                title_zh=template.title_zh,
                title_en=template.title_en,
                signer_zh=template.signer_zh,
                signer_en=template.signer_en,
                seal=template.seal,
                signature=template.signature,
                **named(values),
            )
            for values in lines
        ]
        for certificate in made:
            refuse_missing(certificate, template)
        _refuse_twice(series, made)
        serials = numbering.take_many(NUMBERS, len(made), scope=series.pk, year=series.year)
        for certificate, serial in zip(made, serials, strict=True):
            certificate.serial = serial
            certificate.number = str(
                Number(series.code, series.kind, series.year, certificate.project, serial)
            )
            certificate.text_zh = phrases.fill(template.text_zh, certificate.said("zh"), "zh")
            certificate.text_en = phrases.fill(template.text_en, certificate.said("en"), "en")
        printed.refuse_unprintable(made)
        creating_all(made, by=by, verb=verb)
        sign(made)
    return made


def named(values: dict[str, Any]) -> dict[str, Any]:
    """Take the names of a person of the register where none was typed."""
    person = values.get("person")
    if person is None:
        return values
    typed = bool(values.get("name_zh") or values.get("name_en"))
    names = {"name_zh": person.name_zh, "name_en": person.name_en or person.name_native}
    return values if typed else values | names


def draw_copy(certificate: Certificate, *, by: User) -> bytes:
    """Draw the PDF of a certificate that holds; each copy is counted and its digest kept."""
    content = _paper(certificate)
    with changing(certificate, by=by, verb="certificate.printed"):
        if certificate.state != CertificateState.VALID:
            raise DomainError(
                _("This certificate no longer holds; it is not printed again."), code="ended"
            )
        certificate.copies += 1
        digest = hashlib.sha256(content).hexdigest()
        Copy.objects.create(certificate=certificate, digest=digest, made_by=by)
    return content


def holders_copy(certificate: Certificate) -> bytes:
    """Give the PDF that the holder of a certificate fetches: drawn at first, then kept.

    It is no printed copy; its digest is remembered like theirs, so that it can be verified.
    """
    kept = StoredFile.objects.filter(pk__in=certificate.drawn.values("file"))
    file = kept.first()
    if file is None:
        content = _paper(certificate)
        with locking(certificate):
            file = kept.first()
            if file is None:
                by = system_user()
                upload = ContentFile(content, f"{certificate.number}.pdf")
                file = keep_file(upload, by, allowed=(PDF,))
                Copy.objects.create(
                    certificate=certificate, digest=file.sha256, file=file, made_by=by
                )
                return content
    with default_storage.open(file.location) as stored:
        return bytes(stored.read())


def _paper(certificate: Certificate) -> bytes:
    """Draw the PDF of a certificate with its credential, signed where a certificate is set up."""
    return pades.signed(printed.pdf(certificate, credential_of(certificate)))


def refuse_series(
    series: CertificateSeries, template: CertificateTemplate, on: datetime.date
) -> None:
    """Refuse a series in which nothing can be issued with this template on that day."""
    if series.closed:
        raise DomainError(
            {"series": _("This series is closed; open it again or take another one.")},
            code="closed",
        )
    if template.kind != series.kind:
        raise DomainError(
            {"template": _("This template is for another class of certificate than the series.")},
            code="other_kind",
        )
    if template.retired:
        raise DomainError({"template": _("This template is no longer in use.")}, code="retired")
    if on.year != series.year:
        raise DomainError(
            {
                "series": _(
                    "The series is that of %(year)s, the day of issue is %(day)s. Open the series"
                    " of its year."
                )
                % {"year": series.year, "day": on.isoformat()}
            },
            code="other_year",
        )
    newest = series.certificates.order_by("-serial").first()
    if newest and newest.issued_on > on:
        raise DomainError(
            _(
                "The newest certificate of this series is of %(newest)s, later than %(day)s."
                " Look whether the clock of this machine is right."
            )
            % {"newest": newest.issued_on.isoformat(), "day": on.isoformat()},
            code="clock",
        )


def refuse_missing(certificate: Certificate, template: CertificateTemplate) -> None:
    """Ask for what a text names and the certificate does not say, each at its field."""
    used = template.used()
    missing = {
        "subject_zh" if name == "subject" else "detail_zh" if name == "detail" else name: sentence
        for name, sentence in ASKED.items()
        if name in used and not certificate.said("zh")[name]
    }
    if missing:
        raise DomainError(missing, code="missing")


def _refuse_twice(series: CertificateSeries, made: list[Certificate]) -> None:
    """Refuse a holder who has a valid one about the same in this series already."""
    persons = [it.person_id for it in made if it.person_id]
    names = [(it.name_zh, it.name_en) for it in made if not it.person_id]
    like = Q(person__in=persons) | Q(
        name_zh__in={zh for zh, _en in names}, name_en__in={en for _zh, en in names}
    )
    held: dict[tuple[Any, ...], str] = {}
    for certificate in series.certificates.filter(like, state=CertificateState.VALID):
        for key in certificate.holders():
            held.setdefault(key, certificate.number)
    for certificate in made:
        # A person is told from namesakes; whoever is no person of the register only by the number.
        [key, *_others] = certificate.holders()
        if key in held:
            raise DomainError(
                _(
                    "%(name)s has the certificate %(number)s about this already. If it is somebody"
                    " of the same name, enter the holder's own number."
                )
                % {"name": certificate.name, "number": held[key]},
                code="twice",
            )
        for other in certificate.holders():
            held.setdefault(other, "…")
