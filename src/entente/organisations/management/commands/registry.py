"""`./entente registry load FILE`: the registry of the world's institutions, kept here."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from entente.office import services as office
from entente.organisations import services
from entente.organisations.resolving import read_dump


class Command(BaseCommand):
    """Load a registry of institutions (a ROR dump) by which names are resolved."""

    help = "Load a registry of institutions (a ROR dump) by which names are resolved."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how it can be asked."""
        parser.add_argument("what", choices=["load"], help="load: read a dump, say what changed")
        parser.add_argument(
            "file", type=Path, help="JSON, lines of JSON, gzip or zip, schema version 1 or 2"
        )
        parser.add_argument("--json", action="store_true", help="print for machines")

    def handle(self, **options: Any) -> None:
        """Load it, all or nothing; the exit code is 2 when it cannot be read."""
        path: Path = options["file"]
        _bring_up_to_date()
        try:
            loaded = services.load_registry(
                read_dump(path),
                file_name=path.name,
                by=office.system_user(),
                progress=self._progress,
            )
        except ValidationError as refusal:
            raise CommandError(f"{path}: {' '.join(refusal.messages)}", returncode=2) from refusal
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}", returncode=2) from error
        self.stderr.write("Making the index …")
        services.known()
        if options["json"]:
            self.stdout.write(json.dumps(_told(loaded), ensure_ascii=False, indent=1))
        else:
            self._tell(loaded)

    def _progress(self, count: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{count:,} entries", ending="")

    def _tell(self, loaded: services.Loaded) -> None:
        release = loaded.release
        self.stdout.write(
            f"entries {release.entries}  added {release.added}  changed {release.changed}"
            f"  unchanged {loaded.unchanged}  gone {release.gone}"
        )
        for it in loaded.partners:
            self.stdout.write(
                f"partner: {it.organisation} ({it.address}): {it.news.label}:"
                f" {it.before or '-'} -> {it.after or '-'}"
            )


def _bring_up_to_date() -> None:
    """Make the tables where the installation is new."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _told(loaded: services.Loaded) -> dict[str, Any]:
    release = loaded.release
    return {
        "entries": release.entries,
        "added": release.added,
        "changed": release.changed,
        "unchanged": loaded.unchanged,
        "gone": release.gone,
        "partners": [
            {
                "organisation": str(it.organisation),
                "id": it.address,
                "what": it.news.value,
                "before": it.before,
                "after": it.after,
            }
            for it in loaded.partners
        ],
    }
