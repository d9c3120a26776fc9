"""Serves public sites: by host name, before anything that only the desk needs."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from entente.kit.bilingual import HTML_LANGUAGE, LANGUAGES
from entente.kit.models.trail import ChainHead
from entente.website.models import PublicPage, PublicSite
from entente.website.models.pages import CODES
from entente.website.models.pictures import LARGE_NAME, SMALL_NAME, SOCIAL_NAME
from entente.website.views import files, shown

KEPT = 500
LASTS = 60
PICTURE_LASTS = 24 * 60 * 60
PICTURES = ("image/webp", "image/jpeg")
_NAMES = "|".join(map(re.escape, (SMALL_NAME, LARGE_NAME, SOCIAL_NAME)))
PICTURE = re.compile(rf"(?P<way>(?:.*/)?)picture-(?P<number>\d{{1,12}})-(?P<name>{_NAMES})")
# Public pages run no script and send nothing but their own search.
POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "script-src": ["'none'"],
    "img-src": ["'self'"],
}
FILES: dict[str, Callable[[HttpRequest, PublicSite], HttpResponse]] = {
    "sitemap.xml": files.sitemap,
    "robots.txt": files.robots,
    "zh/feed.xml": files.feed,
    "en/feed.xml": files.feed,
}


@dataclass(frozen=True)
class Known:
    """A site as it was read, and where the trail stood then."""

    site: PublicSite
    stamp: tuple[Any, ...]


class PublicSites:
    """Answers requests to host names of public sites; all others go on to the desk.

    An answer is kept until the trail of the site's institution, or that of what all share, moves
    on, or the day ends: whatever changes a record or a page writes there. So a page is never
    older than what it tells of.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Begin with nothing kept."""
        self.get_response = get_response
        self.sites: dict[str, Known] = {}
        self.answers: OrderedDict[tuple[str, ...], tuple[Any, HttpResponse]] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or hand on."""
        host = request.get_host().rpartition(":")[0] or request.get_host()
        if host in settings.DESK_HOSTS or getattr(request, "is_dummy", False):
            return self.get_response(request)
        known = self._known(host)
        if known is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._answer(request, known)

    def _known(self, host: str) -> Known | None:
        held = self.sites.get(host)
        if held is not None and held.stamp == (stamp := _stamp(held.site)):
            return held
        site = PublicSite.objects.at(host)
        if site is None:
            self.sites.pop(host, None)
            return None
        stamp = _stamp(site)
        self.sites[host] = Known(site, stamp)
        return self.sites[host]

    def _answer(self, request: HttpRequest, known: Known) -> HttpResponse:
        # Addresses in a page name scheme and host, so both are part of what is kept.
        key = (request.scheme or "", request.get_host(), request.get_full_path())
        held = self.answers.get(key)
        if held is not None and held[0] == known.stamp:
            self.answers.move_to_end(key)
            return _once_more(request, held[1])
        answer = respond(request, known.site)
        if answer.status_code == 200:
            answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:24]}"'
            # What is searched for is as manifold as people; it would push out what many read, and
            # so would pictures, which browsers keep for a day.
            if not (request.META.get("QUERY_STRING") or answer["Content-Type"] in PICTURES):
                self.answers[key] = (known.stamp, answer)
            while len(self.answers) > KEPT:
                self.answers.popitem(last=False)
            return _once_more(request, answer)
        return answer


def _stamp(site: PublicSite) -> tuple[Any, ...]:
    heads = ChainHead.objects.filter(chain__in=(0, site.top_unit_id)).order_by("chain")
    return (timezone.localdate(), *heads.values_list("chain", "sequence"))


def _once_more(request: HttpRequest, kept: HttpResponse) -> HttpResponse:
    if request.headers.get("If-None-Match") == kept["ETag"]:
        answer: HttpResponse = HttpResponseNotModified()
        answer["ETag"], answer["Cache-Control"] = kept["ETag"], kept["Cache-Control"]
    else:
        answer = HttpResponse(kept.content, headers=dict(kept.items()))
    return strictly(answer)


def strictly(answer: HttpResponse) -> HttpResponse:
    """Give an answer the policy of public pages."""
    answer._csp_replace = POLICY  # type: ignore[attr-defined]
    return answer


def respond(request: HttpRequest, site: PublicSite) -> HttpResponse:
    """Find what a path of a site means, and answer."""
    way = request.path_info.lstrip("/")
    language, _slash, rest = way.partition("/")
    if not way:
        return _to_a_language(request)
    if language not in LANGUAGES and way not in FILES:
        return missing(request, site, "zh")
    code = CODES[language] if language in LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(code):
        if way in FILES:
            return _public(FILES[way](request, site))
        if named := PICTURE.fullmatch(rest):
            return _picture(request, site, language, named)
        if rest and not rest.endswith("/"):
            return HttpResponseRedirect(f"{request.path_info}/")
        page = find(site, language, rest)
        if page is None:
            return _moved(site, language, rest) or missing(request, site, language)
        return _public(render(request, page.template, shown.context(request, site, page)))


def find(site: PublicSite, language: str, way: str) -> PublicPage | None:
    """Find the live page at a way through the tree of a language."""
    home = site.home(language)
    rows = PublicPage.objects.live().filter(url_path=f"{home.url_path}{way}")
    tree = rows.descendant_of(home, inclusive=True).specific()
    return cast("PublicPage | None", tree.first())


def _moved(site: PublicSite, language: str, way: str) -> HttpResponse | None:
    """Lead on from where a page stood before; the address it has now is its only one."""
    old = site.old_addresses.filter(language=language, way=way, page__live=True).first()
    if old is None:
        return None
    now = shown.way_to(site, PublicPage.objects.get(pk=old.page_id))
    return strictly(HttpResponsePermanentRedirect(now))


def _picture(
    request: HttpRequest, site: PublicSite, language: str, named: re.Match[str]
) -> HttpResponse:
    """Send a picture that a public page shows: without the page there is none."""
    page = find(site, language, named["way"])
    shows = {it.pk: it for it in page.pictures()} if page else {}
    picture = shows.get(int(named["number"]))
    if picture is None:
        return missing(request, site, language)
    stored, media_type = {
        SMALL_NAME: (picture.small, "image/webp"),
        LARGE_NAME: (picture.large, "image/webp"),
        SOCIAL_NAME: (picture.social, "image/jpeg"),
    }[named["name"]]
    with default_storage.open(stored.location) as held:
        answer = HttpResponse(held.read(), content_type=media_type)
    answer["Cache-Control"] = f"public, max-age={PICTURE_LASTS}"
    return _public(answer)


def missing(request: HttpRequest, site: PublicSite, language: str) -> HttpResponse:
    """Say that there is no such page, with the way to those there are."""
    with translation.override(CODES[language]):
        context = shown.frame(site, language) | {"title": "404"}
        return strictly(render(request, "website/missing.html", context, status=404))


def _to_a_language(request: HttpRequest) -> HttpResponse:
    """Lead to the reader's language, as the browser says."""
    wanted = request.headers.get("Accept-Language", "")[:2].lower()
    answer = HttpResponseRedirect("/en/" if wanted == "en" else "/zh/")
    patch_vary_headers(answer, ["Accept-Language"])
    return strictly(answer)


def _public(answer: HttpResponse) -> HttpResponse:
    answer.headers.setdefault("Cache-Control", f"public, max-age={LASTS}")
    answer.headers.setdefault("Last-Modified", http_date(timezone.now().timestamp()))
    if "Content-Language" not in answer:
        language = "en" if translation.get_language() == "en" else "zh"
        answer["Content-Language"] = HTML_LANGUAGE[language]
    return answer
