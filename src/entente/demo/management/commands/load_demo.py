"""`./entente load_demo`: the five documents' cooperation into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from entente.demo.load import load


class Command(BaseCommand):
    """Load what is not there yet; a second run changes nothing."""

    help = "load the five documents' cooperation and the sample accounts, once"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was added."""
        for name in load(on=timezone.localdate()):
            self.stdout.write(f"Loaded: {name}")
