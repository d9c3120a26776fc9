"""Templates and series: entered, changed, taken out of use."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from entente.certificates import inks
from entente.certificates.models import CertificateSeries, CertificateTemplate
from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.kit.files.kinds import PNG
from entente.kit.files.services import keep_file
from entente.office.models import Unit, User

PICTURES = ("seal", "signature")


def add_template(*, by: User, unit: Unit, **values: Any) -> CertificateTemplate:
    """Enter a template; a field that does not exist is refused at its text.

    `seal_picture` and `signature_picture` are uploads (`inks.PICTURES`).
    """
    with transaction.atomic():
        template = CertificateTemplate(unit=unit, **_with_pictures(values, by))
        return creating(template, by=by, verb="certificate_template.added")


def _with_pictures(values: dict[str, Any], by: User) -> dict[str, Any]:
    """Put kept files in the place of uploads; `drop_seal` and `drop_signature` take one off."""
    values = dict(values)
    for name in PICTURES:
        upload = values.pop(f"{name}_picture", None)
        if values.pop(f"drop_{name}", False):
            values[name] = None
        if upload:
            try:
                content = inks.cleared(upload.read())
            except DomainError as refusal:
                raise DomainError({f"{name}_picture": refusal}) from refusal
            values[name] = keep_file(ContentFile(content, f"{name}.png"), by, allowed=(PNG,))
    return values


def change_template(
    template: CertificateTemplate, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change a template; certificates issued before keep their words and pictures."""
    with changing(template, by=by, verb="certificate_template.changed", seen=seen):
        for name, value in _with_pictures(values, by).items():
            setattr(template, name, value)


def retire_template(template: CertificateTemplate, *, by: User) -> None:
    """Take a template out of use."""
    with changing(template, by=by, verb="certificate_template.retired"):
        template.retired = True


def reopen_template(template: CertificateTemplate, *, by: User) -> None:
    """Take a template into use again."""
    with changing(template, by=by, verb="certificate_template.reopened"):
        template.retired = False


def open_series(*, by: User, unit: Unit, kind: str, year: int, code: str) -> CertificateSeries:
    """Begin a series; one unit has one for each class and year."""
    series = CertificateSeries(unit=unit, kind=kind, year=year, code=code.strip().upper())
    return creating(series, by=by, verb="series.opened")


def close_series(series: CertificateSeries, *, by: User) -> None:
    """End a series: no further number is given."""
    with changing(series, by=by, verb="series.closed"):
        series.closed = True


def reopen_series(series: CertificateSeries, *, by: User) -> None:
    """Give numbers in a series again, where the last one ended."""
    with changing(series, by=by, verb="series.reopened"):
        series.closed = False
