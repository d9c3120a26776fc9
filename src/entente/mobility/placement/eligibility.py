"""Who may be placed where: rules are data, and each that fails is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entente.mobility.placement.instance import LEVELS

RANK = {level: rank for rank, level in enumerate(LEVELS)}


def failed(rules: Mapping[str, Any], applicant: Mapping[str, Any]) -> list[str]:
    """Name the rules of an option that an applicant does not fulfil.

    What is not known of an applicant fulfils no rule that asks for it; an empty rule asks nothing.
    A certificate at the level or above it passes.
    """
    names = []
    least = rules.get("min_gpa")
    if least is not None:
        gpa = applicant.get("gpa")
        if gpa is None or gpa < least:
            names.append("min_gpa")
    wanted = rules.get("languages")
    if wanted and not _speaks(wanted, applicant.get("languages") or {}):
        names.append("languages")
    for rule, name in (("levels", "level"), ("fields", "field")):
        if rules.get(rule) and applicant.get(name) not in rules[rule]:
            names.append(rule)
    return names


def _speaks(wanted: Mapping[str, str], known: Mapping[str, str]) -> bool:
    return all(
        language in known and RANK[known[language]] >= RANK[level]
        for language, level in wanted.items()
    )
