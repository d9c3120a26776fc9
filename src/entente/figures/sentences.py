"""Sentences of figures: templates in both languages with a place for the number.

A template holds `{number}` once, and may hold `{period}` (the period as one speaks of it) and
`{day}` (its last day). What follows the number names what is counted; where it names something
else than the measure counts, the sentence is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from entente.kit.measures import CountingUnit
from entente.kit.periods import PartialDate, Period

NUMBER = "{number}"
PLACES = frozenset({"number", "period", "day"})
BRACES = re.compile(r"\{([^{}]*)\}")
CODES = {"zh": "zh-hans", "en": "en"}

U = CountingUnit
# What stands behind a number in Chinese; the longest that fits is meant, so 人次 is not 人.
CHINESE: dict[CountingUnit, tuple[str, ...]] = {
    U.PERSONS: ("人", "名", "位"),
    U.PERSON_TIMES: ("人次",),
    U.GROUPS: ("个团组", "个代表团", "个团", "批次", "批", "团组"),
    U.INSTITUTIONS: ("所", "家"),
    U.COUNTRIES: ("个国家", "国"),
    U.PROGRAMMES: ("个项目", "个合作项目"),
    U.AGREEMENTS: ("份",),
    U.PROJECTS: (),
    U.LABS: ("个实验室", "个联合实验室", "个国际联合实验室"),
    U.CENTRES: ("个中心", "个研究中心"),
    U.EVENTS: ("场", "届"),
    U.COURSES: ("期", "门"),
    U.PUBLICATIONS: ("篇", "篇论文"),
    U.PATENTS: ("件", "件专利", "项专利"),
    U.PRIZES: ("项奖", "项奖励"),
    U.MONEY: ("元", "万元", "亿元"),
    U.MONTHS: ("个月",),
    U.YEARS: ("年",),
}
# Nouns that name what is counted in English, looked for in the words after the number. They stand
# in the plural: in “7 student exchange agreements” the students are not what is counted.
ENGLISH: dict[CountingUnit, tuple[str, ...]] = {
    U.PERSONS: ("persons", "people", "students", "teachers", "experts", "scholars", "graduates"),
    U.PERSON_TIMES: ("person-times", "visitors", "participations", "arrivals", "engagements"),
    U.GROUPS: ("groups", "delegations"),
    U.INSTITUTIONS: ("institutions", "universities", "members"),
    U.COUNTRIES: ("countries",),
    U.PROGRAMMES: ("programmes", "programs"),
    U.AGREEMENTS: ("agreements",),
    U.PROJECTS: ("projects",),
    U.LABS: ("laboratories", "labs"),
    U.CENTRES: ("centers", "centres"),
    U.EVENTS: ("conferences", "events", "schools"),
    U.COURSES: ("courses",),
    U.PUBLICATIONS: ("publications", "papers"),
    U.PATENTS: ("patents",),
    U.PRIZES: ("prizes", "awards"),
    U.MONEY: ("yuan", "rmb"),
    U.MONTHS: ("months",),
    U.YEARS: ("years",),
}
# A noun this far behind the number is about something else.
WORDS_LOOKED_AT = 5
UNITS_APART = (U.PERSONS, U.PERSON_TIMES, U.GROUPS)


def faults(template: str, language: str, unit: CountingUnit) -> str:
    """Say what is wrong with a template in one sentence; empty where nothing is."""
    found = BRACES.findall(template)
    if unknown := [name for name in found if name not in PLACES]:
        return gettext("“%(place)s” is not filled in. There are {number}, {period} and {day}.") % {
            "place": f"{{{unknown[0]}}}"
        }
    if found.count("number") != 1:
        return gettext("Write {number} once, where the number is to stand.")
    if counted := counts_another(template, language, unit):
        return gettext(
            "The sentence speaks of %(other)s, but what is counted are %(unit)s. These are not the"
            " same number."
        ) % {"other": counted.label, "unit": unit.label}
    return ""


def counts_another(template: str, language: str, unit: CountingUnit) -> CountingUnit | None:
    """Give the unit that the words after the number name, if it is another one."""
    behind = template.partition(NUMBER)[2].lstrip().lower()
    named = _in_chinese(behind) if language == "zh" else _in_english(behind)
    if named is None or named is unit:
        return None
    # Persons, person-times and groups are never mixed; “12 members” can be persons or institutions.
    apart = unit in UNITS_APART and named in UNITS_APART
    return named if apart or language == "zh" or unit not in UNITS_APART else None


def _in_chinese(behind: str) -> CountingUnit | None:
    fits = [
        (len(word), unit)
        for unit, words in CHINESE.items()
        for word in words
        if behind.startswith(word)
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _in_english(behind: str) -> CountingUnit | None:
    clause = re.split(r"[.,;:(]", behind, maxsplit=1)[0]
    words = re.findall(r"[a-z-]+", clause)[:WORDS_LOOKED_AT]
    for word in words:
        for unit, nouns in ENGLISH.items():
            if word in nouns:
                return unit
    return None


def fill(template: str, language: str, number: str, period: Period) -> str:
    """Put number, period and day into a template."""
    with translation.override(CODES[language]):
        values: Mapping[str, Any] = {
            "number": number,
            "period": period.label,
            "day": PartialDate.of(period.last).localized(),
        }
    return BRACES.sub(lambda place: str(values.get(place[1], place[0])), template)
