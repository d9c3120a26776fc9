"""Lists from outside that keep our units and accounts in step: files, or a view of a database."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ValidationError
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.imports import Fault, read_table
from entente.office import services
from entente.office.enums import UnitKind
from entente.office.models import Unit, User
from entente.office.people_list import UNIT_HEADINGS, columns


def rows_of_file(path: Path) -> list[dict[str, Any]]:
    """Read a sheet, its headings first; a list of a whole university may have any length."""
    with path.open("rb") as file:
        headings, *rows = read_table(file, path.name, most=None) or [[]]
    return [dict(zip_longest(headings, row[: len(headings)], fillvalue="")) for row in rows]


def rows_of_view(url: str, view: str) -> Iterator[dict[str, Any]]:
    """Read a view of another database, which is only read."""
    connection = ConnectionHandler({"default": dict(dj_database_url.parse(url))})["default"]
    name = ".".join(connection.ops.quote_name(part) for part in view.split("."))
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 quoted by the database's own rule
            headings = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(headings, row, strict=True))
    finally:
        connection.close()


def keep_units(rows: list[dict[str, Any]], *, by: User) -> tuple[int, int]:
    """Add new units and rename or move known ones, by code; give how many of each.

    A unit that the list does not name stays as it is. Parents may stand after their children.
    """
    told, faults = _read_units(rows)
    known = {unit.code.lower(): unit for unit in Unit.objects.all()}
    added = changed = 0
    while told and not faults:
        ready = [
            number
            for number, line in told.items()
            if not line["parent"] or line["parent"].lower() in known
        ]
        if not ready:
            faults = [
                Fault(number, _("No unit has the code “%(code)s”.") % {"code": line["parent"]})
                for number, line in told.items()
            ]
            break
        for number in ready:
            line = told.pop(number)
            parent = known.get(line.pop("parent").lower())
            unit = known.get(line["code"].lower())
            try:
                if unit is None:
                    unit = services.add_unit(by=by, parent=parent, **line)
                    added += 1
                else:
                    changed += services.change_unit(unit, by=by, parent=parent, **line)
            except ValidationError as refusal:
                faults.append(Fault(number, " ".join(refusal.messages)))
                continue
            known[unit.code.lower()] = unit
    if faults:
        raise DomainError([str(fault) for fault in faults])
    return added, changed


def _read_units(rows: list[dict[str, Any]]) -> tuple[dict[int, dict[str, Any]], list[Fault]]:
    places = columns(rows[0], UNIT_HEADINGS) if rows else {}
    if rows and "code" not in places:
        return {}, [Fault(1, _("There is no column with the unit's code."))]
    kinds = {str(label).lower(): value for value, label in UnitKind.choices}
    told: dict[int, dict[str, Any]] = {}
    faults = []
    for number, row in enumerate(rows, start=2):
        line = {name: str(row.get(key) or "").strip() for name, key in places.items()}
        if not any(line.values()):
            continue
        kind = line.get("kind", "").lower()
        line["kind"] = kinds.get(kind, kind) or UnitKind.DEPARTMENT
        line.setdefault("parent", "")
        if not line["code"]:
            faults.append(Fault(number, _("The unit's code is missing.")))
        if line["kind"] not in UnitKind.values:
            faults.append(Fault(number, _("“%(kind)s” is no kind of unit.") % {"kind": kind}))
        told[number] = line
    return told, faults
