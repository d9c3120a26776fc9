"""What a line of a list shows: columns that render a cell and give a plain value for a sheet."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from entente.kit.names import print_name
from entente.kit.states import print_state

Value = Callable[[Any], Any]
NOTHING = mark_safe("–")


class Column:
    """One column. `value` is a path such as `unit.name` or a function of the record.

    `sort` names an indexed field to sort by, `link` makes the cell lead to the record, `detail`
    is a second, smaller line, `css` are classes of the design system (`n` for numbers and dates,
    `e-spare`, `e-wide`, `wide`), `sheet_only` keeps the column for downloads.
    """

    name: str = ""

    def __init__(
        self,
        label: str | Promise,
        value: str | Value = "",
        *,
        link: bool = False,
        sort: str = "",
        detail: Value | None = None,
        css: str = "",
        sheet_only: bool = False,
    ) -> None:
        self.label = label
        self._value = value
        self.link = link
        self.sort = sort
        self.detail = detail
        self.css = css
        self.sheet_only = sheet_only

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def value(self, record: Any) -> Any:
        """Give what the record holds for this column."""
        if callable(self._value):
            return self._value(record)
        for step in (self._value or self.name).split("."):
            record = getattr(record, step, None)
            if record is None:
                return None
        return record() if callable(record) else record

    def plain(self, record: Any) -> Any:
        """Give the value for a sheet: a number, a date or a text."""
        value = self.value(record)
        if value is None or isinstance(value, (int, float, datetime.date)):
            return value
        return str(value)

    def text(self, record: Any) -> SafeString:
        """Print the value."""
        value = self.value(record)
        if value is None or value == "":
            return NOTHING
        if isinstance(value, datetime.date):
            return mark_safe(value.isoformat()[:10])  # noqa: S308 digits and hyphens
        return conditional_escape(value)

    def cell(self, record: Any) -> SafeString:
        """Print the cell: the value, as a link where it should be, with its second line."""
        text = self.text(record)
        if self.link:
            text = format_html('<a href="{}">{}</a>', record.get_absolute_url(), text)
        if self.detail and (more := self.detail(record)):
            text = format_html("{}<small>{}</small>", text, more)
        return text

    def opening(self) -> tuple[str, str]:
        """Print the tag that begins a cell with a value, and the one of a cell without."""
        tag = '<td class="{}" data-label="{}">'
        return (
            format_html(tag, self.css, self.label),
            format_html(tag, f"{self.css} e-none".strip(), self.label),
        )


class NameColumn(Column):
    """A name of a person, unit or institution: it stays on one line and carries its language."""

    def text(self, record: Any) -> SafeString:
        """Print the name."""
        value = self.value(record)
        return print_name(value) if value else NOTHING


class StateColumn(Column):
    """The state of a record, as a mark and a word."""

    def __init__(self, label: str | Promise, value: str | Value = "", **options: Any) -> None:
        super().__init__(label, value, **({"css": "wide"} | options))

    def plain(self, record: Any) -> Any:
        """Give the word."""
        return str(record.get_state_display())

    def text(self, record: Any) -> SafeString:
        """Print mark and word."""
        return print_state(record)


class DateColumn(Column):
    """A day, or a date as exact as its source."""

    def __init__(self, label: str | Promise, value: str | Value = "", **options: Any) -> None:
        super().__init__(label, value, **({"css": "n"} | options))

    def plain(self, record: Any) -> Any:
        """Give a day as a date, a less exact date as text."""
        value = self.value(record)
        return value if value is None or isinstance(value, datetime.date) else str(value)

    def text(self, record: Any) -> SafeString:
        """Print the date in figures, as exact as it is known."""
        value = self.value(record)
        if isinstance(value, datetime.datetime):
            return conditional_escape(date_format(value, "Y-m-d H:i"))
        return conditional_escape(str(value)) if value else NOTHING


class CountColumn(Column):
    """A number."""

    def __init__(self, label: str | Promise, value: str | Value = "", **options: Any) -> None:
        super().__init__(label, value, **({"css": "n"} | options))


@dataclass(frozen=True)
class Row:
    """One line as the template draws it: its cells are printed already."""

    pk: Any
    title: str
    cells: SafeString


class Columns:
    """The columns of a list, in order; subclasses declare them as class attributes."""

    declared: ClassVar[tuple[Column, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = tuple(value for value in vars(cls).values() if isinstance(value, Column))
        cls.declared = (*cls.declared, *own)

    @classmethod
    def shown(cls) -> list[Column]:
        """Give the columns of the page."""
        return [column for column in cls.declared if not column.sheet_only]

    @classmethod
    def rows(cls, records: list[Any]) -> list[Row]:
        """Print the lines of a page.

        The cells here and not in the template: they are most of a long page's time.
        """
        first, *others = cls.shown()
        opened = [(column, *column.opening()) for column in others]
        return [Row(record.pk, str(record), _cells(record, first, opened)) for record in records]

    @classmethod
    def headings(cls) -> list[str]:
        """Give the headings of a sheet."""
        return [str(column.label) for column in cls.declared]

    @classmethod
    def plain(cls, record: Any) -> list[Any]:
        """Give the values of a record for a sheet."""
        return [column.plain(record) for column in cls.declared]


def _cells(record: Any, first: Column, others: list[tuple[Column, str, str]]) -> SafeString:
    printed = [f'<th scope="row">{first.cell(record)}</th>']
    for column, filled, empty in others:
        cell = column.cell(record)
        printed.append(f"{empty if cell == NOTHING else filled}{cell}</td>")
    return mark_safe("".join(printed))  # noqa: S308 every part is escaped where it is printed
