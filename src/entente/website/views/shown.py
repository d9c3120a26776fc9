"""What the template of each kind of public page is given."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from entente.kit.bilingual import HTML_LANGUAGE, other_language
from entente.organisations.places import place_name
from entente.website.models import (
    CasePage,
    ConsortiumPage,
    EventPage,
    FiguresPage,
    HomePage,
    NewsPage,
    PartnersPage,
    Picture,
    PublicPage,
    PublicSite,
    SectionPage,
    reading,
)
from entente.website.models.pictures import SOCIAL_NAME

ON_A_PAGE = 20
_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def frame(site: PublicSite, language: str, page: PublicPage | None = None) -> dict[str, Any]:
    """Give what stands around every page: brand, sections, the way to the other language."""
    home = site.home(language)
    sections = PublicPage.objects.live().child_of(home).specific(defer=True)
    return {
        "site": site,
        "language": language,
        "other": other_language(language),
        "home_url": f"/{language}/",
        "sections": [
            {
                "title": it.title,
                "url": f"/{language}/{it.slug}/",
                "on": page is not None and page.path.startswith(it.path),
            }
            for it in sections
        ],
        "released_figures_url": next(
            (f"/{language}/{it.slug}/" for it in sections if isinstance(it, FiguresPage)), ""
        ),
    }


def context(request: HttpRequest, site: PublicSite, page: PublicPage) -> dict[str, Any]:
    """Give everything that a page shows."""
    half = reading.other_half(page)
    root = f"{request.scheme}://{request.get_host()}"
    said = reading.newest_releases(page.figures())
    pictures = page.pictures()
    given = frame(site, page.language, page) | {
        "page": page,
        "title": page.title,
        "root": root,
        "address": f"{root}{way_to(site, page)}",
        "other_url": way_to(site, half) if half else f"/{other_language(page.language)}/",
        "has_other": half is not None,
        "said": said,
        "way": way_to(site, page),
        "preview": pictures[0] if pictures else None,
    }
    given |= _of_kind(request, site, page, half)
    return given | {"described": described(page, given)}


def way_to(site: PublicSite, page: PublicPage) -> str:
    """Give the path of a page within its site."""
    home = site.home(page.language)
    return f"/{page.language}/{page.url_path[len(home.url_path) :]}"


def _of_kind(
    request: HttpRequest, site: PublicSite, page: PublicPage, half: PublicPage | None
) -> dict[str, Any]:
    match page:
        case HomePage():
            return _first(site, page)
        case SectionPage():
            return _listed(request, site, reading.below(page, half))
        case PartnersPage():
            return _partners(request, site, page)
        case ConsortiumPage():
            return reading.register_of(page, site, timezone.localdate())
        case _:
            return _text(site, page)


def _listed(request: HttpRequest, site: PublicSite, rows: Any) -> dict[str, Any]:
    paged = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    children = PublicPage.objects.filter(pk__in=[it.pk for it in paged]).specific()
    by_key = {it.pk: it for it in children}
    return {"children": _linked(site, [by_key[it.pk] for it in paged]), "paged": paged}


def _text(site: PublicSite, page: PublicPage) -> dict[str, Any]:
    if isinstance(page, NewsPage):
        return {
            name: {"title": it.title, "url": way_to(site, it)} if it else None
            for name, it in reading.beside(page).items()
        }
    if isinstance(page, FiguresPage):
        return {"releases": reading.released_of(site)}
    if isinstance(page, CasePage):
        return {"agreements": [it.value for it in page.agreements if it.value]}
    return {}


def _first(site: PublicSite, page: HomePage) -> dict[str, Any]:
    found = reading.first_page(page, site)
    for name in ("news", "cases", "programmes", "events"):
        found[name] = _linked(site, found[name])
    if found["partners_page"]:
        found["partners_url"] = way_to(site, found["partners_page"])
    lists = found.pop("sections")
    return found | {"lists": {slug: way_to(site, it) for slug, it in lists.items()}}


def _linked(site: PublicSite, pages: list[Any]) -> list[dict[str, Any]]:
    tops = Picture.objects.in_bulk({it.picture_id for it in pages if it.picture_id})
    return [
        {
            "page": it,
            "url": way_to(site, it),
            "lang": HTML_LANGUAGE[it.language],
            "picture": tops.get(it.picture_id),
        }
        for it in pages
    ]


def _partners(request: HttpRequest, site: PublicSite, page: PartnersPage) -> dict[str, Any]:
    everyone = reading.partners_of(site, page)
    places = sorted({(str(place_name(it.country)), it.country) for it in everyone if it.country})
    place, words = request.GET.get("place", ""), request.GET.get("q", "").strip()[:100]
    found = [
        it
        for it in everyone
        if (not place or it.country == place)
        and words.casefold() in f"{it.name_zh} {it.name_en}".casefold()
    ]
    return {
        "partners": [(it, place_name(it.country) if it.country else "") for it in found],
        "count": len(found),
        "places": places,
        "place": place,
        "words": words,
        "map": reading.drawn(found, site),
    }


def described(page: PublicPage, given: dict[str, Any]) -> SafeString:
    """Describe the page for search engines, by schema.org."""
    site: PublicSite = given["site"]
    publisher = {"@type": "Organization", "name": str(site.name), "url": given["root"]}
    about: dict[str, Any] = {
        "@type": "WebPage",
        "name": page.title,
        "url": given["address"],
        "inLanguage": HTML_LANGUAGE[page.language],
        "publisher": publisher,
    }
    if page.intro:
        about["description"] = page.intro
    if picture := given["preview"]:
        about["image"] = f"{given['address']}{picture.named(SOCIAL_NAME)}"
    match page:
        case HomePage():
            about = {**publisher, **({"image": about["image"]} if "image" in about else {})}
        case NewsPage():
            about |= _news(page, publisher)
        case EventPage():
            about |= _event(page, publisher)
    text = json.dumps({"@context": "https://schema.org", **about}, ensure_ascii=False)
    return mark_safe(text.translate(_SAFE))  # noqa: S308 what could end the script is escaped


def _news(page: NewsPage, publisher: dict[str, Any]) -> dict[str, Any]:
    about = {
        "@type": "NewsArticle",
        "headline": page.title,
        "datePublished": page.on.isoformat(),
        "author": publisher,
    }
    if page.last_published_at:
        about["dateModified"] = timezone.localdate(page.last_published_at).isoformat()
    return about


def _event(page: EventPage, publisher: dict[str, Any]) -> dict[str, Any]:
    about = {
        "@type": "Event",
        "startDate": page.starts_on.isoformat(),
        "organizer": publisher,
    }
    if page.ends_on:
        about["endDate"] = page.ends_on.isoformat()
    if page.place:
        about["location"] = {"@type": "Place", "name": page.place}
    return about
