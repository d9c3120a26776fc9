"""The house's bench: lists, a record, search, against an empty page of the same server."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from entente.bench import data
from entente.bench.watch import Result, Visitor, compare
from entente.partnerships.models import Agreement

LIST, RECORD, SEARCH = 5.0, 3.0, 5.0


def run(port: int, size: int) -> list[Result]:
    """Measure one size."""
    data.make(size)
    empty = reverse("bench_empty")
    agreements = reverse("partnerships:agreements")
    visitors = {name: Visitor(port, data.reader(name)) for name in data.READERS}
    middle = Agreement.objects.filter(pk__gte=size // 2).order_by("pk")[0].get_absolute_url()
    search = f"{reverse('desk:search')}?q={quote('测试伙伴大学77')}"
    cases = [
        *((f"list of 25, {name}", visitors[name], agreements, LIST) for name in visitors),
        ("record page", visitors["everything"], middle, RECORD),
        ("search", visitors["everything"], search, SEARCH),
    ]
    return [
        compare(visitor, name, address, size=size, goal=goal, empty=empty)
        for name, visitor, address, goal in cases
    ]
