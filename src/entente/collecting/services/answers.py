"""Decisions about answers: as the records say, corrected, or nil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.collecting.enums import AnswerKind
from entente.collecting.models import Answer, Part
from entente.figures.enums import Comparator
from entente.kit.audit import changing
from entente.kit.errors import DomainError
from entente.office.models import User

NUMBER = ("comparator", "low", "high")


def answer_measure(
    answer: Answer,
    *,
    by: User,
    kind: str,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Say that the records are right, correct them with reason and source, or report nil."""
    with transaction.atomic():
        part = Part.objects.select_for_update(of=("self",)).get(pk=answer.part_id)
        _refuse_locked(part)
        with changing(answer, by=by, verb="answer.given", seen=seen):
            answer.kind = kind
            corrected = kind == AnswerKind.CORRECTED
            answer.comparator = values.get("comparator") or Comparator.EXACT if corrected else ""
            answer.low = values.get("low") if corrected else None
            answer.high = values.get("high") if corrected else None
            answer.reason = values.get("reason", "") if kind != AnswerKind.RECORDS else ""
            answer.source = values.get("source", "") if corrected else ""


def answer_sheet(part: Part, rows: Sequence[Mapping[str, Any]], *, by: User) -> int:
    """Take the answers of a sheet, all or none; say how many lines it had."""
    with transaction.atomic():
        known = {answer.measure: answer for answer in part.answers.all()}
        for row in rows:
            values = dict(row)
            answer_measure(known[values.pop("measure")], by=by, **values)
    return len(rows)


def _refuse_locked(part: Part) -> None:
    if not part.is_being_filled:
        raise DomainError(
            _("The sheet is handed in or closed. It can be sent back to be changed."),
            code="locked",
        )
