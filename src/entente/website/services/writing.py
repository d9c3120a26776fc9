"""Decisions about what a site has: pages made, written, moved, put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from entente.kit.errors import DomainError
from entente.kit.search import pinyin
from entente.office.models import User
from entente.website.enums import ReviewState
from entente.website.models import OldAddress, PublicPage, PublicSite
from entente.website.models.pages import CODES, language_of
from entente.website.services.pictures import note_pictures
from entente.website.services.sites import hold, review_of, tell

LONGEST_SLUG = 60


def write_pair(
    parent: Page, kind: type[PublicPage], slug: str, *, by: User, **halves: Mapping[str, Any]
) -> list[PublicPage]:
    """Write a new page below another, in the languages that are given (`zh`, `en`), as drafts.

    `parent` is a page of any language; each half goes below the parent's half. Without a `slug`
    one is proposed.
    """
    made: list[PublicPage] = []
    with transaction.atomic():
        hold(parent)
        above = {language: half_of(parent, language) for language in halves}
        if slug and _taken(parent, slug):
            raise DomainError(
                {"slug": _("The address “%(slug)s” is taken here.") % {"slug": slug}},
            )
        titles = {language: str(halves.get(language, {}).get("title", "")) for language in CODES}
        slug = slug or propose_slug(parent, titles["zh"], titles["en"])
        for language, values in halves.items():
            page = kind(slug=slug, locale=above[language].locale, live=False, owner=by, **values)
            if made:
                page.translation_key = made[0].translation_key
            above[language].add_child(instance=page)
            page.save_revision(user=by)
            made.append(page)
        note_pictures(made[0])
        tell(made[0], "page.made", by=by)
    return made


def half_of(page: Page, language: str) -> Page:
    """Give a page's half in a language; a `DomainError` says where it has none."""
    rows = page.get_translations(inclusive=True).filter(locale__language_code=CODES[language])
    half: Page | None = rows.first()
    if half is None and language == "zh":
        raise DomainError(
            _("“%(page)s” has no Chinese version yet. Write that first.") % {"page": page.title}
        )
    if half is None:
        raise DomainError(
            _("“%(page)s” has no English version yet. Write that first.") % {"page": page.title}
        )
    return half


def propose_slug(parent: Page, title_zh: str, title_en: str) -> str:
    """Propose an address below a page: from the English title, else from the Chinese by sound."""
    words = slugify(title_en) or slugify("".join(map(_sound, title_zh)))
    stem = words[:LONGEST_SLUG].strip("-") or "page"
    number, slug = 1, stem
    while _taken(parent, slug):
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _sound(character: str) -> str:
    return f" {readings[0]} " if (readings := pinyin.readings(character)) else character


def _taken(parent: Page, slug: str, but: Page | None = None) -> bool:
    halves = parent.get_translations(inclusive=True)
    taken = [it for half in halves for it in half.get_children().filter(slug=slug)]
    return any(but is None or it.translation_key != but.translation_key for it in taken)


def write_drafts(
    page: PublicPage, *, by: User, seen: str, halves: Mapping[str, Mapping[str, Any]]
) -> None:
    """Keep what was typed as drafts in the languages given; what is public stays as it was.

    A language that the page did not have begins as a copy of this half. `seen` is what `versions`
    gave to the person who typed; where somebody saved since then, nothing is kept.
    """
    with transaction.atomic():
        site = hold(page)
        if versions(page) != seen:
            raise DomainError(
                _("Somebody has changed this page meanwhile. Open it anew; nothing was saved."),
                code="changed_meanwhile",
            )
        for language, values in halves.items():
            draft = _begun(page, language).specific.get_latest_revision_as_object()
            for name, value in values.items():
                setattr(draft, name, value)
            draft.save_revision(user=by)
        note_pictures(page)
        # What was sent back stays so until it is submitted again: the reason is still to be read.
        returned = review_of(page, site).state == ReviewState.RETURNED
        tell(page, "page.written", by=by, step="" if returned else "write")


def _begun(page: PublicPage, language: str) -> Page:
    code = CODES[language]
    there = page.get_translations(inclusive=True).filter(locale__language_code=code)
    if half := there.first():
        return half
    half_of(page.get_parent(), language)
    return page.copy_for_translation(Locale.objects.get(language_code=code))


def versions(page: PublicPage) -> str:
    """Name the newest drafts of a page in all its languages."""
    rows = page.get_translations(inclusive=True).order_by("pk")
    return " ".join(str(it) for it in rows.values_list("latest_revision", flat=True))


def move_pair(page: PublicPage, *, under: PublicPage, by: User) -> None:
    """Put a page, with what lies below it, below another page of its site, as the last there."""
    with transaction.atomic():
        site = hold(page)
        if hold(under).pk != site.pk:
            raise DomainError(_("A page stays on its own site."))
        halves = list(page.get_translations(inclusive=True))
        targets = {half.pk: half_of(under, language_of(half)) for half in halves}
        if any(targets[half.pk].path.startswith(half.path) for half in halves):
            raise DomainError(_("A page cannot stand below itself."))
        if _taken(under, page.slug, but=page):
            raise DomainError(
                _("There is another page with the address “%(slug)s” there.") % {"slug": page.slug}
            )
        _remember(site, halves)
        for half in halves:
            target = Page.objects.get(pk=targets[half.pk].pk)
            Page.objects.get(pk=half.pk).move(target, pos="last-child")
        moved: PublicPage = PublicPage.objects.get(pk=page.pk)
        tell(moved, "page.moved", by=by)


def _remember(site: PublicSite, halves: Iterable[Page]) -> None:
    """Keep where pages and what lies below them stand for the public, before they are moved."""
    for half in halves:
        language = language_of(half)
        start = len(site.home(language).url_path)
        for page in Page.objects.live().descendant_of(half, inclusive=True):
            OldAddress.objects.update_or_create(
                site=site,
                language=language,
                way=page.url_path[start:],
                defaults={"page": page},
            )


def order_pair(page: PublicPage, *, up: bool, by: User) -> None:
    """Exchange a page with the one before it (`up`) or after it, in all its languages."""
    with transaction.atomic():
        hold(page)
        page = PublicPage.objects.get(pk=page.pk)
        beside = page.get_prev_sibling() if up else page.get_next_sibling()
        if beside is None:
            return
        for half in page.get_translations(inclusive=True):
            rows = beside.get_translations(inclusive=True).filter(locale=half.locale)
            target = rows.first()
            if target is not None and target.depth == half.depth:
                Page.objects.get(pk=half.pk).move(target, pos="left" if up else "right")
        tell(page, "page.moved", by=by)
