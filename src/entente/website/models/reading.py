"""What a public page shows of the records: partners, members, released figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import Coalesce
from wagtail.models import Page

from entente.consortia.models import Edition
from entente.figures.models import Figure, Release
from entente.kit import maps
from entente.kit.bilingual import LANGUAGES, in_reader_language, other_language
from entente.kit.maps import Point
from entente.organisations.models import Organisation
from entente.partnerships.enums import PROMISED
from entente.partnerships.models import Agreement
from entente.website.models.pages import (
    CODES,
    CasePage,
    ConsortiumPage,
    EventPage,
    HomePage,
    NewsPage,
    PartnersPage,
    ProgrammePage,
    PublicPage,
    SectionPage,
)
from entente.website.models.pictures import Picture
from entente.website.models.sites import PublicSite

ORDERED = {NewsPage: ("-on", "path"), EventPage: ("-starts_on", "path")}
ON_FIRST_PAGE: dict[type[PublicPage], int] = {
    NewsPage: 3,
    ProgrammePage: 6,
    CasePage: 6,
    EventPage: 3,
}


def tree_of(site: PublicSite) -> list[dict[str, Any]]:
    """Give every page of a site once, as its trees have them: its half in `zh` and in `en`."""
    lines: dict[Any, dict[str, Any]] = {}
    for language in LANGUAGES:
        rows = PublicPage.objects.descendant_of(site.home(language), inclusive=True)
        for page in rows.order_by("path").specific():
            line = lines.setdefault(page.translation_key, {"page": page, "zh": None, "en": None})
            line[language] = page
    return list(lines.values())


def pages_with(picture: Picture) -> list[PublicPage]:
    """Give the pages that show a picture, as drafts or for the public, as the trees have them."""
    rows = PublicPage.objects.filter(uses__picture=picture).select_related("locale")
    return list(rows.order_by("path"))


def newest_releases(figures: Iterable[Figure]) -> dict[int, Release]:
    """Give the newest release of each figure, by the figure's id, in one query."""
    keys = [figure.pk for figure in figures]
    rows = Release.objects.filter(figure__in=keys).select_related("figure").order_by("number")
    return {release.figure_id: release for release in rows} if keys else {}


def released_of(site: PublicSite) -> list[Release]:
    """Give the newest release of every figure of a site, in the order of their names."""
    figures = Figure.objects.filter(site.units()).order_by("pk")
    found = newest_releases(figures)
    return [found[figure.pk] for figure in figures if figure.pk in found]


def partners_of(site: PublicSite, page: PartnersPage | None) -> list[Organisation]:
    """Give the partners: with an agreement, a membership of the consortium, or named by hand."""
    rows = Agreement.objects.filter(site.units(), state__in=PROMISED)
    tied = Q(agreement_parties__agreement__in=rows)
    if page is not None:
        tied |= Q(pk__in=[child.value.pk for child in page.named if child.value])
    if site.consortium_id:
        tied |= Q(memberships__consortium=site.consortium_id)
    found = Organisation.objects.standing().filter(tied, unit__isnull=True).distinct()
    return list(found.order_by(in_reader_language("name"), "pk"))


def drawn(organisations: Iterable[Organisation], site: PublicSite) -> Any:
    """Draw organisations as points on land, our own as well."""
    homes = Organisation.objects.filter(unit=site.top_unit_id)
    points = [
        Point(it.latitude, it.longitude, it.name, home=it.unit_id == site.top_unit_id)
        for it in {it.pk: it for it in (*organisations, *homes)}.values()
        if it.latitude is not None and it.longitude is not None
    ]
    return maps.draw(points)


def other_half(page: PublicPage) -> PublicPage | None:
    """Give the live page in the other language; None where there is none."""
    code = CODES[other_language(page.language)]
    rows = PublicPage.objects.live().filter(translation_key=page.translation_key)
    found: PublicPage | None = rows.filter(locale__language_code=code).first()
    return found


def below(page: PublicPage, other: PublicPage | None) -> Any:
    """Give the live pages below one, and those that only the other language has, newest first.

    They are `PublicPage`s: `specific()` makes them what they are.
    """
    live = PublicPage.objects.live()
    wanted = live.child_of_q(page)
    if other is not None:
        known = live.child_of(page).values("translation_key")
        wanted |= live.child_of_q(other) & ~Q(translation_key__in=known)
    day = Coalesce("newspage__on", "eventpage__starts_on")
    return live.filter(wanted).order_by(day.desc(nulls_last=True), "path")


def _newest_first(page: Any) -> Any:
    day = getattr(page, "on", None) or getattr(page, "starts_on", None)
    return (-(day or datetime.date.min).toordinal(), page.path[page.steplen * 2 :])


def beside(page: NewsPage) -> dict[str, Any]:
    """Give the pieces of news before and after one."""
    rows = NewsPage.objects.live().sibling_of(page, inclusive=False)
    earlier = rows.filter(Q(on__lt=page.on) | Q(on=page.on, pk__lt=page.pk))
    later = rows.filter(Q(on__gt=page.on) | Q(on=page.on, pk__gt=page.pk))
    return {
        "previous": earlier.order_by("-on", "-pk").first(),
        "next": later.order_by("on", "pk").first(),
    }


def register_of(page: ConsortiumPage, site: PublicSite, on: datetime.date) -> dict[str, Any]:
    """Give the register of a consortium as of a day: members, offices, summer schools."""
    consortium = page.consortium
    members = list(consortium.memberships.on(on).for_list().by_name())
    rows = Edition.objects.filter(series__consortium=consortium).select_related("series", "host")
    return {
        "consortium": consortium,
        "members": members,
        "mandates": list(consortium.mandates.on(on).for_list()),
        "editions": list(rows.order_by("-starts_on", "-pk")),
        "names": list(consortium.names.all()),
        "map": drawn([it.organisation for it in members], site),
        "on": on,
    }


def first_page(page: HomePage, site: PublicSite) -> dict[str, Any]:
    """Give what the first page shows of the others."""
    other = site.home(other_language(page.language))
    live = PublicPage.objects.live()
    rows = live.filter(live.descendant_of_q(page) | live.descendant_of_q(other))
    # Most sites have a few of the kinds; to ask for one costs more than to know which there are.
    present = set(rows.order_by().values_list("content_type_id", flat=True).distinct())
    kinds = ContentType.objects.get_for_models(*ON_FIRST_PAGE)
    found = {
        kind.listed_as: _newest_of(kind, page, other) if kinds[kind].pk in present else []
        for kind in ON_FIRST_PAGE
    }
    partners_page = PartnersPage.objects.live().descendant_of(page).order_by("path").first()
    sections = SectionPage.objects.live().descendant_of(page)
    partners = partners_of(site, partners_page)
    return {
        **found,
        "partners_page": partners_page,
        "sections": {it.slug: it for it in sections},
        "partners": partners,
        "map": drawn(partners, site),
    }


def _newest_of(kind: type[PublicPage], home: Page, other: Page) -> list[Any]:
    """Give the newest live pages of a kind; what only the other language has is named too."""
    live = kind.objects.live()
    known = live.descendant_of(home).values("translation_key")
    lone = live.descendant_of_q(other) & ~Q(translation_key__in=known)
    rows = live.filter(live.descendant_of_q(home) | lone)
    newest = rows.order_by(*ORDERED.get(kind, ("path",)))[: ON_FIRST_PAGE[kind]]
    return sorted(newest, key=_newest_first)
