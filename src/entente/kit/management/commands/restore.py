"""`./entente restore FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from entente.kit import backup
from entente.kit.errors import DomainError


class Command(BaseCommand):
    """Restore a backup; 0 it is in place, 1 nothing was changed."""

    help = "bring the database and all files back from a backup, whole or not at all"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, and whether a living installation may go."""
        parser.add_argument("file", type=Path, help="the file that `backup` wrote")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put it in the place of a living installation; what is newer is lost",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore it and say what came back."""
        try:
            report = backup.restore(options["file"], replace=options["replace"])
        except DomainError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            (
                _("Restored: %(rows)s rows, %(files)s files.")
                if report.broken
                else _("Restored: %(rows)s rows, %(files)s files; the trail of changes is proved.")
            )
            % {"rows": report.rows, "files": report.files}
        )
        for name in report.missing:
            self.stdout.write(
                _("The file %(name)s was lost before the backup was made.") % {"name": name}
            )
        for place in report.broken:
            self.stdout.write(
                _("Chain %(chain)s of the trail was broken at entry %(sequence)s before.")
                % {"chain": place.chain, "sequence": place.sequence}
            )
        for note in report.notes:
            self.stdout.write(note)
