"""Lines of a sheet of stays become stays; the person of each line is found, or entered."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from entente.intake.enums import Namesakes
from entente.kit.letters import fold
from entente.kit.periods import PartialDate
from entente.mobility import services as mobility
from entente.mobility.enums import StayState
from entente.mobility.models import Programme, Stay
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people import services as people
from entente.people.models import Person

PERSONAL = (
    "name_zh",
    "name_en",
    "family_name",
    "given_name",
    "student_number",
    "staff_number",
    "email",
    "sex",
    "nationality",
)
NUMBERS = ("student_number", "staff_number", "email")
AT_ONCE = 500
FEW = 20


def name_of(said: Mapping[str, Any]) -> str:
    """Give the name of a line, the Chinese one first."""
    parts = (said.get("given_name"), said.get("family_name"))
    latin = said.get("name_en") or " ".join(filter(None, parts))
    return str(said.get("name_zh") or latin)


def state_on(said: Mapping[str, Any], on: datetime.date) -> str:
    """Say where a stay stands by its days, where a line does not say it."""
    start, end = said.get("starts_on"), said.get("ends_on")
    if start is None or start.earliest > on:
        return StayState.PLANNED.value
    over = end is not None and end.latest < on
    return StayState.DONE.value if over else StayState.UNDER_WAY.value


@dataclass(frozen=True)
class Found:
    """Whom a line means by a number or mail address, or why that cannot be."""

    person: int | None = None
    by_number: bool = False
    refusal: str = ""
    column: str = ""


@dataclass
class KnownPersons:
    """The persons of an institution whom the lines of a sheet can mean."""

    by_number: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    numbered: set[int] = field(default_factory=set)

    def of(self, said: Mapping[str, Any]) -> Found:
        """Find by number or mail address; two that mean different people are refused."""
        given = [(name, str(said[name]).casefold()) for name in NUMBERS if said.get(name)]
        meant = {self.by_number[key]: key[0] for key in given if key in self.by_number}
        if len(meant) > 1:
            message = _("Number and mail address are those of two different persons.")
            return Found(by_number=True, refusal=message, column=min(meant.values()))
        if not meant:
            return Found(by_number=bool(given))
        [(person, column)] = meant.items()
        if person in self.hidden:
            message = _("This person is kept by a unit that you do not see; ask that unit.")
            return Found(by_number=True, refusal=message, column=column)
        return Found(person, by_number=True)

    def named(self, said: Mapping[str, Any]) -> list[int]:
        """Give the persons of a line's name."""
        found = self.by_name.get(_plain(name_of(said)), [])
        return [pk for pk in found if pk not in self.hidden]


def known_persons(lines: Sequence[Mapping[str, Any]], unit: Unit, by: User) -> KnownPersons:
    """Fetch the persons whom lines can mean: of their numbers, mail addresses and names."""
    known = KnownPersons()
    here = Person.objects.present().filter(top_unit=unit.top_id or unit.pk)
    keys: set[int] = set()
    for name in NUMBERS:
        wanted = sorted({str(said[name]) for said in lines if said.get(name)})
        for some in _some(wanted):
            for pk, value in here.filter(**{f"{name}__in": some}).values_list("pk", name):
                known.by_number[name, value.casefold()] = pk
                keys.add(pk)
    names: dict[str, list[int]] = defaultdict(list)
    wanted_names = {_plain(name_of(said)) for said in lines}
    columns = ("pk", "name_zh", "family_name", "given_name", "name_native")
    alike = here.filter(_alike(lines)) if len(lines) <= FEW else here
    for pk, name_zh, family, given, native in alike.values_list(*columns).iterator():
        spellings = {name_zh, f"{given} {family}".strip(), f"{family} {given}".strip(), native}
        for spelling in {_plain(it) for it in spellings if it} & wanted_names:
            names[spelling].append(pk)
            keys.add(pk)
    known.by_name = dict(names)
    seen: set[int] = set()
    for some in _some(sorted(keys)):
        rows = Person.objects.visible_to(by).filter(pk__in=some)
        seen |= set(rows.values_list("pk", flat=True))
    known.hidden = keys - seen
    return known


def _alike(lines: Sequence[Mapping[str, Any]]) -> Q:
    """Narrow the register to persons of like names, where few are looked for."""
    whole = {str(said[name]) for said in lines for name in ("name_zh", "name_en") if said.get(name)}
    words = {word.strip(",") for name in whole for word in name.split()}
    words |= {str(said["family_name"]) for said in lines if said.get("family_name")}
    spelt = words | {word.capitalize() for word in words} | {word.upper() for word in words}
    return Q(name_zh__in=whole) | Q(name_native__in=whole) | Q(family_name__in=spelt)


def _some(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))


def _plain(name: str) -> str:
    return " ".join(fold(name).split())


def enter_line(line: Mapping[str, Any], *, namesakes: str, by: User) -> Stay:
    """Enter the stay of a line, and its person where nobody of the register is meant.

    The line is one that was checked; an earlier line may have entered its person meanwhile.
    """
    unit = Unit.objects.get(pk=line["unit"])
    person = _person(line, unit, namesakes, by)
    values = dict(line["stay"])
    for name in ("starts_on", "ends_on"):
        values[name] = PartialDate.parse(values[name]) if values.get(name) else None
    organisation = values.pop("organisation", None)
    return mobility.enter_stay(
        by=by,
        unit=unit,
        person=person,
        organisation=Organisation.objects.get(pk=organisation) if organisation else None,
        programme=_at(Programme, line.get("programme")),
        agreement=_at(Agreement.objects.for_page(), line.get("agreement")),
        **values,
    )


def _at(rows: Any, pk: int | None) -> Any:
    return getattr(rows, "objects", rows).get(pk=pk) if pk else None


def _person(line: Mapping[str, Any], unit: Unit, namesakes: str, by: User) -> Person:
    if line.get("person"):
        return Person.objects.get(pk=line["person"])
    who = line["who"]
    known = known_persons([who], unit, by) if _may_be_there(who, namesakes) else KnownPersons()
    found = known.of(who)
    same = known.named(who) if namesakes == Namesakes.SAME and not found.by_number else []
    if found.person or same:
        return Person.objects.get(pk=found.person or same[0])
    return people.add_person(by=by, unit=unit, source=line["stay"].get("source", ""), **_names(who))


def _may_be_there(who: Mapping[str, Any], namesakes: str) -> bool:
    return namesakes == Namesakes.SAME or any(who.get(name) for name in NUMBERS)


def _names(who: Mapping[str, Any]) -> dict[str, Any]:
    """Divide a Latin name that stands in one cell: the family name is in capitals, or comes last.

    "WANG Lei" and "Wang, Lei" say which is which.
    """
    values = dict(who)
    whole = str(values.pop("name_en", ""))
    if whole and not (values.get("family_name") or values.get("given_name")):
        family, comma, given = (part.strip() for part in whole.partition(","))
        words = whole.split()
        if not comma:
            loud = [it for it in words if it.isupper() and len(it) > 1]
            quiet = [it for it in words if it not in loud]
            if not loud or not quiet:
                loud, quiet = words[-1:], words[:-1]
            family, given = " ".join(loud), " ".join(quiet)
        values |= {"family_name": family, "given_name": given}
        values["family_first"] = not comma and len(words) > 1 and words[0] in family.split()
    return values
