"""Workbooks of rounds: the sheet that a unit fills in, and the merged result."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.collecting.counting import lines_of
from entente.collecting.enums import AnswerKind
from entente.collecting.models import Answer, Part, Round
from entente.kit.bilingual import current_language
from entente.kit.downloads import WRITERS
from entente.kit.sheets import write_xlsx

SIGNS = {">": ">", ">=": "≥", "~": "~"}


def answer_with(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook."""
    return HttpResponse(
        content,
        content_type=WRITERS["xlsx"][1],
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


def as_typed(answer: Answer) -> str:
    """Write an answer as a unit types it; empty where the records are right."""
    if answer.kind == AnswerKind.NIL:
        return "0"
    if answer.kind != AnswerKind.CORRECTED or answer.low is None:
        return ""
    if answer.high is not None:
        return f"{answer.low}–{answer.high}"
    return f"{SIGNS.get(answer.comparator, '')}{answer.low}"


def part_xlsx(part: Part) -> bytes:
    """Draw the sheet of a unit: definitions in both languages, numbers from records, answers."""
    headings = [
        _("Code of the measure"),
        _("Name in Chinese"),
        _("Name in English"),
        _("Definition in Chinese"),
        _("Definition in English"),
        _("Counted in (Chinese)"),
        _("Counted in (English)"),
        _("Period"),
        _("From records"),
        pgettext("sheet", "Your number"),
        _("Source of the corrected number"),
        _("Reason"),
    ]
    told = {entry["measure"]: entry for entry in part.round.definitions}
    rows = []
    for line in lines_of(part):
        entry, answer = told[line.measure.name], line.answer
        words = [
            entry[key][language]
            for key in ("labels", "definitions", "units")
            for language in ("zh", "en")
        ]
        number = line.basis.exact if line.basis.exact is not None else line.basis.plain
        rows.append(
            [
                line.measure.name,
                *words,
                entry["periods"][current_language()],
                number,
                as_typed(answer),
                answer.source,
                answer.reason,
            ]
        )
    out = io.BytesIO()
    write_xlsx(headings, rows, out)
    return out.getvalue()


def result_xlsx(round: Round, result: dict[str, Any]) -> bytes:
    """Draw the result: each unit's number with its bounds and source, then the total."""
    headings = [
        _("Measure"),
        _("Counted in"),
        _("Period"),
        _("Unit"),
        _("Number"),
        _("At least"),
        _("At most"),
        _("From records"),
        _("Answer"),
        _("Source"),
        _("Reason"),
        _("Signed off on"),
        _("Signed off by"),
    ]
    out = io.BytesIO()
    write_xlsx(headings, result_lines(round, result), out)
    return out.getvalue()


def result_lines(round: Round, result: dict[str, Any]) -> Iterator[list[Any]]:
    """Give the lines of the result, and at its end what was left out and the hash."""
    language = current_language()
    kinds = dict(AnswerKind.choices)

    def numbers(bounds: dict[str, Any]) -> list[Any]:
        exact = bounds["low"] == bounds["high"]
        return [bounds["low"] if exact else bounds["plain"], bounds["low"], bounds["high"]]

    for entry in result["measures"]:
        head = [entry[key][language] for key in ("labels", "units", "periods")]
        for answer in entry["answers"]:
            yield [
                *head,
                answer["unit"][language] or answer["unit"]["zh"] or answer["unit"]["en"],
                *numbers(answer["number"]),
                numbers(answer["from_records"])[0],
                str(kinds[answer["kind"]]),
                answer["source"],
                answer["reason"],
                answer["signed_on"],
                answer["signed_by"].get(language, ""),
            ]
        yield [
            *head,
            _("Total"),
            *numbers(entry["total"]),
            numbers(entry["from_records_of_all"])[0],
        ]
    for unit in result["missing"]:
        yield ["", "", "", unit[language] or unit["zh"] or unit["en"], _("not signed off")]
    if round.result_hash:
        yield ["SHA-256", round.result_hash]
