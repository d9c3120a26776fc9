"""What machines read of a site: map of the site, feed, rules for robots."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from entente.kit.bilingual import HTML_LANGUAGE, LANGUAGES
from entente.website.models import NewsPage, PublicPage, PublicSite
from entente.website.views import shown

IN_FEED = 20


def sitemap(request: HttpRequest, site: PublicSite) -> HttpResponse:
    """List every page, each with its other language."""
    halves: dict[Any, list[PublicPage]] = {}
    for language in LANGUAGES:
        rows = PublicPage.objects.live().descendant_of(site.home(language), inclusive=True)
        for page in rows.select_related("locale"):
            halves.setdefault(page.translation_key, []).append(page)
    pairs = [
        [
            (HTML_LANGUAGE[it.language], f"{_root(request)}{shown.way_to(site, it)}", it)
            for it in pair
        ]
        for pair in halves.values()
    ]
    text = render_to_string("website/sitemap.xml", {"pairs": pairs})
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def feed(request: HttpRequest, site: PublicSite) -> HttpResponse:
    """Give the newest news of a language as an Atom feed."""
    language = request.path_info[1:3]
    rows = NewsPage.objects.live().descendant_of(site.home(language)).select_related("locale")
    entries = [
        (it, f"{_root(request)}{shown.way_to(site, it)}")
        for it in rows.order_by("-on", "-pk")[:IN_FEED]
    ]
    context = {
        "site": site,
        "language": HTML_LANGUAGE[language],
        "address": f"{_root(request)}/{language}/feed.xml",
        "home": f"{_root(request)}/{language}/",
        "entries": entries,
    }
    text = render_to_string("website/feed.xml", context)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def robots(request: HttpRequest, _site: PublicSite) -> HttpResponse:
    """Let everybody read, and name the map of the site."""
    text = f"User-agent: *\nAllow: /\nSitemap: {_root(request)}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _root(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
