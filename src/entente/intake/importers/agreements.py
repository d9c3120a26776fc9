"""From a sheet to a plan: lines become agreements with their places, names become partners."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.intake import services
from entente.intake.enums import UnknownUnits
from entente.intake.models import Import, SourceKey, key_of
from entente.intake.partners import Asked, partners_of
from entente.intake.plans import Group, Partner, Plan, plain_value
from entente.intake.reading import Line, Reading, read
from entente.intake.shipped import Mapping as SheetMapping
from entente.kit.grids import Grid, read_grid
from entente.office.models import Unit, User
from entente.partnerships.enums import AgreementKind

# What an agreement is, where a sheet gives it no number of its own.
IDENTITY = (
    "programme",
    "unit",
    "country",
    "partner",
    "partner_zh",
    "partner_en",
    "kind",
    "title_zh",
    "title_en",
    "signed_on",
)
AGREEMENT_VALUES = ("kind", "signed_on", "starts_on", "ends_on", "programme", "notes")
# Titles and origin are made from what else a sheet says; a later sheet does not rename.
NOT_COMPARED = frozenset({"title_zh", "title_en", "source"})
Progress = Callable[[int], None]


def no_progress(_rows: int) -> None:
    """Tell nobody."""


def grid_of(record: Import) -> Grid:
    """Read the sheet of an import from its file."""
    with default_storage.open(record.file.location) as file:
        return read_grid(file, record.name, sheet=record.sheet)


def look(record: Import, *, by: User, progress: Progress = no_progress) -> Plan:
    """Look through an import: what is wrong, what is new, what changes; keep what was found."""
    grid = grid_of(record)
    made = plan(read(grid, record.read_by, progress), record, by=by)
    services.keep_look(record, made, notes=grid.set_aside, by=by)
    return made


def apply(
    record: Import,
    *,
    on: datetime.date,
    by: User,
    good_rows_only: bool = False,
    progress: Progress = no_progress,
    finish: Callable[[], None] = lambda: None,
) -> Plan:
    """Import a sheet: all of it or nothing; or, if so chosen, the rows in which nothing is wrong.

    What is wrong is kept with the import, for its page; then nothing else was written. `finish`
    is called inside the transaction, for what has to be said together with it.
    """
    grid = grid_of(record)
    reading = read(grid, record.read_by, progress)
    with transaction.atomic():
        services.hold(record)
        made = plan(reading, record, by=by)
        if made.reading.faults and not (good_rows_only and made.groups):
            services.keep_look(record, made, notes=grid.set_aside, by=by)
        else:
            services.carry_out(
                record, made, on=on, by=by, good_rows_only=good_rows_only, notes=grid.set_aside
            )
        finish()
    return made


def plan(reading: Reading, record: Import, *, by: User) -> Plan:
    """Make the plan of a sheet that was read; its unit owns what names no other unit."""
    unit, mapping, name = record.unit, record.read_by, record.name
    made = Plan(unit, reading)
    units = _Units(unit, made, _done_with_unknown(mapping, unit, by))
    kept: list[tuple[Line, Asked, Unit]] = []
    for line in reading.lines:
        owner = units.of(line)
        if owner is not None:
            kept.append((line, _asked(line), owner))
    asked = list(dict.fromkeys(asked for _line, asked, _unit in kept))
    made.partners = partners_of(asked, unit)
    _add_further_names(made, kept)
    known = _group(made, kept)
    _compare(made, known, mapping, name)
    _refuse_contradictions(made)
    return made


def may_make_units(by: User, unit: Unit) -> bool:
    """Say whether an import by this person may enter units below this one."""
    return by.is_system or by.may("office.change_unit", unit)


def _done_with_unknown(mapping: SheetMapping, unit: Unit, by: User) -> str:
    if mapping.unknown_units == UnknownUnits.MADE and not may_make_units(by, unit):
        return UnknownUnits.REFUSED
    return mapping.unknown_units


class _Units:
    """Finds units of ours by name or code, below the one for which the sheet is imported."""

    def __init__(self, unit: Unit, plan: Plan, unknown: str) -> None:
        self.unit, self.plan, self.unknown = unit, plan, unknown
        self.known: dict[str, Unit] = {}
        for it in Unit.objects.open().below(unit):
            for word in (it.name_zh, it.name_en, it.code):
                self.known.setdefault(word.casefold(), it)

    def of(self, line: Line) -> Unit | None:
        """Give the unit that a line names; of an unknown one, do what was chosen."""
        name = line.values.get("unit", "")
        if not name:
            return self.unit
        found = self.known.get(name.casefold())
        if found is None and self.unknown == UnknownUnits.MADE:
            found = self._new(name)
        if found is None and self.unknown == UnknownUnits.HERE:
            found = self._noted(line, name)
        if found is None:
            sentence = _("There is no unit “%(name)s” of yours.") % {"name": name}
            self.plan.reading.blame(line, "unit", sentence)
        return found

    def _noted(self, line: Line, name: str) -> Unit:
        """Keep the name in the notes, and as what tells this line's agreement from others."""
        reading = self.plan.reading
        heading = reading.headings[reading.places["unit"]]
        line.values["unit_noted"] = name.casefold()
        notes = (line.values.get("notes"), f"{heading}: {name}")
        line.values["notes"] = "\n".join(filter(None, notes))
        return self.unit

    def _new(self, name: str) -> Unit:
        """Make a unit that is entered together with the agreements."""
        code = f"{self.unit.code[:16]}-{len(self.known) + 1}"
        field = "name_zh" if any("\u4e00" <= it <= "\u9fff" for it in name) else "name_en"
        made = Unit(parent=self.unit, kind="school", code=code, **{field: name})
        self.known[name.casefold()] = made
        self.plan.units_made.append(made)
        return made


