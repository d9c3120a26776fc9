"""`./entente keys`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from entente.certificates import keys


class Command(BaseCommand):
    """List the keys that sign certificates, or begin with new ones."""

    help = "The keys that sign certificates: `list` shows them, `rotate` begins with new ones."

    def add_arguments(self, parser: CommandParser) -> None:
        """Choose what to do."""
        parser.add_argument("step", choices=["list", "rotate"])

    def handle(self, **options: Any) -> None:
        """Do it; retired keys stay listed, so that what they signed stays valid."""
        if options["step"] == "rotate":
            keys.rotate()
        signing = {keys.signing(kind).name for kind in (keys.EDWARDS, keys.CURVE)}
        self.stdout.write(f"{keys.did()}\n")
        for key in keys.every():
            state = "signs" if key.name in signing else "retired"
            self.stdout.write(f"  {key.name}  {state}")
