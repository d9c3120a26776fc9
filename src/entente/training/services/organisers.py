"""Approving units as organisers."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.office.rules import refuse_missing
from entente.training.models import Organiser
from entente.training.services.requirements import admitted_kind


def approve_organiser(
    *,
    by: User,
    unit: Unit,
    since: datetime.date,
    decision: str,
    until: datetime.date | None = None,
) -> Organiser:
    """Approve a unit as organiser; one of a kind that may not organise is refused by rule."""
    refuse_missing([admitted_kind(unit, on=since)])
    row = Organiser(unit=unit, since=since, until=until, decision=decision)
    return creating(row, by=by, verb="organiser.approved")


def end_organiser(organiser: Organiser, *, by: User, until: datetime.date) -> None:
    """Say until when a unit was an approved organiser."""
    if organiser.until:
        raise DomainError(_("It has ended already."), code="ended")
    with changing(organiser, by=by, verb="organiser.ended"):
        organiser.until = until
