"""What the records of a unit say of a round, and what becomes of all answers together."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from entente.collecting.enums import AnswerKind
from entente.collecting.models import Answer, Part, Round
from entente.figures.counting import Counted, Question
from entente.figures.sentences import CODES
from entente.kit.bilingual import LANGUAGES
from entente.kit.measures import Measure
from entente.kit.quantities import Quantity, together, total
from entente.office.models import Unit


@dataclass(frozen=True)
class Line:
    """One measure on the sheet of a unit: the answer, and what the records say now."""

    answer: Answer
    measure: Measure
    round: Round

    @cached_property
    def counted(self) -> Counted:
        """Count the records of the unit now, tallies with them."""
        return self.question.count(self.round.period_of(self.measure))

    @property
    def question(self) -> Question:
        """What is counted."""
        return Question(self.measure, self.answer.unit, {})

    @property
    def now(self) -> Quantity:
        """What the records say now."""
        return self.counted.number

    @property
    def basis(self) -> Quantity:
        """What the answer rests on: kept when the sheet was handed in, else today's number."""
        return self.answer.kept or self.now

    @property
    def said(self) -> Quantity:
        """The number of the unit."""
        return self.answer.said(self.basis)

    @property
    def has_moved(self) -> bool:
        """Whether the records say something else than when the sheet was handed in."""
        return self.answer.kept is not None and self.answer.kept != self.now

    @property
    def period(self) -> str:
        """The days counted, in words."""
        return str(self.round.period_of(self.measure).label)

    def rows(self) -> QuerySet[Any] | None:
        """Give the records behind the number of now."""
        return self.question.counted_rows(self.round.period_of(self.measure))


def lines_of(part: Part) -> list[Line]:
    """Give the sheet of a unit line by line, in the order in which the round asks."""
    answers = {answer.measure: answer for answer in part.answers.select_related("unit__top")}
    return [
        Line(answers[measure.name], measure, part.round)
        for measure in part.round.asked()
        if measure.name in answers
    ]


def added(measure: Measure, numbers: list[Quantity]) -> Quantity:
    """Add the numbers of several units.

    Where different things are counted, one may be in two units: the sum is an upper bound only.
    """
    return together(numbers) if measure.counts else total(numbers)


# --- The result -----------------------------------------------------------------------------------


def definitions_of(round: Round) -> list[dict[str, Any]]:
    """Write what is asked in both languages, as it stands now."""
    return [
        {
            "measure": measure.name,
            "labels": _in_both(lambda: str(measure.label)),  # noqa: B023
            "definitions": _in_both(lambda: str(measure.definition)),  # noqa: B023
            "units": _in_both(lambda: str(measure.unit.label)),  # noqa: B023
            "periods": _in_both(lambda: str(round.period_of(measure).label)),  # noqa: B023
        }
        for measure in round.asked()
    ]


def _in_both(words: Callable[[], str]) -> dict[str, str]:
    read = {}
    for language in LANGUAGES:
        with translation.override(CODES[language]):
            read[language] = words()
    return read


def result_of(round: Round, on: datetime.date) -> dict[str, Any]:
    """Give the numbers of all units: the locked copy, or what stands there on a day."""
    if round.result:
        kept: dict[str, Any] = round.result
        return kept
    parts = list(round.parts.select_related("unit", "unit__top", "round", "signed_by"))
    parts.sort(key=lambda part: part.unit.path)
    sheets = {part.pk: {line.measure.name: line for line in lines_of(part)} for part in parts}
    asked = {entry["measure"]: entry for entry in round.definitions or definitions_of(round)}
    return {
        "day": on.isoformat(),
        "names": {"zh": round.name_zh, "en": round.name_en},
        "unit": _unit(round.unit),
        "from": round.starts_on.isoformat(),
        "cut_off": round.cut_off_on.isoformat(),
        "missing": [_unit(part.unit) for part in parts if part.signed_on is None],
        "measures": [
            asked[measure.name]
            | _summed(
                round, measure, parts, {pk: it.get(measure.name) for pk, it in sheets.items()}
            )
            for measure in round.asked()
            if measure.name in asked
        ],
    }


def _summed(
    round: Round, measure: Measure, parts: list[Part], lines: dict[int, Line | None]
) -> dict[str, Any]:
    signed = [
        (part, line)
        for part in parts
        if (line := lines[part.pk]) is not None and part.signed_on is not None
    ]
    sum_ = added(measure, [line.said for _part, line in signed])
    whole = Question(measure, round.unit, {}).count(round.period_of(measure)).number
    return {
        "answers": [_answered(part, line) for part, line in signed],
        "total": _bounds(sum_),
        "adds_up": not measure.counts,
        "from_records_of_all": _bounds(whole),
    }


def _answered(part: Part, line: Line) -> dict[str, Any]:
    answer = line.answer
    return {
        "unit": _unit(part.unit),
        "kind": answer.kind,
        "number": _bounds(line.said),
        "from_records": _bounds(line.basis),
        "reason": answer.reason,
        "source": answer.source if answer.kind == AnswerKind.CORRECTED else "",
        "signed_on": part.signed_on.isoformat() if part.signed_on else "",
        "signed_by": {"zh": part.signed_by.name_zh, "en": part.signed_by.name_en}
        if part.signed_by
        else {},
    }


def _unit(unit: Unit) -> dict[str, str]:
    return {"zh": unit.name_zh, "en": unit.name_en, "code": unit.code}


def _bounds(quantity: Quantity) -> dict[str, Any]:
    return {"low": quantity.low, "high": quantity.high, "plain": quantity.plain}


def hash_of(result: dict[str, Any]) -> str:
    """Give the SHA-256 of a result, in hexadecimal: JSON with sorted keys and no spaces."""
    text = json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
