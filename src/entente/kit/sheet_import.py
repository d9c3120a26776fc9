"""Sheets that people hand in: a row is a form, and the sheet is all or nothing."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from entente.kit.errors import DomainError
from entente.kit.files.inspection import inspect
from entente.kit.files.kinds import CSV, SHEETS

Table = list[list[str]]
ENCODINGS = ("utf-8-sig", "gb18030")
MOST_ROWS = 5000
MOST_COLUMNS = 60


def read_table(upload: Any) -> Table:
    """Read the first sheet of a workbook, or a CSV file, as rows of texts; the headings first.

    A file that is no sheet, harmful, damaged or too long is refused.
    """
    with TemporaryFile() as copy:  # inspection wants a file that lies on a disk
        copyfileobj(upload, copy)
        kind = inspect(copy, upload.name, upload.size, SHEETS)
        copy.seek(0)
        table = _csv(copy.read()) if kind is CSV else _workbook(copy)
    while table and not any(table[-1]):
        table.pop()
    if len(table) < 2:
        raise DomainError(_("The sheet has no rows below its headings."), code="no_rows")
    if len(table) > MOST_ROWS + 1:
        sentence = _("The sheet has more than %(most)s rows. Divide it.")
        raise DomainError(sentence % {"most": MOST_ROWS}, code="too_long")
    return table


def _workbook(file: IO[bytes]) -> Table:
    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        # The rows that people see begin at 1, whether or not something stands in them.
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise DomainError(
            _("This workbook cannot be read. Save it anew and try again."), code="damaged"
        ) from error
    return [[_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows]


def _csv(content: bytes) -> Table:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in rows]
    raise DomainError(_("The file is neither UTF-8 nor GB18030 text."), code="encoding")


def _text(cell: Any) -> str:
    """Write a cell as people read it: whole numbers without a point, days without an hour."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell).strip()


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


class SheetImport:
    """Rows of a sheet, each read by a form; subclasses name the form and store the values.

    A heading is known by the field's name, by its label in any language of the system, or by a
    word in `also_called`. Rows without anything in them are passed over.
    """

    row_form: ClassVar[type[forms.Form]]
    also_called: ClassVar[Mapping[str, Sequence[str]]] = {}

    def __init__(self, table: Table, *, by: Any) -> None:
        self.by = by
        self.headings = table[0]
        self.places = self._places()
        self.rows: list[tuple[int, forms.Form]] = []
        self.faults: list[Fault] = self._missing_headings()
        if self.faults:
            return
        for number, cells in enumerate(table[1:], start=2):
            if any(cells):
                self._read(number, cells)

    def values(self) -> list[dict[str, Any]]:
        """Give the values of every row; refuse a sheet in which anything is wrong."""
        if self.faults:
            raise DomainError(
                _("Nothing was imported: the sheet has faults. Mend them and import it again."),
                code="faults",
            )
        return [form.cleaned_data for _number, form in self.rows]

    def blame(self, row: int, field: str, message: str) -> None:
        """Note what is wrong with a cell."""
        at = self.places.get(field)
        if at is None:
            self.faults.append(Fault(row, message))
            return
        form = dict(self.rows).get(row)
        value = str(form.data.get(field, "")) if form else ""
        self.faults.append(Fault(row, message, letters(at), self.headings[at], value))

    def _read(self, number: int, cells: list[str]) -> None:
        data = {name: cells[at] if at < len(cells) else "" for name, at in self.places.items()}
        form = self.row_form(data)
        self.rows.append((number, form))
        for name, errors in form.errors.items():
            for message in errors:
                self.blame(number, name, str(message))

    def _places(self) -> dict[str, int]:
        """Find the column of each field."""
        words = self._words()
        places: dict[str, int] = {}
        for at, heading in enumerate(self.headings):
            if (name := words.get(_folded(heading))) and name not in places:
                places[name] = at
        return places

    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for name, field in self.row_form.base_fields.items():
            known = [name, *self.also_called.get(name, ())]
            for language, _label in settings.LANGUAGES:
                with translation.override(language):
                    known.append(str(field.label))
            words |= {_folded(word): name for word in known}
        return words

    def _missing_headings(self) -> list[Fault]:
        sentence = _("There is no column “%(heading)s”.")
        return [
            Fault(1, sentence % {"heading": field.label})
            for name, field in self.row_form.base_fields.items()
            if field.required and name not in self.places
        ]


def letters(at: int) -> str:
    """Name a column as a spreadsheet program does: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _folded(heading: str) -> str:
    return "".join(heading.casefold().split()).strip("*:：")
