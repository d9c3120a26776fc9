"""Decisions about programmes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.mobility.models import Programme, ProgrammeAgreement
from entente.office.models import Unit, User
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import Agreement


def add_programme(*, by: User, unit: Unit, **values: Any) -> Programme:
    """Enter a programme; it belongs to a unit."""
    return creating(Programme(unit=unit, **values), by=by, verb="programme.entered")


def change_programme(
    programme: Programme, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a programme."""
    with changing(programme, by=by, verb="programme.changed", seen=seen):
        for name, value in values.items():
            setattr(programme, name, value)


def tie_agreement(programme: Programme, agreement: Agreement, *, by: User) -> ProgrammeAgreement:
    """Say that an agreement carries a programme."""
    with locking(programme):
        if agreement.state == AgreementState.WITHDRAWN:
            raise DomainError(
                {"agreement": _("This agreement was withdrawn; it carries nothing.")},
                code="withdrawn",
            )
        tie = ProgrammeAgreement(programme=programme, agreement=agreement)
        return creating(tie, by=by, verb="programme.agreement_tied")


def remove_agreement(tie: ProgrammeAgreement, *, by: User) -> None:
    """Say that an agreement no longer carries a programme."""
    removing(tie, by=by, verb="programme.agreement_untied")
