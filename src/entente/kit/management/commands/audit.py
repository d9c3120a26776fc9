"""`./entente audit verify`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from entente.kit import audit
from entente.kit.models import AuditEntry


class Command(BaseCommand):
    """Prove the trail; 0 every chain holds, 1 one does not."""

    help = "prove the trail of changes, or name the first broken entry of each chain"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what to do with the trail."""
        parser.add_argument("what", choices=["verify"], help="recompute every chain of hashes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute every chain and say what was found."""
        count, broken = audit.verify()
        if broken:
            raise CommandError("\n".join(map(self.name, broken)))
        self.stdout.write(_("Every chain holds: %(count)s entries.") % {"count": count})

    def name(self, place: audit.Broken) -> str:
        """Say where a chain is broken, and what that entry says of itself."""
        entry = AuditEntry.objects.filter(chain=place.chain, sequence=place.sequence).first()
        return _("Chain %(chain)s is broken at entry %(sequence)s: %(reason)s. (%(entry)s)") % {
            "chain": place.chain,
            "sequence": place.sequence,
            "reason": place.reason.label,
            "entry": entry or "—",
        }
