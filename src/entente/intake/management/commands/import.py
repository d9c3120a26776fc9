"""`./entente import agreements FILE --mapping NAME`."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from entente.intake import importers, services
from entente.intake.models import Import, SavedMapping
from entente.intake.shipped import SHIPPED, Mapping
from entente.office import services as office
from entente.office.models import Unit

NUMBERS = ("created", "changed", "unchanged", "refused", "to_confirm")
WIDTH = 30


class Command(BaseCommand):
    """Import a spreadsheet of agreements: all of it, or nothing."""

    help = "Import a spreadsheet of agreements: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how it can be asked."""
        parser.add_argument("what", choices=["agreements"], help="what the sheet holds")
        parser.add_argument("file", type=Path, help="a workbook (xlsx, xls, ods) or CSV file")
        parser.add_argument(
            "--mapping", required=True, help="how its columns are read: zaragoza, or a saved name"
        )
        parser.add_argument("--unit", default="", help="short code of the unit of ours")
        parser.add_argument("--sheet", default="", help="the sheet, if it is not the first one")
        parser.add_argument(
            "--good-rows", action="store_true", help="import the rows in which nothing is wrong"
        )
        parser.add_argument("--json", action="store_true", help="print for machines")

    def handle(self, **options: Any) -> None:
        """Import it; the exit code is 1 when rows were refused, 2 when nothing could be read."""
        by = office.system_user()
        try:
            record = self._start(options, by)
            importers.apply(
                record,
                on=timezone.localdate(),
                by=by,
                good_rows_only=options["good_rows"],
                progress=Bar(quiet=options["json"]),
            )
        except ValidationError as refusal:
            self._refuse(refusal, as_json=options["json"])
            return
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}", returncode=2) from error
        for note in record.notes:
            self.stderr.write(note)
        self._tell(record, as_json=options["json"])
        if record.refused or record.faults:
            sys.exit(1)

    @transaction.atomic
    def _start(self, options: dict[str, Any], by: Any) -> Import:
        path: Path = options["file"]
        unit = self._unit(options["unit"])
        mapping = SavedMapping.objects.named(options["mapping"], unit)
        if mapping is None:
            names = ", ".join(
                sorted({*SHIPPED, *SavedMapping.objects.values_list("name", flat=True)})
            )
            raise CommandError(
                f"There is no mapping “{options['mapping']}”. There are: {names}.", returncode=2
            )
        with path.open("rb") as file:
            upload = File(file, name=path.name)
            unit = unit or self._make_unit(mapping, path, by)
            record = services.start_import(upload, unit=unit, by=by)
        services.name_columns(
            record, mapping, by=by, name=options["mapping"], sheet=options["sheet"]
        )
        return record

    def _unit(self, code: str) -> Unit | None:
        """Find the unit that is named, else the only top unit; None where there is none at all."""
        if code:
            unit = Unit.objects.filter(code__iexact=code).first()
            if unit is None:
                raise CommandError(f"There is no unit with the code {code}.", returncode=2)
            return unit
        tops = list(Unit.objects.tops()[:2])
        if len(tops) > 1:
            raise CommandError(
                "There are several institutions. Name a unit with --unit CODE.", returncode=2
            )
        return tops[0] if tops else None

    def _make_unit(self, mapping: Mapping, path: Path, by: Any) -> Unit:
        """Enter our institution: as the mapping names it, else by the name of the file."""
        home = dict(mapping.home)
        if not home:
            code = re.sub(r"[^A-Z0-9]+", "-", path.stem.upper()).strip("-")[:20] or "HOME"
            home = {"code": code, "name_en": path.stem[:200]}
        values: dict[str, Any] = {"kind": "university", **home}
        return office.add_unit(by=by, **values)

    def _refuse(self, refusal: ValidationError, *, as_json: bool) -> None:
        """Say why nothing at all could be read."""
        messages = refusal.messages
        if as_json:
            told = [{"row": 1, "column": None, "message": message} for message in messages]
            self._print(dict.fromkeys(NUMBERS, 0) | {"refused": 1, "refusals": told})
        else:
            self.stderr.write("\n".join(messages))
        sys.exit(1)

    def _tell(self, record: Import, *, as_json: bool) -> None:
        done = record.state == "done"
        numbers = {
            name: getattr(record, name) if done or name == "refused" else 0 for name in NUMBERS
        }
        refusals = [
            {"row": it.row, "column": it.heading or it.column or None, "message": it.message}
            for it in record.told_faults
        ]
        if as_json:
            self._print(numbers | {"refusals": refusals})
            return
        for fault in record.told_faults:
            self.stderr.write(str(fault))
        if not done:
            self.stderr.write("Nothing was imported.")
        self.stdout.write("  ".join(f"{name} {value}" for name, value in numbers.items()))
        for name, likened in record.summary.get("likened", ()) if done else ():
            self.stdout.write(f"to confirm: {name} ~ {'; '.join(likened)}")

    def _print(self, told: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))


class Bar:
    """A line that shows how far the reading is, where somebody watches."""

    def __init__(self, *, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty()
        self.told = 0.0

    def __call__(self, rows: int, total: int = 0) -> None:
        """Draw it anew, ten times a second at most."""
        if not self.shown or time.monotonic() - self.told < 0.1:
            return
        self.told = time.monotonic()
        done = min(WIDTH, rows * WIDTH // total) if total else 0
        sys.stderr.write(f"\r[{'█' * done}{' ' * (WIDTH - done)}] {rows:,} rows")
        sys.stderr.flush()
