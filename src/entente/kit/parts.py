"""Slots: places on a page that apps above fill without the page knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from entente.kit import paging

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

    @property
    def counted(self) -> str:
        """How many there are, in figures; `1000+` where counting stopped."""
        return paging.in_figures(self.total)


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
class Abroad:
    """Somebody of ours who is, or may be, abroad on a day, and how they are reached.

    `doubt` says why it is not certain; empty, it is. Two things about one person are two of these:
    `person` is the number of the person in the register, `key` says who it is where there is none.
    `language` is that in which they are written to; empty, it is not known. `host` is the number of
    the institution, `unit_path` leads from the root to the unit.
    """

    name: Any
    url: str
    country: str
    country_name: str
    place: Any
    what: Any
    since: str
    until: str
    unit: Any
    doubt: Any = ""
    email: str = ""
    phone: str = ""
    person: int | None = None
    key: str = ""
    language: str = ""
    host: int | None = None
    unit_path: str = ""


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


@dataclass(frozen=True)
class Namesake:
    """A line that names somebody as a person is named, without saying that it is this person.

    `key` says which line it is, `erase` erases it once somebody has said that it is the person.
    """

    key: str
    title: Any
    erase: Callable[[Any], None]


@dataclass(frozen=True)
class ApprovalOutcome:
    """What was decided outside about a record: `approved`, `refused` or `returned`, and why."""

    result: str
    words: str
    by: Any


@dataclass(frozen=True)
class SealedOn:
    """That a seal was put on a record: which, on which day; entered `on` that day by somebody."""

    seal: str
    day: Any
    on: Any
    by: Any


@dataclass(frozen=True)
class ApprovalSubject:
    """A kind of record for which approval is asked outside and on which seals are put.

    `ask` is the permission that it takes to ask. `facts` gives what the printed form says of a
    record, label and value, in the language that is active. `steps` name who usually signs the
    form, in Chinese and English. `signed_since` narrows rows to those that we signed on a day or
    later and that still wait for a seal (None: nothing of this kind is signed by itself).

    `on_result` and `on_sealed` let the record take up what was decided outside and what was sealed,
    so that nobody types it again. They run inside the transaction; a `DomainError` undoes all.
    `lists_itself` says that its app puts on the work list what still lacks a seal.
    """

    model: type[Any]
    ask: str
    facts: Callable[[Any], list[tuple[Any, Any]]]
    steps: tuple[tuple[str, str], ...]
    signed_since: Callable[[Any, Any], Any] | None = None
    on_result: Callable[[Any, ApprovalOutcome], None] | None = None
    on_sealed: Callable[[Any, SealedOn], None] | None = None
    lists_itself: bool = False


@dataclass(frozen=True)
class LetterField:
    """A field of a letter's template: its name there, what it means, where its text comes from.

    `value` receives the record; `language` is `zh` or `en`, or empty for what is the same in both.
    """

    name: str
    meaning: Any
    value: Callable[[Any], Any]
    language: str = ""

    @classmethod
    def both(
        cls, name: str, meaning: Any, value: Callable[[Any, str], Any]
    ) -> tuple[LetterField, LetterField]:
        """Make a field for each language: `partner` becomes `partner_zh` and `partner_en`."""
        return (
            cls(f"{name}_zh", meaning, lambda record: value(record, "zh"), "zh"),
            cls(f"{name}_en", meaning, lambda record: value(record, "en"), "en"),
        )


@dataclass(frozen=True)
class Addressee:
    """Somebody to whom a letter about a record may go; `record` is the one behind, if any."""

    name_zh: str
    name_en: str
    attention_zh: str = ""
    attention_en: str = ""
    record: Any = None


@dataclass(frozen=True)
class LetterSubject:
    """A kind of record that letters are written about.

    `addressees` receives a record and an officer, and proposes to whom the letter goes.
    """

    model: type[Any]
    fields: tuple[LetterField, ...]
    addressees: Callable[[Any, Any], list[Addressee]]


@dataclass(frozen=True)
class BriefSubject:
    """What a brief is on: one organisation with what lies below it, or a country or region.

    `organisations` is the queryset of all of them.
    """

    name_zh: str
    name_en: str
    organisations: Any
    organisation: Any = None
    place: str = ""


@dataclass(frozen=True)
class BriefSection:
    """A part of a brief: facts, then rows under headings, then lines; else `empty` says so.

    `widths` are shares of the columns, `note` stands below the title, for example how many there
    are in all where only the newest are listed.
    """

    title: Any
    facts: tuple[tuple[Any, Any], ...] = ()
    headings: tuple[Any, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    widths: tuple[int, ...] = ()
    lines: tuple[Any, ...] = ()
    note: Any = ""
    empty: Any = ""


def _told(record: Any, column: str) -> Told:
    display = getattr(record, f"get_{column}_display", None)
    value = display() if display else getattr(record, column)
    return Told(
        column,
        record._meta.get_field(column).verbose_name,
        "" if value is None else str(value),
    )


# What each slot's fillers receive, and what they give back.
records_changed = Slot(
    "records changed"
)  # (labels of models, chains) -> None: called inside the transaction that changed the records
records_written = Slot(
    "records written"
)  # (records of one model) -> context manager | None: it is entered before the statements that
# write the records, when the database says what it said before, and left right after them
navigation = Slot("navigation")  # () -> tuple[group title, list[NavEntry]]
work_list = Slot("work list")  # (officer, on) -> WorkGroup | None
calendar = Slot("calendar")  # (officer, first, last) -> kit.occasions.Occasions
abroad = Slot("abroad")  # (officer, on, country or "") -> list[Abroad]: who of ours is out there
record_side = Slot("record side")  # (record, officer) -> Part | None: on every record's page
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
person_erasure = Slot(
    "person erasure"
)  # (person, by) -> None: erase what an app holds about a person, within the same transaction
person_namesakes = Slot("person namesakes")  # (person, officer) -> list[Namesake]
agreement_page = Slot("agreement page")  # (agreement, officer) -> Part | None
agreement_side = Slot("agreement side")  # (agreement, officer) -> Part | None
approval_subjects = Slot("approval subjects")  # () -> ApprovalSubject
record_holds = Slot(
    "record holds"
)  # (record, step) -> str | None: why a step on a record has to wait, as its reader is told
letter_subjects = Slot("letter subjects")  # () -> LetterSubject
letter_people = Slot(
    "letter people"
)  # (records to which a letter may go, officer) -> list[Addressee], the people there
organisation_brief = Slot(
    "organisation brief"
)  # (BriefSubject, officer, on) -> list[BriefSection], in the language of the reader
brief_matters = Slot(
    "brief matters"
)  # (BriefSubject, officer, on) -> list of (what, state in words, day as text) that are open
