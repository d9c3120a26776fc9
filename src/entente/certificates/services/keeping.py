"""Templates and series: entered, changed, taken out of use."""

from __future__ import annotations

from typing import Any

from entente.certificates.models import CertificateSeries, CertificateTemplate
from entente.kit.audit import changing, creating
from entente.office.models import Unit, User


def add_template(*, by: User, unit: Unit, **values: Any) -> CertificateTemplate:
    """Enter a template; a field that does not exist is refused at its text."""
    template = CertificateTemplate(unit=unit, **values)
    return creating(template, by=by, verb="certificate_template.added")


def change_template(
    template: CertificateTemplate, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change a template; certificates issued before keep their words."""
    with changing(template, by=by, verb="certificate_template.changed", seen=seen):
        for name, value in values.items():
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
