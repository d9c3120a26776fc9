"""`./entente figures check`: kept totals beside a new count of the records."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from entente.figures import services
from entente.figures.models import Figure


class Command(BaseCommand):
    """Count the records behind every figure anew and compare with what is kept."""

    help = "Compare the kept totals of figures with a new count. 0 all the same, 1 not."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether what differs is put right."""
        steps = parser.add_subparsers(dest="step", required=True)
        check = steps.add_parser("check", help="count anew and compare")
        check.add_argument("--mend", action="store_true", help="keep what was counted anew")

    def handle(self, **options: Any) -> None:
        """Compare, name what differs, and mend it if asked."""
        on = timezone.localdate()
        figures = Figure.objects.select_related("unit").order_by("pk")
        found = list(services.faults(figures, on=on))
        for fault in found:
            self.stdout.write(str(fault))
        if options["mend"]:
            wrong = {fault.figure.pk: fault.figure for fault in found}
            services.recount(wrong.values(), on=on, anew=True)
        self.stdout.write(f"{figures.count()} figures, {len(found)} totals differ")
        if found and not options["mend"]:
            sys.exit(1)
