"""Enters the laboratories, centres and projects that the documents tell of, once, by services."""

from __future__ import annotations

import datetime

from entente.demo.facts import Institution, JointWork, Together
from entente.demo.register import Register
from entente.office.models import Unit, User
from entente.partnerships.models import Agreement
from entente.research import services
from entente.research.models import JointCentre, JointProject


def add_research(facts: Institution, *, on: datetime.date, by: User) -> bool:
    """Enter a home's laboratories, centres and projects, unless it has some; say whether it did."""
    unit = Unit.objects.get(code=facts.home.code)
    there = any(rows.objects.filter(top_unit=unit).exists() for rows in (JointCentre, JointProject))
    if there or not (facts.kept_together or facts.projects):
        return False
    register = Register(by=by)
    for mention in facts.mentions:
        register.enter(mention.partner, mention.source)
    for together in facts.kept_together:
        _add(together, unit, register, on=on, by=by)
    for work in facts.projects:
        _add_project(work, unit, register, on=on, by=by)
    return True


def _add(
    together: Together, unit: Unit, register: Register, *, on: datetime.date, by: User
) -> None:
    centre = services.plan_centre(
        by=by,
        on=on,
        unit=unit,
        owner=None,
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


def _add_project(
    work: JointWork, unit: Unit, register: Register, *, on: datetime.date, by: User
) -> None:
    partner = register.of(work.partner)
    project = services.enter_project(
        by=by,
        unit=unit,
        owner=None,
        title_en=work.title_en,
        funder=partner,
        source=str(work.source),
    )
    services.add_project_partner(project, by=by, organisation=partner)
    services.approve_project(project, by=by, on=on, approved_on=work.approved)
