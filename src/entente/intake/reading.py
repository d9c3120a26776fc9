"""A sheet read by a mapping: lines of values, and what is wrong, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entente.intake import targets, values
from entente.intake.shipped import Mapping as SheetMapping
from entente.kit.grids import Grid, letters
from entente.kit.imports import Fault, plain

HEADINGS_WITHIN = 20
TOLD_EVERY = 500


@dataclass(frozen=True)
class Line:
    """One row of a sheet: its number as people see it, its values, the words of its cells."""

    number: int
    values: dict[str, Any]
    words: dict[str, str]


@dataclass
class Reading:
    """What was read of a sheet: the headings, the lines that are right, what is wrong elsewhere."""

    headings: list[str] = field(default_factory=list)
    heading_row: int = 0
    places: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0

    def blame(self, line: Line, target: str, message: str) -> None:
        """Note what is wrong with a cell of a line."""
        at = self.places.get(target)
        if at is None:
            self.faults.append(Fault(line.number, message))
            return
        word = line.words.get(target, "")
        self.faults.append(Fault(line.number, message, letters(at), self.headings[at], word))

    @property
    def refused_rows(self) -> set[int]:
        """The numbers of the rows in which something is wrong."""
        return {fault.row for fault in self.faults}


def find_headings(grid: Grid, known: Callable[[Iterable[str]], int]) -> int:
    """Find the row of headings: the one with most known headings among the first twenty."""
    counts = [known(row) for row in grid.rows[:HEADINGS_WITHIN]]
    most = max(counts, default=0)
    return counts.index(most) if most else 0


def headings_at(grid: Grid, at: int, rows: int = 1) -> list[str]:
    """Give the headings; of two rows each is joined with the one that spans it."""
    first = list(grid.rows[at]) if at < len(grid.rows) else []
    if rows == 1 or at + 1 >= len(grid.rows):
        return first
    second = grid.rows[at + 1]
    width = max(len(first), len(second))
    above = [*first, *[""] * (width - len(first))]
    for span in grid.spans:
        if span.top == at:
            above[span.left : span.right + 1] = [above[span.left]] * (span.right + 1 - span.left)
    below = [*second, *[""] * (width - len(second))]
    return [" ".join(filter(None, pair)) for pair in zip(above, below, strict=True)]


def second_row_of_headings(grid: Grid, at: int) -> str:
    """Name a cell that shows that the headings take two rows; empty where they take one."""
    if at + 1 >= len(grid.rows):
        return ""
    for span in grid.spans:
        if span.top == at and span.right > span.left and span.bottom == at:
            below = grid.rows[at + 1][span.left : span.right + 1]
            if any(below):
                return f"{letters(span.left)}{at + 2}"
    second = grid.rows[at + 1]
    if targets.heading_matches(second, {}) >= 2:
        return f"{letters(next(place for place, cell in enumerate(second) if cell))}{at + 2}"
    return ""


def read(
    grid: Grid, mapping: SheetMapping, progress: Callable[[int], None] = lambda _rows: None
) -> Reading:
    """Read every row of a sheet by a mapping. Nothing is looked up, nothing is saved."""
    if not any(map(any, grid.rows)):
        return Reading(faults=[Fault(1, _("The sheet is empty."))])
    wanted = {plain(heading) for heading in mapping.columns.values()}

    def known(cells: Iterable[str]) -> int:
        return len({plain(cell) for cell in cells if cell} & wanted)

    at = find_headings(grid, known)
    if mapping.heading_rows == 2:
        at = max(
            range(min(HEADINGS_WITHIN, len(grid.rows))),
            key=lambda it: known(headings_at(grid, it, 2)),
        )
    reading = Reading(headings=headings_at(grid, at, mapping.heading_rows), heading_row=at)
    _place_columns(reading, mapping)
    first = at + mapping.heading_rows
    if mapping.heading_rows == 1 and (cell := second_row_of_headings(grid, at)):
        sentence = _(
            "This is a second row of headings. Keep one row, or say that the headings take two."
        )
        reading.faults.append(Fault(at + 2, sentence, cell.rstrip("0123456789")))
    if reading.faults:
        reading.rows = sum(map(any, grid.rows[first:]))
        return reading
    _refuse_spans(grid, reading, first)
    _read_rows(grid, mapping, reading, first, progress)
    if not reading.rows:
        sentence = _("The sheet has headings, but no rows below them.")
        reading.faults.append(Fault(at + 1, sentence))
    return reading


def _place_columns(reading: Reading, mapping: SheetMapping) -> None:
    """Find the column of each target; name those that lack and those that stand there twice."""
    where: dict[str, list[int]] = {}
    for at, heading in enumerate(reading.headings):
        if heading:
            where.setdefault(plain(heading), []).append(at)
    number = reading.heading_row + 1
    for target, heading in mapping.columns.items():
        found = where.get(plain(heading), [])
        if not found:
            sentence = _("There is no column “%(heading)s”.") % {"heading": heading}
            reading.faults.append(Fault(number, sentence, heading=heading))
            continue
        reading.places[target] = found[0]
        if len(found) > 1:
            sentence = _("This column stands in the sheet twice; the other one is %(column)s.")
            told = sentence % {"column": letters(found[0])}
            reading.faults.append(Fault(number, told, letters(found[1]), heading, heading))
    if not {"partner", "partner_zh", "partner_en"} & mapping.columns.keys():
        sentence = _("No column says who the partner is.")
        reading.faults.append(Fault(number, sentence))


def _refuse_spans(grid: Grid, reading: Reading, first: int) -> None:
    used = set(reading.places.values())
    for span in grid.spans:
        if span.bottom < first or not used & set(range(span.left, span.right + 1)):
            continue
        sentence = _(
            "The cells %(first)s to %(last)s are merged: for which of them the value holds cannot"
            " be known. Please split them and write the value into each."
        ) % {
            "first": f"{letters(span.left)}{span.top + 1}",
            "last": f"{letters(span.right)}{span.bottom + 1}",
        }
        value = grid.rows[span.top][span.left] if span.left < len(grid.rows[span.top]) else ""
        heading = reading.headings[span.left] if span.left < len(reading.headings) else ""
        for row in range(max(span.top, first), span.bottom + 1):
            reading.faults.append(Fault(row + 1, sentence, letters(span.left), heading, value))


def _read_rows(
    grid: Grid,
    mapping: SheetMapping,
    reading: Reading,
    first: int,
    progress: Callable[[int], None],
) -> None:
    faulty = reading.refused_rows
    columns = [_Column(target, at, mapping) for target, at in reading.places.items()]
    empty = {word.casefold() for word in mapping.empty}
    constants = {
        target: values.reader_of(target, mapping)(word)
        for target, word in mapping.constants.items()
    }
    for number, cells in enumerate(grid.rows[first:], start=first + 1):
        if not any(cells):
            continue
        reading.rows += 1
        if reading.rows % TOLD_EVERY == 0:
            progress(reading.rows)
        line = Line(number, dict(constants), {})
        right = number not in faulty
        for column in columns:
            right = column.fill(line, cells, grid, reading, empty) and right
        if _check(line, reading) and right:
            reading.lines.append(line)


class _Column:
    """A column and the reader of its cells: each distinct word is read only once."""

    def __init__(self, target: str, at: int, mapping: SheetMapping) -> None:
        self.target, self.at = target, at
        self._reader = values.reader_of(target, mapping)
        self._known: dict[str, tuple[Any, str]] = {}

    def fill(
        self, line: Line, cells: Sequence[str], grid: Grid, reading: Reading, empty: set[str]
    ) -> bool:
        """Put the value of this column's cell into a line; say whether nothing is wrong in it."""
        broken = grid.broken.get((line.number - 1, self.at)) if grid.broken else None
        if broken:
            reading.faults.append(self.fault(line.number, _broken(broken), broken, reading))
            return False
        word = cells[self.at] if self.at < len(cells) else ""
        if not word or (empty and word.casefold() in empty):
            return True
        line.words[self.target] = word
        value, refusal = self.read(word)
        if refusal:
            reading.faults.append(self.fault(line.number, refusal, word, reading))
            return False
        line.values[self.target] = value
        return True

    def read(self, word: str) -> tuple[Any, str]:
        """Give the value of a word, or the sentence that refuses it."""
        if word not in self._known:
            try:
                self._known[word] = (self._reader(word), "")
            except ValidationError as refusal:
                self._known[word] = (None, " ".join(refusal.messages))
        return self._known[word]

    def fault(self, row: int, message: str, word: str, reading: Reading) -> Fault:
        """Say what is wrong with a cell of this column."""
        return Fault(row, message, letters(self.at), reading.headings[self.at], word)


