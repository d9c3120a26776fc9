"""What the public, search engines and readers of feeds are given."""

import datetime
import json
import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django.contrib.staticfiles import finders

from entente.figures.models import Release
from entente.figures.services import release_figure
from entente.office import services as office
from entente.website import services
from entente.website.models import (
    ArticlePage,
    ContactPage,
    EventPage,
    FiguresPage,
    HomePage,
    NewsPage,
    PublicPage,
    SectionPage,
)
from tests.factories_figures import make_figure, make_tally
from tests.factories_website import make_site

DAY = datetime.date(2026, 5, 1)
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
pytestmark = pytest.mark.django_db


def publish(parent, kind, slug, **halves):
    by = office.system_user()
    page = services.write_pair(parent, kind, slug, by=by, **halves)[0]
    return services.publish_pair(page, by=by, on=DAY, figures=True)[0]


@pytest.fixture
def site():
    """Give a site with its first page, two pieces of news, an event and a page in Chinese alone."""
    site, by = make_site(host="office.localhost"), office.system_user()
    services.publish_pair(HomePage.objects.get(pk=site.home_zh_id), by=by, on=DAY)
    both = {"zh": {"title": "新闻"}, "en": {"title": "News"}}
    news = publish(site.home_zh, SectionPage, "news", **both)
    for day in (1, 2):
        one = {"on": datetime.date(2026, 4, day), "intro": "A & B <C>"}
        halves = {"zh": {"title": f"来访{day}", **one}, "en": {"title": f"Visit {day}", **one}}
        publish(news, NewsPage, f"visit-{day}", **halves)
    days = {"starts_on": DAY, "ends_on": datetime.date(2026, 5, 3)}
    publish(
        site.home_zh,
        EventPage,
        "school",
        zh={"title": "暑期学校", "place": "武汉", **days},
        en={"title": "Summer school", "place": "Wuhan", **days},
    )
    publish(site.home_zh, ContactPage, "lone", zh={"title": "联系我们"})
    return site


def read(client, path, host="office.localhost", **headers):
    return client.get(path, headers={"host": host, **headers})


def text(client, path, **named):
    answer = read(client, path, **named)
    assert answer.status_code == 200, path
    return answer.content.decode()


def data(client, path):
    return json.loads(DATA.search(text(client, path))[1])


OFFICE = {"@type": "Organization", "name": "国际合作", "url": "http://office.localhost"}


def test_each_kind_of_page_is_described_as_what_it_is(client, site):
    assert data(client, "/zh/") == {"@context": "https://schema.org", **OFFICE}
    news = data(client, "/zh/news/visit-1/")
    assert news["dateModified"] >= news["datePublished"]
    del news["dateModified"]
    assert news == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "name": "来访1",
        "headline": "来访1",
        "url": "http://office.localhost/zh/news/visit-1/",
        "inLanguage": "zh-CN",
        "publisher": OFFICE,
        "author": OFFICE,
        "description": "A & B <C>",
        "datePublished": "2026-04-01",
    }
    event = data(client, "/en/school/")
    assert (event["@type"], event["startDate"], event["endDate"], event["location"]) == (
        "Event",
        "2026-05-01",
        "2026-05-03",
        {"@type": "Place", "name": "Wuhan"},
    )
    assert data(client, "/zh/lone/")["@type"] == "WebPage"


def test_a_page_names_itself_and_its_other_language(client, site):
    for path in ("/zh/school/", "/en/school/?a=1"):
        page = text(client, path)
        own = f"http://office.localhost{path.partition('?')[0]}"
        assert f'<link rel="canonical" href="{own}">' in page
        assert sorted(re.findall(r'rel="alternate" hreflang="(.+?)" href="(.+?)"', page)) == [
            ("en", "http://office.localhost/en/school/"),
            ("zh-CN", "http://office.localhost/zh/school/"),
        ]
    assert 'hreflang="en" href="http' not in text(client, "/zh/lone/")


def test_the_map_of_the_site_has_every_page_with_its_pair(client, site):
    root = fromstring(text(client, "/sitemap.xml"))
    found = {it.find(f"{MAP}loc").text: len(it.findall(LINK)) for it in root}
    begin = "http://office.localhost"
    both = ["", "news/", "news/visit-1/", "news/visit-2/", "school/"]
    assert found == {
        **{f"{begin}/{language}/{way}": 2 for language in ("zh", "en") for way in both},
        f"{begin}/zh/lone/": 1,
    }
    assert f"Sitemap: {begin}/sitemap.xml" in text(client, "/robots.txt")


def test_the_feed_has_the_newest_first_in_its_language(client, site):
    feed = fromstring(text(client, "/en/feed.xml"))
    entries = feed.findall(f"{ATOM}entry")
    assert [it.find(f"{ATOM}title").text for it in entries] == ["Visit 2", "Visit 1"]
    assert entries[0].find(f"{ATOM}summary").text == "A & B <C>"
    assert feed.find(f"{ATOM}updated").text == "2026-04-02T00:00:00Z"


def test_nothing_is_run_inline_or_fetched_from_others(client, site):
    for page in PublicPage.objects.live():
        path = page.get_url_parts()[2]
        answer = read(client, path)
        found = answer.content.decode()
        policy = dict(it.strip().partition(" ")[::2] for it in answer[CSP].split(";"))
        assert policy == {
            "default-src": "'none'",
            "style-src": "'self'",
            "font-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
            "script-src": "'none'",
            "img-src": "'self'",
            "connect-src": "'self'",
            "manifest-src": "'self'",
        }
        assert re.findall(r"<script(?! type=.application/ld)|<style|\sstyle=|\son\w+=", found) == []
        fetched = re.findall(r'<(?:img|source|iframe)[^>]*src="([^"]+)', found)
        fetched += re.findall(r'<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)', found)
        assert {it for it in fetched if not it.startswith("/")} == set()
        assert answer.cookies == {}


