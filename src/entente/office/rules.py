"""Asking for a rule: by name, for a day, for a unit.

    notice = rule("agreement.end_notice", on=agreement.last_day, unit=agreement.unit)

gives the value that is set nearest to the unit and holds on that day, as Python has it: a
`Duration`, a tuple of them (longest first), an int, a `Fraction`, a `DayOfYear`, a tuple of words,
a bool, `Money`. Which rules there are, and of which kind, stands in each app's `rules.toml`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.office.models import RuleValue, Unit
from entente.office.models.rules import ancestors
from entente.office.reckoning import declared_rule


class MissingRuleError(DomainError):
    """No value of the rule holds on that day; an administrator can set one."""


def rule(name: str, *, on: datetime.date, unit: Unit | None = None) -> Any:
    """Give what a rule says on a day for a unit (None: what holds everywhere), in one query.

    A name that no app declares is an `UnknownRuleError`; a rule without a value on that day is a
    `MissingRuleError`, in words for the reader.
    """
    return rule_value(name, on=on, unit=unit).typed


def rule_value(name: str, *, on: datetime.date, unit: Unit | None = None) -> RuleValue:
    """Give the same with its source, link and validity, to cite it."""
    declaration = declared_rule(name)
    found = list(RuleValue.objects.of(name).holding(on).at(unit))
    if not found:
        raise MissingRuleError(
            _(
                "The rule “%(rule)s” has no value on %(day)s. An administrator can set one on the"
                " page of rules."
            )
            % {"rule": declaration, "day": on.isoformat()},
            code="missing_rule",
        )
    depth = {key: place for place, key in enumerate(ancestors(unit), start=1)} if unit else {}
    return max(found, key=lambda value: depth.get(value.unit_id or 0, 0))


@dataclass(frozen=True)
class Requirement:
    """One thing that a rule asks: at which field, whether it is fulfilled, else what to do."""

    name: str
    label: Any
    met: bool
    advice: str = ""
    cited: RuleValue | None = None


def refuse_missing(asked: list[Requirement]) -> None:
    """Refuse where something is missing; each sentence names the rule where there is one."""
    missing: dict[str, str] = {}
    for one in asked:
        if not one.met:
            missing.setdefault(one.name, cite(one.advice, one.cited))
    if missing:
        raise DomainError(missing, code="missing")


def cite(sentence: str, value: RuleValue | None) -> str:
    """Put the rule behind a sentence."""
    if value is None:
        return sentence
    return _("%(sentence)s Rule: %(rule)s (%(source)s).") % {
        "sentence": sentence,
        "rule": value.declaration,
        "source": value.source,
    }
