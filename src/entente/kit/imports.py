"""Sheets that people hand in: a row is a form, the sheet is stored whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.kit.errors import DomainError
from entente.kit.grids import Table, letters, read_grid

MOST_ROWS = 5_000
HEADINGS_WITHIN = 20


def read_table(file: IO[bytes], name: str, *, most: int | None = MOST_ROWS) -> Table:
    """Read the first sheet of a workbook, or a CSV file, as rows of texts (`kit.grids`)."""
    return read_grid(file, name, most=most).rows


def plain(heading: str) -> str:
    """Compare headings without case, spaces, stars and what stands in brackets after them."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s*:：]+|\(.*?\)$", "", text)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, where people find it in their sheet; or with a whole row."""

    row: int
    message: str
    column: str = ""
    heading: str = ""
    value: str = ""

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet program calls it: B7."""
        return f"{self.column}{self.row}"

    def __str__(self) -> str:
        if self.column:
            return _("%(cell)s: %(reason)s") % {"cell": self.cell, "reason": self.message}
        return _("Row %(row)s: %(reason)s") % {"row": self.row, "reason": self.message}


@dataclass(frozen=True)
class Alike:
    """The same thing wrong in one or many cells, which people mend at once."""

    fault: Fault
    cells: tuple[str, ...]

    @property
    def first_cells(self) -> str:
        """The first few cells, as a spreadsheet program calls them."""
        return ", ".join(self.cells[:3])

    @property
    def more(self) -> int:
        """How many cells there are beyond those."""
        return max(0, len(self.cells) - 3)


def alike(faults: Iterable[Fault]) -> list[Alike]:
    """Bring together what says the same of the same value in a column, in the order of rows."""
    found: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        found.setdefault((fault.column, fault.value, fault.message), []).append(fault)
    return [Alike(them[0], tuple(it.cell for it in them)) for them in found.values()]


@dataclass(frozen=True)
class ImportRow:
    """One row of a sheet: its number as people see it, and its form."""

    number: int
    form: forms.Form


class SheetReading:
    """Reads a table whose headings are the labels of a form, in any language of the system.

    `row_form` checks one row. `also_called` adds further headings for a field, as other offices
    and older sheets have them. A title above the headings does no harm, and rows without anything
    in them are passed over.

    `faults` says beforehand what is wrong, cell by cell; nothing is saved by asking.
    """

    row_form: ClassVar[type[forms.Form]]
    also_called: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, table: Table, *, by: Any) -> None:
        self.by = by
        self.faults: list[Fault] = []
        self.rows: list[ImportRow] = []
        at, found = self._find_headings(table)
        self.headings = table[at] if table else []
        self.places = {name: column for column, name in reversed(found.items())}
        self._check_headings(at + 1, found)
        if self.faults:
            return
        for number, cells in enumerate(table[at + 1 :], start=at + 2):
            if any(cells):
                self._read(number, cells)
        if not self.rows:
            self.faults.append(Fault(at + 1, _("The sheet has headings, but no rows below them.")))

    def values(self) -> list[dict[str, Any]]:
        """Give the values of every row; refuse a sheet in which anything is wrong."""
        self.refuse_faults()
        return [row.form.cleaned_data for row in self.rows]

    def refuse_faults(self) -> None:
        """Refuse the sheet, naming everything that is wrong in it."""
        if self.faults:
            ordered = sorted(self.faults, key=lambda it: it.row)
            raise DomainError([str(fault) for fault in ordered], code="faulty_rows")

    def blame(self, row: ImportRow, field: str, message: str) -> None:
        """Note what is wrong with a cell; without a column of the field, with the row."""
        at = self.places.get(field)
        if at is None:
            self.faults.append(Fault(row.number, message))
            return
        value = str(row.form.data.get(field, ""))
        self.faults.append(Fault(row.number, message, letters(at), self.headings[at], value))

    def _read(self, number: int, cells: list[str]) -> None:
        data = {name: cells[at] if at < len(cells) else "" for name, at in self.places.items()}
        row = ImportRow(number, self.row_form(data))
        self.rows.append(row)
        for name, errors in row.form.errors.items():
            for message in errors:
                self.blame(row, name, str(message))

    def _find_headings(self, table: Table) -> tuple[int, dict[int, str]]:
        """Find the row of headings and which field stands in which column."""
        known = self._known()
        best: tuple[int, dict[int, str]] = (0, {})
        for at, cells in enumerate(table[:HEADINGS_WITHIN]):
            found = {
                column: known[plain(cell)]
                for column, cell in enumerate(cells)
                if plain(cell) in known
            }
            if len(found) > len(best[1]):
                best = (at, found)
        return best

    def _check_headings(self, number: int, found: Mapping[int, str]) -> None:
        """Name the columns that lack, and those that stand there twice."""
        for name, field in self.row_form.base_fields.items():
            if field.required and name not in self.places:
                sentence = _("There is no column “%(heading)s”.")
                self.faults.append(Fault(number, sentence % {"heading": field.label}))
        for at, name in found.items():
            if at != self.places[name]:
                sentence = _("This column stands in the sheet twice; the other one is %(column)s.")
                message = sentence % {"column": letters(self.places[name])}
                heading = self.headings[at]
                self.faults.append(Fault(number, message, letters(at), heading, heading))

    def _known(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for name, field in self.row_form.base_fields.items():
            words = [name, *self.also_called.get(name, ())]
            for language, _label in settings.LANGUAGES:
                with override(language):
                    words.append(str(field.label or name))
            known |= {plain(word): name for word in words}
        return known


class SheetImport(SheetReading):
    """Stores a sheet row by row: `store` calls the service that a page would call."""

    @abstractmethod
    def store(self, values: Mapping[str, Any]) -> None:
        """Call the service that makes a record from the values of a row."""

    def apply(self) -> int:
        """Store every row, or none: a refusal names each faulty cell. Return how many."""
        self.refuse_faults()
        with transaction.atomic():
            for row in self.rows:
                self._store(row)
            if self.faults:
                transaction.set_rollback(True)
        self.refuse_faults()
        return len(self.rows)

    def _store(self, row: ImportRow) -> None:
        try:
            with transaction.atomic():
                self.store(row.form.cleaned_data)
        except ValidationError as refusal:
            told = getattr(refusal, "error_dict", {"": [refusal]})
            for name, errors in told.items():
                for message in (said for error in errors for said in error.messages):
                    self.blame(row, name, message)
