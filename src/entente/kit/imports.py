"""Sheets that people hand in: a row is a form, the sheet is stored whole or not at all."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import re
import unicodedata
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from python_calamine import CalamineError, CalamineWorkbook

from entente.kit.errors import DomainError
from entente.kit.files.inspection import inspect
from entente.kit.files.kinds import CSV, SHEETS
from entente.kit.files.names import clean_name

MOST_ROWS = 20_000
HEADINGS_WITHIN = 20

Cells = list[str]


def read_rows(file: IO[bytes], name: str) -> Iterator[tuple[int, Cells]]:
    """Give every row that holds something, with the number that people see beside it.

    The first sheet of a workbook is read, or a CSV file in UTF-8 or GB 18030. Values come as
    texts: a day as 2026-05-01, a whole number without a point.
    """
    size = file.seek(0, 2)
    kind = inspect(file, clean_name(name), size, SHEETS)
    file.seek(0)
    rows = _csv_rows(file.read()) if kind is CSV else _workbook_rows(file)
    for number, row in rows:
        cells = [_text(value) for value in row]
        if any(cells):
            yield number, cells


def _csv_rows(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    text = _decoded(content)
    delimiter = max(",;\t", key=text[:2000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    for row in reader:
        yield before + 1, row
        before = reader.line_num


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _workbook_rows(file: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    try:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise DomainError(_("This workbook cannot be read. Please save it again.")) from error
    yield from enumerate(rows, start=1)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(" ", "minutes")
    return "" if value is None else str(value).strip()


def _plain(heading: str) -> str:
    """Compare headings without case, spaces, stars and what stands in brackets after them."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s*:：]+|\(.*?\)$", "", text)


@dataclass
class ImportRow:
    """One row of a sheet: its number, and its form."""

    number: int
    form: forms.Form
    refusal: ValidationError | None = None

    @property
    def faults(self) -> list[str]:
        """Say what is wrong, each with the heading that it stands under."""
        faults = [
            str(error) if name == "__all__" else f"{self.form.fields[name].label}: {error}"
            for name, errors in self.form.errors.items()
            for error in errors
        ]
        return faults + (self.refusal.messages if self.refusal else [])


class SheetImport:
    """Reads a sheet whose headings are the labels of a form, in any language of the system.

    `row_form` checks one row; `store` calls the service that a page would call. `also_called`
    adds further headings for a field, as other offices and older sheets have them.
    """

    row_form: ClassVar[type[forms.Form]]
    also_called: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, file: IO[bytes], name: str, *, by: Any) -> None:
        self.by = by
        self._rows = list(read_rows(file, name))

    @abstractmethod
    def store(self, values: Mapping[str, Any]) -> None:
        """Call the service that makes a record from the values of a row."""

    @cached_property
    def rows(self) -> list[ImportRow]:
        """Give the rows below the headings, each with its form filled in."""
        at, columns = self._headings()
        rows = [
            ImportRow(number, self.row_form({columns[i]: cells[i] for i in columns}))
            for number, cells in self._rows[at + 1 :]
        ]
        if not rows:
            raise DomainError(_("The sheet has headings, but no rows below them."))
        if len(rows) > MOST_ROWS:
            raise DomainError(
                _("The sheet has more than %(most)s rows. Please divide it.") % {"most": MOST_ROWS}
            )
        return rows

    @property
    def faulty(self) -> list[ImportRow]:
        """Give the rows that could not be stored, for a preview; nothing is saved by asking."""
        return [row for row in self.rows if row.faults]

    def apply(self) -> int:
        """Store every row, or none: a refusal names each faulty row. Return how many."""
        if not self.faulty:
            with transaction.atomic():
                for row in self.rows:
                    self._store(row)
                if self.faulty:
                    transaction.set_rollback(True)
        if self.faulty:
            raise DomainError(
                [
                    _("Row %(number)s: %(faults)s")
                    % {"number": row.number, "faults": " ".join(row.faults)}
                    for row in self.faulty
                ],
                code="faulty_rows",
            )
        return len(self.rows)

    def _store(self, row: ImportRow) -> None:
        try:
            with transaction.atomic():
                self.store(row.form.cleaned_data)
        except ValidationError as refusal:
            row.refusal = refusal

    def _headings(self) -> tuple[int, dict[int, str]]:
        """Find the row of headings and which field stands in which column."""
        known = self._known()
        best: tuple[int, dict[int, str]] = (0, {})
        for at, (_number, cells) in enumerate(self._rows[:HEADINGS_WITHIN]):
            columns = {
                i: known[_plain(cell)] for i, cell in enumerate(cells) if _plain(cell) in known
            }
            if len(columns) > len(best[1]):
                best = (at, columns)
        missing = [
            str(field.label)
            for name, field in self.row_form.base_fields.items()
            if field.required and name not in best[1].values()
        ]
        if missing:
            raise DomainError(
                _("The sheet lacks these headings: %(headings)s.")
                % {"headings": ", ".join(missing)},
                code="headings_missing",
            )
        twice = {name for name in best[1].values() if list(best[1].values()).count(name) > 1}
        if twice:
            labels = [str(self.row_form.base_fields[name].label) for name in sorted(twice)]
            raise DomainError(
                _("These headings stand in the sheet twice: %(headings)s.")
                % {"headings": ", ".join(labels)},
                code="headings_twice",
            )
        return best

    def _known(self) -> dict[str, str]:
        known = {}
        for name, field in self.row_form.base_fields.items():
            known[_plain(name)] = name
            for language, _label in settings.LANGUAGES:
                with override(language):
                    known[_plain(str(field.label or name))] = name
            for other in self.also_called.get(name, ()):
                known[_plain(other)] = name
        return known
