"""`./entente search rebuild`: build the index of the search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from entente.kit import search


class Command(BaseCommand):
    """Look after the index of the search."""

    help = "Build the index of the search anew from the records, for example after an upgrade."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what is to be done."""
        parser.add_argument("what", choices=["rebuild"], help="rebuild: empty the index, fill it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it anew, one line for each kind of record."""
        for model, number in search.rebuild():
            self.stdout.write(f"{model._meta.verbose_name_plural}: {number:,}")
