"""The website's bench: public pages kept and drawn anew, against an empty page of the desk."""

from __future__ import annotations

import datetime
import itertools

from django.urls import reverse

from entente.bench.watch import Result, Visitor, compare
from entente.demo.load import load
from entente.office import services as office
from entente.office.models import User
from entente.website import services
from entente.website.models import NewsPage, PublicSite, SectionPage
from entente.website.models.pages import CODES

DAY = datetime.date(2026, 3, 2)
KEPT, DRAWN = 1.2, 4.0
HOST = "ustb.localhost"
# What is read, by what it is: the site and the page.
PAGES = {
    "first page": (HOST, "/zh/"),
    "case": (HOST, "/en/cases/aachen/"),
    "list of news": (HOST, "/zh/bench-news/"),
    "piece of news": (HOST, "/zh/bench-news/news-1/"),
    "figures": (HOST, "/en/figures/"),
    "partners with map": (HOST, "/zh/partners/"),
    "consortium": ("cug.localhost", "/en/consortium/"),
}


def make(size: int) -> None:
    """Load the five documents' sites once, and so many synthetic pieces of news on one of them."""
    load(on=DAY)
    site, by = PublicSite.objects.get(host=HOST), office.system_user()
    found = SectionPage.objects.filter(slug="bench-news", locale__language_code=CODES["zh"]).first()
    section = (
        found
        or services.write_pair(
            site.home_zh,
            SectionPage,
            "bench-news",
            by=by,
            zh={"title": "示例新闻"},
            en={"title": "Sample news"},
        )[0].specific
    )
    services.publish_pair(section, by=by, on=DAY)
    for number in range(section.get_children().count() + 1, size + 1):
        body = [("sentence", [("words", f"示例正文，第{part}段。" * 8)]) for part in range(5)]
        half = {"on": DAY - datetime.timedelta(days=number), "body": body}
        made = services.write_pair(
            section,
            NewsPage,
            f"news-{number}",
            by=by,
            zh={"title": f"示例新闻第{number}条", **half},
            en={"title": f"Sample news {number}", **half},
        )
        services.publish_pair(made[0], by=by, on=DAY)


class Reader(Visitor):
    """Reads the desk's empty page as somebody who is signed in, and public pages by host name."""

    def __init__(self, port: int, user: User) -> None:
        super().__init__(port, user)
        self.turn = itertools.count(1)
        self.desk = self.headers

    def read(self, address: str) -> float:
        """Read a page; `//host/path` is public, a question mark at its end has it drawn anew."""
        if not address.startswith("//"):
            self.headers = self.desk
            return super().read(address)
        host, _slash, path = address.removeprefix("//").partition("/")
        self.headers = {"Host": host}
        return super().read(f"/{path}{next(self.turn)}" if path.endswith("?n=") else f"/{path}")


def run(port: int, size: int) -> list[Result]:
    """Measure one size."""
    empty = reverse("bench_empty")
    reader = Reader(port, User.objects.get(username="ustb"))
    return [
        compare(
            reader, f"{name}, {how}", f"//{host}{path}{ending}", size=size, goal=goal, empty=empty
        )
        for how, ending, goal in (("kept", "", KEPT), ("drawn anew", "?n=", DRAWN))
        for name, (host, path) in PAGES.items()
    ]
