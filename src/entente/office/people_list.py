"""Lists of staff or students: what a line says, what is wrong with it. No database in here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from entente.kit.imports import Fault, plain

HEADINGS = {
    "number": ("number", "staff number", "student number", "工号", "学号", "职工号", "人员编号"),
    "name_zh": ("name_zh", "name in chinese", "姓名", "中文姓名"),
    "name_en": ("name_en", "name in english", "英文姓名", "姓名拼音"),
    "email": ("email", "mail", "mail address", "邮箱", "电子邮箱"),
    "unit": ("unit", "unit code", "单位代码", "单位", "部门代码", "院系代码"),
}
UNIT_HEADINGS = {
    "code": ("code", "short code", "单位代码", "代码"),
    "parent": ("parent", "parent code", "上级单位代码", "上级单位", "上级"),
    "name_zh": ("name_zh", "name in chinese", "单位名称", "中文名称", "名称"),
    "name_en": ("name_en", "name in english", "英文名称"),
    "kind": ("kind", "类型", "单位类型"),
}
LENGTHS = {"number": 150, "name_zh": 100, "name_en": 100, "email": 254}
Row = Mapping[str, object]


@dataclass(frozen=True)
class Person:
    """A line of the list."""

    row: int
    number: str
    name_zh: str
    name_en: str
    email: str
    unit: str


@dataclass
class Reading:
    """What could be read, and what could not."""

    people: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def columns(headings: Iterable[object], known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Find which heading holds what; headings may stand in either language."""
    found: dict[str, str] = {}
    for heading in headings:
        told = plain(str(heading or ""))
        for name, words in known.items():
            if told in map(plain, words) and name not in found:
                found[name] = str(heading)
    return found


def read_people(rows: Iterable[Row], units: Iterable[str]) -> Reading:
    """Read the lines of a list of people; `units` are the codes that exist."""
    reading, codes = Reading(), {code.lower() for code in units}
    seen: dict[str, int] = {}
    places: dict[str, str] | None = None
    for number, row in enumerate(rows, start=2):
        if places is None:
            places = columns(row, HEADINGS)
            if "number" not in places:
                reading.faults.append(Fault(1, _("There is no column with the staff number.")))
                return reading
        told = {name: str(row.get(key) or "").strip() for name, key in places.items()}
        if not any(told.values()):
            continue
        person = Person(number, **{name: told.get(name, "") for name in HEADINGS})
        reasons = _faults(person, codes, seen)
        reading.faults += [Fault(number, reason) for reason in reasons]
        seen.setdefault(person.number.lower(), number)
        if not reasons:
            reading.people.append(person)
    return reading


def _faults(person: Person, units: set[str], seen: Mapping[str, int]) -> list[str]:
    reasons = []
    if not person.number:
        reasons.append(_("The staff number is missing."))
    elif person.number.lower() in seen:
        first = seen[person.number.lower()]
        reasons.append(
            _("%(number)s stands already in row %(first)s.")
            % {"number": person.number, "first": first}
        )
    if person.unit and person.unit.lower() not in units:
        reasons.append(_("No unit has the code “%(code)s”.") % {"code": person.unit})
    if person.email:
        try:
            validate_email(person.email)
        except ValidationError:
            reasons.append(_("“%(mail)s” is no mail address.") % {"mail": person.email})
    for name, most in LENGTHS.items():
        if len(getattr(person, name)) > most:
            reasons.append(_("A value is longer than %(most)s characters.") % {"most": most})
    return reasons
