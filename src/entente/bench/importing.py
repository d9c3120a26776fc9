"""How long an office's spreadsheets take, beside a bare insert of the same rows; and kill -9."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import connection, connections, transaction
from django.utils import timezone

from entente.bench.watch import Result
from entente.intake import importers, services
from entente.intake.models import Import
from entente.intake.shipped import ZARAGOZA
from entente.kit import audit
from entente.office.models import Unit, User
from entente.office.services import add_unit, system_user
from entente.organisations.models import Organisation, OrganisationName
from entente.partnerships.models import Agreement, AgreementParty, Places

# In the order in which they can be inserted: what others lead to comes first.
WRITTEN = (User, Unit, Organisation, OrganisationName, Agreement, AgreementParty, Places)
GOAL, MOST_SECONDS = 10.0, 60.0
BARE = "bare"


def folder() -> Path | None:
    """Find the files of the University of Zaragoza; they are not part of the project."""
    found = Path(os.environ.get("ENTENTE_SHARED") or "/nowhere") / "zaragoza"
    return found if found.is_dir() else None


def run(files: Iterable[Path], *, kills: int) -> list[Result]:
    """Import the files one after the other, insert the same rows bare, kill imports at random."""
    paths = sorted(files)
    database = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    empty = database.with_name("import-empty.sqlite3")
    shutil.copy(database, empty)
    seconds, lines = _import(paths)
    bare, alone = _bare(empty)
    results = [
        Result("five files, beside the same records inserted bare", lines, seconds * 1000,
               seconds * 1000, bare * 1000, seconds / bare, GOAL),
        Result("five files, beside their lines alone inserted bare", lines, seconds * 1000,
               seconds * 1000, alone * 1000, seconds / alone, None),
        Result("five files, of sixty seconds", lines, seconds * 1000, seconds * 1000,
               MOST_SECONDS * 1000, seconds / MOST_SECONDS, 1.0),
    ]  # fmt: skip
    if kills:
        results.append(_kills(paths[0], empty, database, kills))
    return results


def start(path: Path, by: User) -> Import:
    """Hand a file in, read by the mapping that comes with the house."""
    home = Unit.objects.tops().first()
    if home is None:
        values: dict[str, Any] = {"kind": "university", **ZARAGOZA.home}
        home = add_unit(by=by, **values)
    with path.open("rb") as file:
        record = services.start_import(File(file, name=path.name), unit=home, by=by)
    services.name_columns(record, ZARAGOZA, by=by, name="zaragoza")
    return record


def _import(paths: list[Path]) -> tuple[float, int]:
    by, lines = system_user(), 0
    began = time.perf_counter()
    for path in paths:
        record = start(path, by)
        importers.apply(record, on=timezone.localdate(), by=by)
        if record.refused:
            message = f"{path.name}: {record.refused} rows were refused."
            raise RuntimeError(message)
        lines += record.rows
        sys.stderr.write(f"{path.name}: {record.rows} rows\n")
    return time.perf_counter() - began, lines


def _bare(empty: Path) -> tuple[float, float]:
    """Insert the records that the imports left into an empty database: no check, no trail."""
    rows: list[tuple[Any, list[Any]]] = [
        (model, list(model._base_manager.order_by("pk"))) for model in WRITTEN
    ]
    with _second_database(empty) as alias:
        began = time.perf_counter()
        with transaction.atomic(using=alias):
            for model, records in rows:
                model._base_manager.using(alias).bulk_create(
                    records, batch_size=1000, ignore_conflicts=model is User
                )
        together = time.perf_counter() - began
        places = rows[-1][1]
        Places._base_manager.using(alias).all().delete()
        began = time.perf_counter()
        with transaction.atomic(using=alias):
            Places._base_manager.using(alias).bulk_create(places, batch_size=1000)
        alone = time.perf_counter() - began
    return together, alone


@contextmanager
def _second_database(empty: Path) -> Iterator[str]:
    path = empty.with_name("import-bare.sqlite3")
    shutil.copy(empty, path)
    connections.databases[BARE] = {**connections.databases["default"], "NAME": str(path)}
    try:
        yield BARE
    finally:
        connections[BARE].close()
        del connections.databases[BARE]


# --- kill -9 --------------------------------------------------------------------------------------


def _kills(path: Path, empty: Path, database: Path, number: int) -> Result:
    """Kill imports at random moments; after each, all of the sheet is there or nothing of it."""
    chance = random.Random(9)  # noqa: S311 the same moments every time
    holding, longest = 0, 20.0
    began = time.perf_counter()
    for _round in range(number):
        connections.close_all()
        for leftover in database.parent.glob(f"{database.name}*"):
            leftover.unlink()
        shutil.copy(empty, database)
        record = start(path, system_user())
        at = time.perf_counter()
        if not kill_during(record.pk, after=chance.uniform(0, longest)):
            longest = time.perf_counter() - at
        holding += is_whole(record)
    took = (time.perf_counter() - began) * 1000 / number
    name = f"killed {number} times, imports neither whole nor absent"
    return Result(name, number, took, took, 1.0, float(number - holding), 0.0)


def is_whole(record: Import) -> bool:
    """Say whether all of an import is there or nothing of it, under a trail that holds."""
    record.refresh_from_db()
    counts = (Agreement.objects.count(), Places.objects.count())
    if record.state == "done":
        right = counts == (record.summary["agreements_new"], record.summary["places_new"])
    else:
        right = counts == (0, 0) and not Organisation.objects.exists()
    return right and not audit.verify()[1]


def kill_during(key: int, *, after: float) -> bool:
    """Import in a process of its own and kill it; say whether it was still at work."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            record = Import.objects.for_page().get(pk=key)
            importers.apply(record, on=timezone.localdate(), by=record.started_by)
        finally:
            os._exit(0)
    until = time.monotonic() + after
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True
