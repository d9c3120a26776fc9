"""Dates as exact as their source, periods, working days; today is always passed in."""

from entente.kit.periods.fields import PartialDateField, PartialDateFormField
from entente.kit.periods.lookups import (
    holds_on,
    in_order,
    not_after,
    not_before,
    possibly_within,
    surely_not_after,
    surely_not_before,
    surely_within,
)
from entente.kit.periods.partial import FIRST_YEAR, LAST_YEAR, PartialDate, Precision
from entente.kit.periods.spans import Period, add_months
from entente.kit.periods.words import in_words
from entente.kit.periods.workdays import (
    add_working_days,
    is_working_day,
    working_days_between,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "PartialDate",
    "PartialDateField",
    "PartialDateFormField",
    "Period",
    "Precision",
    "add_months",
    "add_working_days",
    "holds_on",
    "in_order",
    "in_words",
    "is_working_day",
    "not_after",
    "not_before",
    "possibly_within",
    "surely_not_after",
    "surely_not_before",
    "surely_within",
    "working_days_between",
]
