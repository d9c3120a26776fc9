"""Claim files: tab-separated, one statement a row. A broken row is named, the rest is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entente.figures.claims.claim import LANGUAGES, UNITS, Claim, Quantity, Window
from entente.figures.claims.names import listed
from entente.kit.encodings import decoded, encoding_of
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate

COLUMNS = (
    "id",
    "seed",
    "lang",
    "subject",
    "measure",
    "detail",
    "comparator",
    "value",
    "unit",
    "window",
    "as_of",
    "source_text",
)
# What a row cannot be understood without.
NEEDED = ("id", "seed", "lang", "subject", "measure", "comparator", "value", "unit", "window")
LARGEST_FILE = 50_000_000


@dataclass(frozen=True)
class Fault:
    """A row that could not be read: the line of the file, its id if it has one, and why."""

    line: int
    id: str
    message: str

    def __str__(self) -> str:
        if self.id:
            return _("Line %(line)s, %(id)s: %(message)s") % {
                "line": self.line,
                "id": self.id,
                "message": self.message,
            }
        return _("Line %(line)s: %(message)s") % {"line": self.line, "message": self.message}


def read(content: bytes) -> tuple[list[Claim], list[Fault]]:
    """Read a claim file in UTF-8, UTF-16 or GB 18030, with any line ends.

    A file without the columns that every row needs is refused whole.
    """
    lines = _text(content).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise DomainError(_("The file is empty."))
    heading = [_cell(name).casefold() for name in lines[start].split("\t")]
    if missing := [name for name in NEEDED if name not in heading]:
        raise DomainError(
            _("The file is no claim file: its first line lacks the columns %(columns)s."),
            params={"columns": ", ".join(missing)},
        )
    claims: dict[str, Claim] = {}
    faults: list[Fault] = []
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        if not line.strip():
            continue
        cells = [_cell(cell) for cell in line.split("\t")]
        row = dict(zip(heading, cells, strict=False))
        try:
            claim = _claim(row, heading, len(cells))
            if claim.id in claims:
                raise DomainError(_("This id stands on an earlier line already."))
        except DomainError as refusal:
            faults.append(Fault(number, row.get("id", "")[:60], " ".join(refusal.messages)))
        else:
            claims[claim.id] = claim
    return list(claims.values()), faults


def _text(content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise DomainError(_("The file is too large."))
    encoding = encoding_of(content)
    if not encoding:
        raise DomainError(_("The file is no text in UTF-8 or GB 18030."))
    return decoded(content, encoding)


def _cell(text: str) -> str:
    """Take the quotes off that spreadsheets put around a cell that holds some."""
    plain = text.strip().lstrip("\ufeff")
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        inner = plain[1:-1].replace('""', "\0")
        if '"' not in inner:
            return inner.replace("\0", '"').strip()
    return plain


def _claim(row: Mapping[str, str], heading: list[str], cells: int) -> Claim:
    if cells != len(heading):
        raise DomainError(
            _("The row has %(cells)s cells, the first line has %(columns)s."),
            params={"cells": cells, "columns": len(heading)},
        )
    if missing := [name for name in NEEDED if not row.get(name)]:
        raise DomainError(
            _("These columns are empty or missing: %(columns)s."),
            params={"columns": ", ".join(missing)},
        )
    language = row["lang"].casefold()
    if language not in LANGUAGES:
        raise DomainError(
            _("“%(text)s” is no language of a statement; write zh or en."),
            params={"text": row["lang"][:20]},
        )
    unit = row["unit"]
    if unit not in UNITS:
        raise DomainError(
            _("“%(text)s” is no counting unit; there are: %(all)s."),
            params={"text": unit[:40], "all": ", ".join(UNITS)},
        )
    date, quantity = _value(row, unit)
    as_of = row.get("as_of", "")
    detail = row.get("detail", "")
    names, goes_on = listed(detail)
    return Claim(
        id=row["id"],
        document=row["seed"],
        language=language,
        subject=row["subject"],
        measure=row["measure"],
        detail=detail,
        quantity=quantity,
        unit=unit,
        window=Window.parse(row["window"]),
        as_of=PartialDate.parse(as_of) if as_of else None,
        words=row.get("source_text", ""),
        date=date,
        names=names,
        names_go_on=goes_on,
    )


def _value(row: Mapping[str, str], unit: str) -> tuple[PartialDate | None, Quantity | None]:
    if unit != "date":
        return None, Quantity.parse(row["comparator"], row["value"])
    if row["comparator"] != "=":
        raise DomainError(_("A date is stated exactly: its comparator is =."))
    return PartialDate.parse(row["value"]), None
