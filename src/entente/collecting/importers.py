"""Sheets that units fill in and send back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from entente.collecting import services
from entente.collecting.counting import Line, lines_of
from entente.collecting.enums import AnswerKind
from entente.collecting.forms import SheetRowForm
from entente.collecting.models import Part
from entente.kit.grids import Table
from entente.kit.imports import SheetReading


class AnswerSheet(SheetReading):
    """The sheet of a unit, read against what it was asked."""

    row_form = SheetRowForm

    def __init__(self, table: Table, *, part: Part, by: Any) -> None:
        super().__init__(table, by=by)
        self.part = part
        self.lines = {line.measure.name: line for line in lines_of(part)}
        seen: set[str] = set()
        for row in self.rows:
            name = row.form.data.get("measure", "")
            if name not in self.lines:
                self.blame(row, "measure", _("This measure is not asked in this round."))
            elif name in seen:
                self.blame(row, "measure", _("This measure stands in the sheet twice."))
            seen.add(name)
            self._check(row, name)

    def _check(self, row: Any, name: str) -> None:
        values = getattr(row.form, "cleaned_data", {})
        if name not in self.lines or "number" not in values:
            return
        if self._answer(values, self.lines[name])["kind"] == AnswerKind.CORRECTED:
            if not values.get("source"):
                self.blame(row, "source", _("Name the source of the number."))
            if not values.get("reason"):
                self.blame(row, "reason", _("Say why the records do not have this number."))

    def _answer(self, values: dict[str, Any], line: Line) -> dict[str, Any]:
        """Read a line: the number of the records needs no correction, and 0 is nil."""
        number = values["number"]
        said = {"measure": line.measure.name, "reason": values.get("reason", "")}
        if number is None or number == ("=", line.now.exact, None):
            return said | {"kind": AnswerKind.RECORDS}
        comparator, low, high = number
        if (comparator, low) == ("=", 0):
            return said | {"kind": AnswerKind.NIL}
        return said | {
            "kind": AnswerKind.CORRECTED,
            "comparator": comparator,
            "low": low,
            "high": high,
            "source": values.get("source", ""),
        }

    def apply(self) -> int:
        """Take all answers, or none; say how many."""
        self.refuse_faults()
        rows = [
            self._answer(row.form.cleaned_data, self.lines[row.form.cleaned_data["measure"]])
            for row in self.rows
        ]
        return services.answer_sheet(self.part, rows, by=self.by)
