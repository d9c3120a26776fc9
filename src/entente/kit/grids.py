"""A table as people hand it in: every usual kind of file, each cell with its place."""

from __future__ import annotations

import csv
import datetime
import io
import re
import statistics
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from entente.kit.encodings import decoded, encoding_of
from entente.kit.errors import DomainError
from entente.kit.files.inspection import inspect
from entente.kit.files.kinds import CSV, SHEETS, XLSX
from entente.kit.files.names import clean_name

MOST_ROWS = 200_000
MOST_COLUMNS = 120
_SEPARATORS = ";\t,"
_ERROR = re.compile(r"#(?:REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!)|Err:\d{3}")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Table = list[list[str]]


@dataclass(frozen=True)
class Span:
    """Cells that were merged into one; the value stands in the first. Counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet: its rows as texts, and what its program knows of it beyond the texts.

    The place of a row is its number on people's screens less one. `broken` names cells whose
    formula came to an error, or whose value the program did not store. `set_aside` are sentences
    about what was not read; `sheets` the names of the sheets that people see.
    """

    rows: Table
    sheet: str = ""
    spans: tuple[Span, ...] = ()
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()


def letters(at: int) -> str:
    """Name a column as a spreadsheet program does: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_grid(file: IO[bytes], name: str, *, sheet: str = "", most: int | None = MOST_ROWS) -> Grid:
    """Read one sheet of a workbook, or a CSV file; without a name, the first sheet people see.

    A day comes as 2026-05-01, a whole number without a point, a formula as its stored value. A
    file that is no sheet, harmful, damaged, without content, longer than `most` rows or wider
    than 120 columns is refused.
    """
    with TemporaryFile() as copy:  # inspection wants a file that lies on a disk
        file.seek(0)
        copyfileobj(file, copy)
        kind = inspect(copy, clean_name(name), copy.tell(), SHEETS)
        copy.seek(0)
        if kind is CSV:
            grid = Grid(_csv_rows(copy.read()))
        else:
            grid = _workbook(copy, sheet, xml=kind is XLSX)
    _trim(grid.rows, most)
    return grid


def _trim(rows: Table, most: int | None) -> None:
    while rows and not any(rows[-1]):
        rows.pop()
    if most is not None and len(rows) > most + 1:
        raise DomainError(
            _("The sheet has more than %(most)s rows. Please divide it.") % {"most": most},
            code="too_long",
        )
    width = max(map(len, rows), default=0)
    if width <= MOST_COLUMNS:
        return
    used = max(at + 1 for row in rows for at, cell in enumerate(row) if cell)
    if used > MOST_COLUMNS:
        raise DomainError(
            _(
                "%(cell)s: The sheet has %(number)s columns, and at most %(most)s are read. Please"
                " leave out those that are not needed."
            )
            % {"cell": f"{letters(MOST_COLUMNS)}1", "number": used, "most": MOST_COLUMNS},
            code="too_wide",
        )
    for row in rows:
        del row[MOST_COLUMNS:]


# --- CSV ------------------------------------------------------------------------------------------


def _csv_rows(content: bytes) -> Table:
    encoding = encoding_of(content)
    if not encoding:
        raise DomainError(
            _(
                "The letters of this file cannot be read: it is in none of the usual encodings"
                " (UTF-8, UTF-16, GB 18030, Windows-1252). Please save it as CSV in UTF-8, or as a"
                " workbook."
            ),
            code="encoding",
        )
    text = decoded(content, encoding)
    said = re.match(r"sep=(.)\r?\n", text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else _separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise DomainError(
            _("This table cannot be read to its end: a quotation mark is not closed."),
            code="damaged",
        ) from error
    return [[cell.strip() for cell in row] for row in rows]


def _separator(text: str) -> str:
    """Choose what cuts most lines into the same, large number of pieces."""

    def pieces(separator: str) -> tuple[float, int]:
        sample = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator)
        widths = [len(row) for row, _line in zip(sample, range(50), strict=False) if row]
        usual = statistics.mode(widths) if widths else 0
        return (usual > 1) * widths.count(usual), usual

    return max(_SEPARATORS, key=pieces)


# --- Workbooks ------------------------------------------------------------------------------------


def _workbook(file: IO[bytes], wanted: str, *, xml: bool) -> Grid:
    try:
        book = CalamineWorkbook.from_filelike(file)
        seen = [it.name for it in book.sheets_metadata if it.visible is SheetVisibleEnum.Visible]
        hidden = [it.name for it in book.sheets_metadata if it.name not in seen]
        name = wanted if wanted in seen else _first(book, seen)
        sheet = book.get_sheet_by_name(name)
        # The rows that people see begin at 1, whether or not something stands in them.
        cells = sheet.to_python(skip_empty_area=False)
        spans = _spans(sheet)
    except (CalamineError, IndexError, ValueError) as error:
        raise DomainError(
            _("This workbook cannot be read. Please save it again."), code="damaged"
        ) from error
    rows = [[_text(cell) for cell in row] for row in cells]
    broken = dict(_errors_in_texts(rows))
    if xml:
        broken |= _broken_formulas(file, book.sheet_names.index(name))
    aside = [_("The hidden sheet “%(sheet)s” was not read.") % {"sheet": other} for other in hidden]
    aside += [
        _("The sheet “%(sheet)s” was not read.") % {"sheet": other}
        for other in seen
        if other != name
    ]
    return Grid(rows, name, spans, broken, tuple(seen), tuple(aside))


def _first(book: CalamineWorkbook, seen: list[str]) -> str:
    """Name the first sheet that people see and that holds something."""
    if not seen:
        raise DomainError(
            _("Every sheet of this workbook is hidden. Please show the one to be read."),
            code="hidden",
        )
    return next((name for name in seen if book.get_sheet_by_name(name).height), seen[0])


def _spans(sheet: CalamineSheet) -> tuple[Span, ...]:
    return tuple(
        Span(top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return value.date().isoformat()
        return value.isoformat(" ", "minutes")
    return "" if value is None else str(value)


def _errors_in_texts(rows: Table) -> Iterator[tuple[tuple[int, int], str]]:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell[:1] in ("#", "E") and _ERROR.fullmatch(cell):
                yield (at, column), cell


def _broken_formulas(file: IO[bytes], index: int) -> dict[tuple[int, int], str]:
    """Find formulas that came to an error, or whose value was not stored (shown as "=").

    The reader of workbooks gives an empty cell for both; the sheet itself says it.
    """
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        part = _part_of_sheet(archive, index)
        if part not in archive.namelist():
            return {}
        content = archive.read(part)
    if b"<f" not in content and b't="e"' not in content:
        return {}
    broken: dict[tuple[int, int], str] = {}
    for _event, cell in iterparse(io.BytesIO(content)):
        if cell.tag == f"{_MAIN}row":
            cell.clear()
        if cell.tag != f"{_MAIN}c":
            continue
        value = cell.findtext(f"{_MAIN}v")
        if cell.get("t") == "e":
            broken[_place(cell.get("r", ""))] = value or "#"
        elif cell.find(f"{_MAIN}f") is not None and value is None:
            broken[_place(cell.get("r", ""))] = "="
    return broken


def _part_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    """Find the part of the package that holds a sheet, by its place in the workbook."""
    with archive.open("xl/workbook.xml") as book:
        sheets = [it for _event, it in iterparse(book) if it.tag == f"{_MAIN}sheet"]
    link = sheets[index].get(f"{_LINKS}id")
    with archive.open("xl/_rels/workbook.xml.rels") as links:
        for _event, it in iterparse(links):
            if it.get("Id") == link:
                target: str = it.get("Target", "")
                return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _place(reference: str) -> tuple[int, int]:
    """Read B7 as row 6, column 1."""
    name = reference.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(name) :] or 1) - 1, column - 1