def _asked(line: Line) -> Asked:
    told = line.values
    name = told.get("partner") or told.get("partner_en") or told.get("partner_zh") or ""
    return name, told.get("country", "")


def _add_further_names(made: Plan, kept: list[tuple[Line, Asked, Unit]]) -> None:
    """Give new partners their names in other languages, as their rows say them."""
    for line, asked, _unit in kept:
        partner = made.partners[asked]
        for target, language in (("partner_zh", "zh"), ("partner_en", "en")):
            name = line.values.get(target)
            if (
                partner.organisation is None
                and name
                and not any(name == text for text, _language in partner.names)
            ):
                partner.names = (*partner.names, (name, language))


def _group(made: Plan, kept: list[tuple[Line, Asked, Unit]]) -> dict[str, SourceKey]:
    """Bring the lines about one agreement together, whichever way they spell its partner.

    What sheets named before leads to the agreement it was; what is new joins by what it says.
    """
    named = [(line, asked, unit, _key(line)) for line, asked, unit in kept]
    top = made.unit.top_id or made.unit.pk
    known = SourceKey.objects.known(top, list(dict.fromkeys(key for *_rest, key in named)))
    placed: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    identities = []
    for line, asked, unit, key in named:
        identity = _identity(line, made.partners[asked], unit)
        identities.append(identity)
        if key in known:
            placed.setdefault(identity, ("known", known[key].agreement_id))
    groups: dict[tuple[Any, ...], Group] = {}
    for (line, asked, unit, key), identity in zip(named, identities, strict=True):
        place = placed.get(identity, identity)
        if key in known:
            place = ("known", known[key].agreement_id)
        group = groups.get(place)
        if group is None:
            group = groups[place] = Group([], [], made.partners[asked], unit, {}, {})
        group.lines.append(line)
        if key not in group.keys:
            group.keys.append(key)
    made.groups = list(groups.values())
    return known


def _key(line: Line) -> str:
    """Give the key of the words by which a line names its agreement."""
    words = line.words
    if "reference" in words:
        return key_of([words["reference"]])
    return key_of(words.get(name, "") for name in IDENTITY)


def _identity(line: Line, partner: Partner, unit: Unit) -> tuple[Any, ...]:
    """Say which agreement a line is about, once its names are read."""
    if "reference" in line.words:
        return ("number", line.words["reference"])
    told = line.values
    rest = ("programme", "kind", "title_zh", "title_en", "signed_on", "unit_noted")
    return (id(partner), id(unit), *(told.get(name) for name in rest))


def _compare(made: Plan, known: Mapping[str, SourceKey], mapping: SheetMapping, name: str) -> None:
    """Say of each agreement what is new, changed and unchanged, against what sheets said before."""
    told = _Saying(mapping, name, _home_country(made.unit))
    for group in made.groups:
        rows = [known[key] for key in group.keys if key in known]
        group.said = told.agreement(group)
        group.places = told.places(group, made.reading)
        if not rows:
            group.new_places = list(group.places)
            continue
        group.agreement = rows[0].agreement
        for row in reversed(rows):
            group.held |= row.said.get("places", {})
        before = rows[0].said.get("fields", {})
        group.differing = {
            field: value
            for field, value in group.said.items()
            if field not in NOT_COMPARED and plain_value(value) != before.get(field, "")
        }
        for key, it in group.places.items():
            if key not in group.held:
                group.new_places.append(key)
            elif group.held[key] != [it["number"], it["used"]]:
                group.changed_places.append(key)


