"""What a list shows, as a file: the same columns, filters and order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from django.db.models import F, QuerySet
from django.http import FileResponse, Http404

from entente.kit import sheets
from entente.kit.paging import Sort
from entente.kit.tables import Columns

Writer = Callable[[list[str], Iterable[list[Any]], IO[bytes]], None]

WRITERS: dict[str, tuple[Writer, str]] = {
    "xlsx": (
        sheets.write_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (sheets.write_csv, "text/csv; charset=utf-8"),
}


def ordered(rows: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
    """Put all rows in the order of the list: known values first, ties by key."""
    by = F(sort.field)
    first = by.desc(nulls_last=True) if sort.descending else by.asc(nulls_last=True)
    return rows.order_by(first, "-pk" if sort.descending else "pk")


def lines(columns: type[Columns], rows: QuerySet[Any], sort: Sort) -> Iterator[list[Any]]:
    """Give the lines of the sheet, a thousand records in memory at a time."""
    return (columns.plain(record) for record in ordered(rows, sort).iterator(chunk_size=1000))


def write(
    columns: type[Columns], rows: QuerySet[Any], sort: Sort, *, form: str, to: IO[bytes]
) -> None:
    """Write the sheet to an open file."""
    writer, _type = WRITERS[form]
    writer(columns.headings(), lines(columns, rows, sort), to)


def answer(
    columns: type[Columns], rows: QuerySet[Any], sort: Sort, *, form: str, name: str
) -> FileResponse:
    """Answer with the sheet as a file."""
    if form not in WRITERS:
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    write(columns, rows, sort, form=form, to=file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.{form}", content_type=WRITERS[form][1]
    )
