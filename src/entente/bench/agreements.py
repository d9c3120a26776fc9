"""The bench of agreements: what ends, and the balance by partner, with ten years of places."""

from __future__ import annotations

from django.urls import reverse

from entente.bench import data
from entente.bench.watch import Result, Visitor, compare

GOAL = 5.0


def run(port: int, size: int) -> list[Result]:
    """Measure the expiring list and the balance by partner for readers of each width."""
    empty = reverse("bench_empty")
    visitors = {name: Visitor(port, data.reader(name)) for name in data.READERS}
    pages = {
        "agreements that end": reverse("partnerships:expiring"),
        "balance by partner": reverse("partnerships:balance"),
    }
    return [
        compare(visitor, f"{what}, {who}", address, size=size, goal=GOAL, empty=empty)
        for what, address in pages.items()
        for who, visitor in visitors.items()
    ]
