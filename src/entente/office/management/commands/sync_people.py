"""`./entente sync_people FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from entente.office import importers, services
from entente.office.models import Unit
from entente.office.people_list import read_people


class Command(BaseCommand):
    """Keep accounts and units in step with the university's list of staff or students."""

    help = "Keep accounts and units in step with the university's list of staff or students."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how it can be asked."""
        parser.add_argument(
            "file", nargs="?", help="a workbook or CSV file; without it the configured view"
        )
        parser.add_argument(
            "--units", help="a workbook or CSV file of units: code, parent, names, kind"
        )
        parser.add_argument("--list", default="people", help="the name of this list, e.g. students")
        parser.add_argument("--dry-run", action="store_true", help="show, write nothing")
        parser.add_argument("--limit", type=int, default=10, help="percent that may be closed")
        parser.add_argument("--force", action="store_true", help="close more than the limit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, say what differs, and bring it into step."""
        by = services.system_user()
        try:
            with transaction.atomic():
                if options["units"]:
                    rows = importers.rows_of_file(Path(options["units"]))
                    added, changed = importers.keep_units(rows, by=by)
                    self.stdout.write(f"Units: {added} new, {changed} changed.")
                self._people(options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
                    self.stdout.write("Nothing was written: this was a preview.")
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error

    def _people(self, options: dict[str, Any]) -> None:
        rows = self._rows(options["file"])
        reading = read_people(rows, Unit.objects.values_list("code", flat=True))
        if reading.faults:
            raise CommandError("\n".join(str(fault) for fault in reading.faults))
        done = services.keep_people_in_step(
            reading.people,
            list_name=options["list"],
            by=services.system_user(),
            limit=100 if options["force"] else options["limit"],
        )
        for title, people in (
            ("new", done.new),
            ("changed", done.changed),
            ("closed", done.closed),
        ):
            self.stdout.write(f"Accounts {title}: {len(people)}")
            for user in people if options["verbosity"] > 1 or options["dry_run"] else ():
                self.stdout.write(f"  {user.username} {user}")
        for user, things, number in services.owned_by([user.pk for user in done.closed]):
            self.stdout.write(f"To hand over from {user.username} {user}: {number} {things}")

    def _rows(self, file: str | None) -> Any:
        if file:
            return importers.rows_of_file(Path(file))
        if not (settings.PEOPLE_DATABASE_URL and settings.PEOPLE_VIEW):
            raise CommandError(
                "Give a file, or set ENTENTE_PEOPLE_DATABASE_URL and ENTENTE_PEOPLE_VIEW."
            )
        return list(importers.rows_of_view(settings.PEOPLE_DATABASE_URL, settings.PEOPLE_VIEW))