class _Saying:
    """What a sheet says of an agreement, ready for the services that write it."""

    def __init__(self, mapping: SheetMapping, name: str, home: str) -> None:
        self.mapping, self.name, self.home = mapping, name, home
        self.domestic = {word.casefold() for word in mapping.domestic}
        self.templates: dict[str, tuple[str, str, dict[str, str]]] = {}
        for language in ("zh-hans", "en"):
            with override(language):
                self.templates[language[:2]] = (
                    _("%(kind)s with %(partner)s (%(programme)s)"),
                    _("%(kind)s with %(partner)s"),
                    {it.value: str(it.label) for it in AgreementKind},
                )

    def agreement(self, group: Group) -> dict[str, Any]:
        """Give the values of the agreement: of several lines the first that says anything."""
        said: dict[str, Any] = {}
        for name in (*AGREEMENT_VALUES, "title_zh", "title_en"):
            said[name] = next(
                (line.values[name] for line in group.lines if name in line.values), None
            )
        said["kind"] = said["kind"] or AgreementKind.COOPERATION.value
        for name in ("programme", "notes", "title_zh", "title_en"):
            said[name] = said[name] or ""
        if not (said["title_zh"] or said["title_en"]):
            said |= self._titles(group, said)
        said["domestic"] = self._is_domestic(group, said)
        said["source"] = f"{self.name} · {group.lines[0].number}"
        return said

    def _titles(self, group: Group, said: Mapping[str, Any]) -> dict[str, str]:
        titles = {}
        for language, (long, short, kinds) in self.templates.items():
            words = {
                "partner": _shown(group.partner, language),
                "kind": kinds[said["kind"]],
                "programme": said["programme"],
            }
            titles[f"title_{language}"] = ((long if said["programme"] else short) % words)[:300]
        return titles

    def _is_domestic(self, group: Group, said: Mapping[str, Any]) -> bool:
        for line in group.lines:
            if "domestic" in line.values:
                return bool(line.values["domestic"])
        if self.domestic and said["programme"]:
            return said["programme"].casefold() in self.domestic
        return bool(self.home) and group.partner.country == self.home

    def places(self, group: Group, reading: Reading) -> dict[str, dict[str, Any]]:
        """Give the places that the lines name, each once: equal ones are added up, or refused."""
        found: dict[str, dict[str, Any]] = {}
        for line in group.lines:
            told = line.values
            if "number" not in told:
                continue
            field, field_name = told.get("field", ("", ""))
            language, level = told.get("language", ("", ""))
            key = "|".join(
                map(
                    str,
                    (
                        told["academic_year"],
                        told["direction"],
                        told.get("level", ""),
                        field,
                        field_name,
                        language,
                        level,
                    ),
                )
            )
            used = told.get("used")
            if self.mapping.used_only_out and told["direction"] != "outbound":
                used = None
            if key in found:
                self._again(line, found[key], used, reading)
                continue
            found[key] = {
                "row": line.number,
                "academic_year": told["academic_year"],
                "direction": told["direction"],
                "level": told.get("level", ""),
                "field": field,
                "field_name": field_name,
                "language": language,
                "language_level": level,
                "number": told["number"],
                "used": used,
                "used_on": told.get("as_of") if used is not None else None,
            }
        return found

    def _again(self, line: Line, there: dict[str, Any], used: Any, reading: Reading) -> None:
        if not self.mapping.adds_up:
            sentence = _("The places of this line stand in row %(row)s already.")
            reading.blame(line, "number", sentence % {"row": there["row"]})
            return
        there["number"] += line.values["number"]
        if used is not None:
            there["used"] = (there["used"] or 0) + used


def _shown(partner: Partner, language: str) -> str:
    if partner.organisation is not None:
        one, other = partner.organisation.name_zh, partner.organisation.name_en
        return (one or other) if language == "zh" else (other or one)
    return next((text for text, said in partner.names if said == language), partner.names[0][0])


def _home_country(unit: Unit) -> str:
    organisation = getattr(unit.top or unit, "organisation", None)
    return organisation.country if organisation else ""


def _refuse_contradictions(made: Plan) -> None:
    """Refuse lines about one agreement that say different things of it; drop refused groups."""
    for group in made.groups:
        first = group.lines[0]
        for line in group.lines[1:]:
            for name in ("starts_on", "ends_on", "signed_on", "kind"):
                value = line.values.get(name)
                if value is not None and value != first.values.get(name, value):
                    sentence = _("Row %(row)s says something else of the same agreement.")
                    made.reading.blame(line, name, sentence % {"row": first.number})
    refused = made.reading.refused_rows
    if refused:
        made.groups = [
            group for group in made.groups if not refused & {line.number for line in group.lines}
        ]
        used = {id(group.partner) for group in made.groups}
        made.partners = {pair: it for pair, it in made.partners.items() if id(it) in used}
        owners = {id(group.unit) for group in made.groups}
        made.units_made = [it for it in made.units_made if id(it) in owners]
