"""Values of rules in the reader's words: `12, 6, 3 months`, `two days`, `yes`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.office.enums import RuleKind, RuleUnit
from entente.office.reckoning.values import read

_named: dict[str, Mapping[str, Any]] = {}


def name_words(rules: Iterable[str], words: Mapping[str, Any]) -> None:
    """Say how the words of some rules are read, by the code that stands in their values."""
    _named.update(dict.fromkeys(rules, words))


def named_words(rule: str) -> Mapping[str, Any]:
    """Give the words that a rule may hold and how each is read; empty where any word may stand."""
    return _named.get(rule, {})


def say(kind: str, text: str, unit: str = "", rule: str = "") -> str:
    """Say a value in the reader's language, with its unit; `rule` names whose value it is."""
    match kind:
        case RuleKind.DURATION | RuleKind.NUMBER:
            return _measured(text, Decimal(text), unit)
        case RuleKind.DURATIONS:
            return _measured(text, read(kind, text, unit)[0].number, unit)
        case RuleKind.WORDS:
            named = named_words(rule)
            return _(", ").join(str(named.get(word, word)) for word in read(kind, text))
        case RuleKind.YES_NO:
            return _("yes") if read(kind, text) else _("no")
        case RuleKind.MONEY:
            return f"{unit} {Decimal(text):,.2f}"
        case _:
            return text


def _measured(text: str, number: Decimal, unit: str) -> str:
    count = 1 if number == 1 else 2
    words = {
        RuleUnit.HOURS: ngettext("%(number)s hour", "%(number)s hours", count),
        RuleUnit.DAYS: ngettext("%(number)s day", "%(number)s days", count),
        RuleUnit.WORKING_DAYS: ngettext("%(number)s working day", "%(number)s working days", count),
        RuleUnit.WEEKS: ngettext("%(number)s week", "%(number)s weeks", count),
        RuleUnit.MONTHS: ngettext("%(number)s month", "%(number)s months", count),
        RuleUnit.YEARS: ngettext("%(number)s year", "%(number)s years", count),
        RuleUnit.PERSONS: ngettext("%(number)s person", "%(number)s persons", count),
        RuleUnit.ITEMS: ngettext("%(number)s item", "%(number)s items", count),
        RuleUnit.MEGABYTES: "%(number)s MB",
        RuleUnit.COUNTRIES: ngettext("%(number)s country", "%(number)s countries", count),
        RuleUnit.TIMES: ngettext("%(number)s time", "%(number)s times", count),
    }
    return words[RuleUnit(unit)] % {"number": text}
