"""Values of rules and days worked out from them: pure reckoning, no database."""

from entente.office.reckoning.days import latest_stage, reckon, stage_days
from entente.office.reckoning.declared import (
    Declaration,
    declare_rules,
    declared,
    declared_rule,
    rule_groups,
)
from entente.office.reckoning.values import (
    DayOfYear,
    Duration,
    Money,
    advice,
    plain,
    read,
    units_of,
)
from entente.office.reckoning.wording import name_words, named_words, say

__all__ = [
    "DayOfYear",
    "Declaration",
    "Duration",
    "Money",
    "advice",
    "declare_rules",
    "declared",
    "declared_rule",
    "latest_stage",
    "name_words",
    "named_words",
    "plain",
    "read",
    "reckon",
    "rule_groups",
    "say",
    "stage_days",
    "units_of",
]