CSP = "Content-Security-Policy"


def test_the_first_page_with_its_styles_is_light_and_prints(client, site):
    page = text(client, "/zh/")
    sheets = re.findall(r'rel="stylesheet" href="/static/([^"]+)"', page)
    files = [Path(finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.css)", "", it))) for it in sheets]
    assert len(page.encode()) + sum(it.stat().st_size for it in files) < 150_000
    assert any("@media print" in it.read_text() for it in files)


def test_what_is_kept_is_told_by_its_tag_and_the_scheme_is_part_of_it(client, site):
    first = read(client, "/zh/")
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Content-Language"] == "zh-CN"
    again = read(client, "/zh/", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert CSP in again
    safe = client.get("/zh/", headers={"host": "office.localhost"}, secure=True)
    assert 'href="https://office.localhost/zh/"' in safe.content.decode()


def test_what_is_searched_for_pushes_out_nothing(client, site, django_assert_num_queries):
    read(client, "/zh/")
    for number in range(3):
        read(client, f"/zh/?x={number}")
    with django_assert_num_queries(1):
        read(client, "/zh/")


def test_a_kept_page_is_renewed_by_publishing_and_gone_with_withdrawing(client, site):
    by = office.system_user()
    page = publish(site.home_zh, ArticlePage, "about", zh={"title": "概况一"})
    assert "概况一" in text(client, "/zh/about/")

    halves = {"zh": {"title": "概况二"}}
    services.write_drafts(page, by=by, seen=services.versions(page), halves=halves)
    assert "概况二" not in text(client, "/zh/about/") + text(client, "/zh/")
    services.publish_pair(page, by=by, on=DAY)
    assert "概况二" in text(client, "/zh/about/")
    services.withdraw_pair(page, by=by, reason="旧")
    assert read(client, "/zh/about/").status_code == 404
    assert "概况二" not in text(client, "/zh/")


def test_a_site_never_serves_another_sites_page(client, site):
    other = make_site(host="other.localhost", name_zh="别处")
    publish(other.home_zh, ArticlePage, "about", zh={"title": "别处概况"})
    publish(site.home_zh, ArticlePage, "about", zh={"title": "本处概况"})
    publish(other.home_zh, ArticlePage, "only", zh={"title": "别处独有"})
    for _turn in range(2):
        assert "本处概况" in text(client, "/zh/about/")
        assert "别处概况" in text(client, "/zh/about/", host="other.localhost")
    assert read(client, "/zh/only/").status_code == 404
    assert read(client, "/en/about/").status_code == 404


def test_a_number_on_a_page_is_its_release_until_it_is_released_anew(client, site):
    by = office.system_user()
    make_tally(site.unit)
    figure = make_figure(
        site.unit,
        measure="visitors_received",
        period_kind="in_all",
        sentence_zh="接待{number}人次。",
        sentence_en="We received {number} visitors (person-times).",
    )
    publish(site.home_zh, FiguresPage, "figures", zh={"title": "数据"}, en={"title": "Figures"})
    body = [("sentence", [("words", "共"), ("figure", figure)]), ("figure", figure)]
    halves = {"zh": {"title": "概况", "body": body}, "en": {"title": "About", "body": body}}
    publish(site.home_zh, ArticlePage, "about", **halves)
    first = Release.objects.get()

    def shown(language):
        page = text(client, f"/{language}/about/")
        return re.findall(rf'href="/{language}/figures/#figure-{figure.pk}">(.*?)</a>', page)

    assert shown("zh") == [first.number_zh, first.sentence_zh]
    assert shown("en") == [first.number_en, first.sentence_en]

    make_tally(site.unit, low=5000, starts_on="2010", ends_on="2012", source="Yearbook 2012")
    assert shown("zh") == [first.number_zh, first.sentence_zh]

    release_figure(figure, on=DAY, by=by)
    second = Release.objects.latest("pk")
    assert second.number_zh != first.number_zh
    assert shown("zh") == [second.number_zh, second.sentence_zh]
    assert shown("en") == [second.number_en, second.sentence_en]


def test_a_long_list_is_read_in_pages(client, site):
    news = PublicPage.objects.get(slug="news", locale__language_code="zh-hans")
    for number in range(21):
        one = {"title": f"旧闻{number:02}", "on": datetime.date(2025, 1, number + 1)}
        publish(news, NewsPage, f"old-{number}", zh=one)

    def titles(path):
        return re.findall(r'/news/[a-z]+-\d+/"[^>]*>(来访\d|旧闻\d+)<', text(client, path))

    first, second = titles("/zh/news/"), titles("/zh/news/?page=2")
    assert first == ["来访2", "来访1", *(f"旧闻{number:02}" for number in range(20, 2, -1))]
    assert second == ["旧闻02", "旧闻01", "旧闻00"]
    assert titles("/zh/news/?page=nonsense") == first
    assert 'rel="canonical" href="http://office.localhost/zh/news/?page=2"' in text(
        client, "/zh/news/?page=2"
    )


@pytest.mark.parametrize("count", [1, 12])
def test_the_first_page_costs_the_same_however_much_there_is(
    client, site, django_assert_num_queries, count
):
    news = PublicPage.objects.get(slug="news", locale__language_code="zh-hans")
    for number in range(count):
        publish(news, NewsPage, f"more-{number}", zh={"title": f"又{number}", "on": DAY})
    text(client, "/zh/?what-is-read-once")
    with django_assert_num_queries(12):
        text(client, "/zh/?fresh")
