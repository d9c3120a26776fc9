"""Slots: places on a page that apps above fill without the page knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Filler = Callable[..., Any]


@dataclass(frozen=True, order=True)
class _Filling:
    order: int
    name: str
    filler: Filler = field(compare=False)


class Slot:
    """A named place. Apps register functions; the page calls them in order and drops the Nones.

    What a filler receives and gives is the slot's own promise, stated where the slot is made.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._fillings: dict[str, _Filling] = {}

    def fill(self, *, order: int = 50) -> Callable[[Filler], Filler]:
        """Register a function; the same function twice counts once."""

        def register(filler: Filler) -> Filler:
            name = f"{filler.__module__}.{filler.__qualname__}"
            self._fillings[name] = _Filling(order, name, filler)
            return filler

        return register

    def __bool__(self) -> bool:
        """Say whether any app fills it."""
        return bool(self._fillings)

    def __call__(self, *args: Any, **named: Any) -> list[Any]:
        results = (filling.filler(*args, **named) for filling in sorted(self._fillings.values()))
        return [result for result in results if result is not None]


@dataclass(frozen=True)
class Part:
    """A piece of a page: a template and what it needs."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NavEntry:
    """A line of the desk's navigation."""

    label: Any
    url: str
    permission: str
    count: int | None = None


@dataclass(frozen=True)
class WorkItem:
    """One thing to do: what, about what, until when."""

    title: Any
    url: str
    detail: Any = ""
    state: Any = ""
    state_class: str = ""
    when: Any = ""
    late: bool = False


@dataclass(frozen=True)
class WorkGroup:
    """One kind of work of a person: its items, how many there are, where all of them stand."""

    key: str
    title: Any
    items: list[WorkItem]
    total: int
    url: str = ""
    detail: Any = ""
    late: int = 0
    aside: bool = False


@dataclass(frozen=True)
class PageFigure:
    """A number on a record's page: never alone, with its unit, what it counts, as of when."""

    number: Any
    label: Any
    url: str
    unit: Any = ""
    detail: Any = ""


@dataclass(frozen=True)
class Occasion:
    """Something on a day of the calendar."""

    on: Any
    title: Any
    url: str
    kind: Any = ""
    state_class: str = ""


@dataclass(frozen=True)
class Told:
    """One value about a person: its name in a file, its label on a page."""

    name: str
    label: Any
    value: str


@dataclass(frozen=True)
class PersonalData:
    """What an app holds about one person, for the person to read and to take along."""

    key: str
    title: Any
    rows: list[list[Told]]

    @classmethod
    def of(cls, key: str, title: Any, records: Iterable[Any], *columns: str) -> PersonalData | None:
        """Tell some columns of some records, in words; nothing where there are no records."""
        rows = [[_told(record, column) for column in columns] for record in records]
        return cls(key, title, rows) if rows else None

    def plain(self) -> list[dict[str, str]]:
        """Give the rows as they stand in a file, without what is empty."""
        return [{told.name: told.value for told in row if told.value} for row in self.rows]


def _told(record: Any, column: str) -> Told:
    display = getattr(record, f"get_{column}_display", None)
    value = display() if display else getattr(record, column)
    return Told(
        column,
        record._meta.get_field(column).verbose_name,
        "" if value is None else str(value),
    )


# What each slot's fillers receive, and what they give back.
navigation = Slot("navigation")  # () -> tuple[group title, list[NavEntry]]
work_list = Slot("work list")  # (officer, on) -> WorkGroup | None
calendar = Slot("calendar")  # (officer, first, last) -> list[Occasion]
organisation_page = Slot("organisation page")  # (organisation, officer) -> Part | None
organisation_actions = Slot("organisation actions")  # (organisation, officer) -> Part | None
organisation_side = Slot("organisation side")  # (organisation, officer) -> Part | None
organisation_figures = Slot("organisation figures")  # (organisation, officer) -> list[PageFigure]
organisation_partners = Slot(
    "organisation partners"
)  # (officer) -> queryset of the keys of organisations with which their units have a tie
organisation_ties = Slot(
    "organisation ties"
)  # () -> list of (model, field) that lead to an organisation
person_page = Slot("person page")  # (person, officer) -> Part | None
person_data = Slot("person data")  # (person) -> PersonalData | None
agreement_page = Slot("agreement page")  # (agreement, officer) -> Part | None
agreement_side = Slot("agreement side")  # (agreement, officer) -> Part | None
