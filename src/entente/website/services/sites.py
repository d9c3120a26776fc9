"""Opening a public site, and what the trail remembers of its pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from entente.consortia.models import Consortium
from entente.kit.audit import changing, creating
from entente.office.models import Unit, User
from entente.website.enums import REVIEW_FLOW
from entente.website.models import HomePage, PageReview, PublicSite
from entente.website.models.pages import CODES, language_of, site_of
from entente.website.models.reviews import state_of


def open_site(
    *,
    by: User,
    unit: Unit,
    host: str,
    name_zh: str = "",
    name_en: str = "",
    consortium: Consortium | None = None,
) -> PublicSite:
    """Open a site at a host name, with an empty first page in each language; nothing is public."""
    with transaction.atomic():
        locales = {
            language: Locale.objects.get_or_create(language_code=CODES[language])[0]
            for language in ("zh", "en")
        }
        root = Page.get_first_root_node() or Page.add_root(
            instance=Page(title="Root", slug="root", locale=locales["zh"])
        )
        homes: dict[str, HomePage] = {}
        for language, name in (("zh", name_zh), ("en", name_en)):
            home = HomePage(
                title=name or name_zh or name_en,
                slug=f"{host.replace('.', '-')}-{language}",
                locale=locales[language],
                live=False,
            )
            if homes:
                home.translation_key = homes["zh"].translation_key
            root.add_child(instance=home)
            homes[language] = home
            root.refresh_from_db()
        site = Site.objects.create(hostname=host, port=80, root_page=homes["zh"])
        public = PublicSite(
            unit=unit,
            host=host,
            name_zh=name_zh,
            name_en=name_en,
            consortium=consortium,
            site=site,
            home_zh=homes["zh"],
            home_en=homes["en"],
        )
        return creating(public, by=by, verb="site.opened")


def hold(page: Page) -> PublicSite:
    """Find the site of a page and hold it until the transaction ends: one change at a time."""
    found: PublicSite = PublicSite.objects.select_for_update().get(pk=site_of(page).pk)
    return found


def review_of(page: Page, site: PublicSite) -> PageReview:
    """Find where a page stands; what is kept of it begins now where there was nothing."""
    halves = list(page.get_translations(inclusive=True))
    beginning = {"page": halves[0], "state": state_of(halves)}
    return PageReview.objects.get_or_create(
        site=site, key=page.translation_key, defaults=beginning
    )[0]


def tell(
    page: Page, verb: str, *, by: User, note: str = "", step: str = "", **values: Any
) -> PageReview:
    """Remember what happened to a page, and move its review by a step where one is named."""
    review = review_of(page, site_of(page))
    halves = page.get_translations(inclusive=True)
    titles = {language_of(half): half.draft_title for half in halves}
    with changing(review, by=by, verb=verb, note=note) as change:
        change.fact("title", "", " · ".join(titles.values()))
        review.title_zh, review.title_en = titles.get("zh", ""), titles.get("en", "")
        if step:
            review.state = REVIEW_FLOW.move(review.state, step)
            review.since = timezone.now()
        for name, value in values.items():
            setattr(review, name, value)
    return review
