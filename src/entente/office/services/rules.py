"""Decisions about rules: what a rule says, for whom, from when."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office.models import Deadline, RuleValue, Unit, User
from entente.office.reckoning import declared, declared_rule

ONE_DAY = datetime.timedelta(days=1)


def load_published_rules() -> int:
    """Give each declared rule that has no value at all the published one; say how many.

    It runs after each migration and changes nothing that is there, so what an administrator set
    stays. What the program brings along is nobody's decision and no entry of the trail; the first
    change remembers it as what stood before.
    """
    there = set(RuleValue.objects.values_list("name", flat=True))
    new = [
        RuleValue(
            name=rule.name,
            value=rule.value,
            measure=rule.unit,
            source=rule.source,
            link=rule.link,
        )
        for rule in declared().values()
        if rule.name not in there
    ]
    for value in new:
        value.clean()
    RuleValue.objects.bulk_create(new)
    return len(new)


def add_rule_value(
    name: str,
    *,
    by: User,
    value: str,
    source: str,
    measure: str = "",
    link: str = "",
    unit: Unit | None = None,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> RuleValue:
    """Set what a rule says from a day on, everywhere or for a unit and all below it.

    A value without end that began before gives way on the eve; any other overlap is refused.
    """
    declared_rule(name)
    _refuse_outside(by, unit)
    with transaction.atomic():
        _hold(name)
        _give_way(name, unit, starts_on, by=by)
        _refuse_overlap(name, unit, starts_on, ends_on)
        new = RuleValue(
            name=name,
            value=value,
            measure=measure,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
            source=source,
            link=link,
        )
        creating(new, by=by, verb="rule.set")
        _reckon_anew(name)
    return new


def change_rule_value(row: RuleValue, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Correct a value, its source or its days; where it holds never changes."""
    _refuse_outside(by, row.unit)
    with transaction.atomic():
        _hold(row.name)
        with changing(row, by=by, verb="rule.changed", seen=seen):
            for name, new in values.items():
                setattr(row, name, new)
            _refuse_overlap(row.name, row.unit, row.starts_on, row.ends_on, but=row.pk)
        _reckon_anew(row.name)


def close_rule_value(row: RuleValue, *, by: User, ends_on: datetime.date) -> None:
    """Let a value hold until a day; from then on what is set above it, or nothing, holds."""
    _refuse_outside(by, row.unit)
    if row.ends_on and row.ends_on <= ends_on:
        raise DomainError(
            {"ends_on": _("It ends on %(day)s already.") % {"day": row.ends_on}}, code="ended"
        )
    with transaction.atomic():
        with changing(row, by=by, verb="rule.closed"):
            row.ends_on = ends_on
        _reckon_anew(row.name)


def _reckon_anew(name: str) -> None:
    """Mark what follows the rule; a job works the days out (`reckon_changed_deadlines`)."""
    Deadline.objects.following(name).update(to_reckon=True)


def _hold(name: str) -> None:
    """Let nobody else set the same rule until this is done."""
    list(RuleValue.objects.of(name).select_for_update().order_by("pk").values_list("pk"))


def _give_way(name: str, unit: Unit | None, starts_on: datetime.date | None, *, by: User) -> None:
    if starts_on is None:
        return
    eve = starts_on - ONE_DAY
    for before in RuleValue.objects.of(name).filter(unit=unit, ends_on=None).holding(eve):
        with changing(before, by=by, verb="rule.closed"):
            before.ends_on = eve


def _refuse_overlap(
    name: str,
    unit: Unit | None,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    *,
    but: int | None = None,
) -> None:
    same = RuleValue.objects.of(name).filter(unit=unit).overlapping(starts_on, ends_on)
    other = same.exclude(pk=but or 0).first()
    if other is not None:
        raise DomainError(
            {
                "starts_on": _(
                    "“%(value)s” holds in these days already. End it first, or choose other days."
                )
                % {"value": other.in_words}
            },
            code="overlap",
        )


def _refuse_outside(by: User, unit: Unit | None) -> None:
    if by.is_system:
        return
    if unit is None and not by.scope("office.change_rulevalue").everything:
        raise DomainError(
            {"unit": _("Only an administrator of the whole installation sets what holds for all.")},
            code="outside_own_units",
        )
    if unit is not None and not by.may("office.change_rulevalue", unit):
        raise DomainError(
            {"unit": _("You may set rules only for units that you administer.")},
            code="outside_own_units",
        )
