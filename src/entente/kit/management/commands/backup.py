"""`./entente backup FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from entente.kit import backup
from entente.kit.errors import DomainError


class Command(BaseCommand):
    """Write a backup; 0 all is well, 1 nothing was written or something needs a look."""

    help = "write the database and all files into one verified file, while people work"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, and whether the keys go with it."""
        parser.add_argument("file", type=Path, help="the file to write, for example backup.zip")
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="put the keys of this installation into the file too; then guard it as them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say what is in it."""
        try:
            report = backup.make(options["file"], with_secrets=options["with_secrets"])
        except (DomainError, OSError) as error:
            raise CommandError(_sentence(error)) from error
        self.stdout.write(
            (
                _("%(file)s: %(rows)s rows, %(files)s files.")
                if report.broken
                else _("%(file)s: %(rows)s rows, %(files)s files; the trail of changes is proved.")
            )
            % {"file": options["file"], "rows": report.rows, "files": report.files}
        )
        problems = [
            _("Chain %(chain)s of the trail is broken at entry %(sequence)s.")
            % {"chain": place.chain, "sequence": place.sequence}
            for place in report.broken
        ] + [_("The file %(name)s is lost or damaged.") % {"name": name} for name in report.missing]
        if problems:
            raise CommandError("\n".join([_("The backup was written, but:"), *problems]))


def _sentence(error: DomainError | OSError) -> str:
    return " ".join(error.messages) if isinstance(error, DomainError) else str(error)
