"""The house's bench: lists, a record, search, against an empty page of the same server."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from entente.bench import data
from entente.bench.watch import Result, Visitor, compare
from entente.partnerships.enums import AgreementState
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
    held, word = f"{agreements}?state={AgreementState.IN_FORCE}", data.TOPICS[0][0]
    everything, unit, several = "everything", "one unit", "several units"
    cases = [
        *((f"list of 25, {name}", name, agreements, LIST) for name in visitors),
        ("record page", everything, middle, RECORD),
        ("record page, all its pieces at once", everything, f"{middle}?whole=yes", None),
        ("search", everything, search, SEARCH),
        ("list, in force", everything, held, None),
        ("list, in force, several units", several, held, None),
        ("list, a word of 30 % of the titles", everything, f"{agreements}?q={quote(word)}", None),
        ("list, that word, one unit", unit, f"{agreements}?q={quote(word)}", None),
        ("list, ending within a year", everything, f"{agreements}?ends=12&sort=last_day", None),
    ]
    results = [
        compare(visitors[who], name, address, size=size, goal=goal, empty=empty)
        for name, who, address, goal in cases
    ]
    return [*results, _download(visitors["one unit"], f"{held}&download=csv", size, empty)]


def _download(visitor: Visitor, address: str, size: int, empty: str) -> Result:
    scope = data.reader("one unit").scope("partnerships.view_agreement")
    rows = Agreement.objects.filter(scope.q(), state=AgreementState.IN_FORCE).count()
    name = f"download of {rows:,} rows"
    return compare(visitor, name, address, size=size, goal=None, empty=empty, rounds=6)
