"""Enters the laboratories and centres that the documents name, once, through the services."""

from __future__ import annotations

import datetime

from entente.demo.facts import Institution, Together
from entente.demo.register import Register
from entente.office.models import Unit, User
from entente.partnerships.models import Agreement
from entente.research import services
from entente.research.models import JointCentre


def add_centres(facts: Institution, *, on: datetime.date, by: User) -> bool:
    """Enter what a home keeps together with partners, unless it has some; say whether it did."""
    unit = Unit.objects.get(code=facts.home.code)
    if not facts.kept_together or JointCentre.objects.filter(top_unit=unit).exists():
        return False
    register = Register(by=by)
    for mention in facts.mentions:
        register.enter(mention.partner, mention.source)
    for together in facts.kept_together:
        _add(together, unit, register, on=on, by=by)
    return True


def _add(
    together: Together, unit: Unit, register: Register, *, on: datetime.date, by: User
) -> None:
    centre = services.plan_centre(
        by=by,
        on=on,
        unit=unit,
        kind=together.kind,
        level=together.level,
        name_en=together.name_en,
        founded_on=together.founded or None,
        agreement=_agreement(together, unit, register),
        source=str(together.source),
    )
    for partner in together.partners:
        services.add_partner(
            centre, by=by, organisation=register.of(partner), since=together.founded or None
        )
    services.found_centre(centre, by=by, on=on)


def _agreement(together: Together, unit: Unit, register: Register) -> Agreement | None:
    if together.founded_by is None:
        return None
    partner = register.of(together.founded_by)
    return Agreement.objects.get(top_unit=unit, parties__organisation=partner)
