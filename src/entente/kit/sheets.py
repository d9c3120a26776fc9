"""Sheets that people open in a spreadsheet program: nothing in a cell ever runs as a formula."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet program would run."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else value


@dataclass(frozen=True)
class Sheet:
    """One more sheet of a workbook, by its title."""

    title: str
    headings: list[str]
    rows: Iterable[list[Any]]


def write_xlsx(
    headings: list[str], rows: Iterable[list[Any]], to: IO[bytes], *, behind: Iterable[Sheet] = ()
) -> None:
    """Write a workbook row by row: texts as texts, numbers as numbers, days as dates."""
    book = xlsxwriter.Workbook(
        to,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    _fill(book, book.add_worksheet(), headings, rows)
    for more in behind:
        _fill(book, book.add_worksheet(more.title), more.headings, more.rows)
    book.close()


def _fill(book: Any, sheet: Any, headings: list[str], rows: Iterable[list[Any]]) -> None:
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
                sheet.write_number(number, at, value)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(number, at, _naive(value), day)
            elif value is not None and value != "":
                sheet.write_string(number, at, str(value))


def write_csv(
    headings: list[str], rows: Iterable[list[Any]], to: IO[bytes], *, separator: str = ","
) -> None:
    """Write UTF-8 with a byte order mark, so that Excel reads Chinese."""
    to.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(to, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    text.detach()


def _naive(value: datetime.date) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    return datetime.datetime(value.year, value.month, value.day)  # noqa: DTZ001 a day has no zone