def _broken(shown: str) -> str:
    if shown == "=":
        return _(
            "The value of this formula is not stored. Open the workbook, save it, and hand it in"
            " again."
        )
    return _("The formula in this cell gives an error (%(error)s).") % {"error": shown}


def _check(line: Line, reading: Reading) -> bool:
    """Check what the cells of one line say together."""
    told = line.values
    before = len(reading.faults)
    if not any(told.get(name) for name in ("partner", "partner_zh", "partner_en")):
        name = next(it for it in ("partner", "partner_zh", "partner_en") if it in reading.places)
        if name not in line.words:
            reading.blame(line, name, _("The partner is missing."))
    starts, ends = told.get("starts_on") or told.get("signed_on"), told.get("ends_on")
    if starts and ends and ends.latest < starts.earliest:
        if told.get("starts_on"):
            reading.blame(line, "ends_on", _("The last day lies before the first day."))
        else:
            reading.blame(line, "ends_on", _("The last day lies before the day of signature."))
    if "number" in told or "used" in told:
        _check_places(line, reading)
    return len(reading.faults) == before


def _check_places(line: Line, reading: Reading) -> None:
    for target, sentence in (
        ("academic_year", _("Say in which academic year the places are.")),
        ("direction", _("Say whether people go or come.")),
        ("number", _("Say how many places there are.")),
    ):
        if target not in line.values and target not in line.words:
            reading.blame(line, target, sentence)


def sample(grid: Grid, at: int, column: int, rows: int = 3) -> Sequence[str]:
    """Give the first values of a column, for a person who says what it means."""
    found = (row[column] for row in grid.rows[at:] if column < len(row) and row[column])
    return [value for value, _number in zip(found, range(rows), strict=False)]
