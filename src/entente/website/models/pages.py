"""The kinds of public pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page

from entente.consortia.models import Consortium
from entente.figures.models import Figure
from entente.kit.bilingual import other_language
from entente.organisations.models import Organisation
from entente.website.models.blocks import BodyBlock, RecordChoice, YearBlock, figures_in

CODES = {"zh": "zh-hans", "en": "en"}


def language_of(page: Page) -> str:
    """Give the language of a page: `zh` or `en`."""
    return "en" if _code(page.locale_id) == "en" else "zh"


@cache
def _code(locale_id: int) -> str:
    """Give the code of a locale, read once: every page asks for it many times."""
    return str(Locale.objects.get(pk=locale_id).language_code)


def forget_locales(**_signal: Any) -> None:
    """Read the locales again after one was saved or deleted: its number may name another now."""
    _code.cache_clear()


class PublicPage(Page):
    """What all public pages have: a short text on top and a body that figures can stand in."""

    intro = models.TextField(_("short text on top"), blank=True, max_length=1000)
    picture = models.ForeignKey(
        "website.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture on top"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    template = "website/page.html"
    is_creatable = False
    # In which list of the first page it stands.
    listed_as = ""

    class Meta:
        verbose_name = _("public page")

    @property
    def language(self) -> str:
        """`zh` or `en`."""
        return language_of(self)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Give the address: the language, then the way through the tree."""
        public = site_of(self)
        if public is None:
            return None
        home = public.home(self.language)
        way = self.url_path[len(home.url_path) :]
        return public.site_id, public.site.root_url, f"/{self.language}/{way}"

    def figures(self) -> list[Figure]:
        """Give the figures of the page, each once, in the order of the text."""
        return list(dict.fromkeys(figures_in(self.body)))

    def pictures(self) -> list[Any]:
        """Give the pictures of the page, each once: the one on top, then those in the text."""
        inside = [it.value for it in self.body if it.block_type == "picture" and it.value]
        return list(dict.fromkeys(filter(None, [self.picture, *inside])))

    def text(self, *, figures: bool = True) -> str:
        """Give the words of the page as one text, a paragraph each, figures as released.

        Without `figures` a sign stands in their place.
        """
        parts = [self.title, self.intro]
        for child in self.body:
            if child.block_type == "sentence":
                parts.append("".join(self._said(piece, figures) for piece in child.value))
            else:
                parts.append(self._said(child, figures))
        return "\n\n".join(part for part in parts if part)

    def _said(self, child: Any, figures: bool) -> str:
        if child.block_type == "picture":
            return str(child.value.words(self.language)) if child.value else ""
        if child.block_type == "figure" and not figures:
            return "…"
        if child.block_type == "figure":
            release = child.value and child.value.releases.newest_first().first()
            return str(getattr(release, f"number_{self.language}")) if release else ""
        return strip_tags(str(getattr(child.value, "source", child.value)))

    def twin(self) -> PublicPage | None:
        """Give the same page in the other language; None where there is none."""
        code = CODES[other_language(self.language)]
        found = self.get_translations().filter(locale__language_code=code).first()
        return found.specific if found else None


def site_of(page: Page) -> Any:
    """Find the public site that a page belongs to."""
    from entente.website.models.sites import PublicSite

    steps = page.path[: page.steplen * 2]
    return (
        PublicSite.objects.select_related("site", "home_zh", "home_en")
        .filter(models.Q(home_zh__path=steps) | models.Q(home_en__path=steps))
        .first()
    )


class HomePage(PublicPage):
    """The first page: figures, map, news, programmes and cases, each from its own page."""

    template = "website/home.html"
    highlights = StreamField(
        [("figure", RecordChoice("figures.Figure"))], blank=True, verbose_name=_("figures on top")
    )
    content_panels = [*PublicPage.content_panels, FieldPanel("highlights")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("first page")

    def figures(self) -> list[Figure]:
        """Give the figures of the page, those on top first."""
        return list(dict.fromkeys([*figures_in(self.highlights), *super().figures()]))


class SectionPage(PublicPage):
    """A list of the pages below it."""

    template = "website/section.html"

    class Meta:
        verbose_name = _("section")


class ArticlePage(PublicPage):
    """A text."""

    template = "website/page.html"

    class Meta:
        verbose_name = _("article")


class NewsPage(PublicPage):
    """A piece of news with its day and its source."""

    template = "website/news.html"
    listed_as = "news"
    on = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=200, blank=True)
    content_panels = [*PublicPage.content_panels, FieldPanel("on"), FieldPanel("source")]

    class Meta:
        verbose_name = _("piece of news")


class CasePage(PublicPage):
    """A case of cooperation: with whom, since when, by which agreements, how it went."""

    template = "website/case.html"
    listed_as = "cases"
    partner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("partner")
    )
    since = models.CharField(_("since"), max_length=10, blank=True)
    agreements = StreamField(
        [("agreement", RecordChoice("partnerships.Agreement"))],
        blank=True,
        verbose_name=_("agreements"),
    )
    timeline = StreamField([("year", YearBlock())], blank=True, verbose_name=_("timeline"))
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("partner"),
        FieldPanel("since"),
        FieldPanel("agreements"),
        FieldPanel("timeline"),
    ]

    class Meta:
        verbose_name = _("case of cooperation")


class ProgrammePage(PublicPage):
    """A programme for students or teachers."""

    template = "website/page.html"
    listed_as = "programmes"
    kind_line = models.CharField(_("in one line"), max_length=200, blank=True)
    content_panels = [*PublicPage.content_panels, FieldPanel("kind_line")]

    class Meta:
        verbose_name = _("programme")


class EventPage(PublicPage):
    """A conference, summer school or lecture with its days and place."""

    template = "website/event.html"
    listed_as = "events"
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("starts_on"),
        FieldPanel("ends_on"),
        FieldPanel("place"),
    ]

    class Meta:
        verbose_name = _("event page")


class ConsortiumPage(PublicPage):
    """A consortium as its register has it today: nothing of it is kept here."""

    template = "website/consortium.html"
    consortium = models.ForeignKey(
        Consortium, models.PROTECT, related_name="+", verbose_name=_("consortium")
    )
    content_panels = [*PublicPage.content_panels, FieldPanel("consortium")]

    class Meta:
        verbose_name = _("consortium page")


class PartnersPage(PublicPage):
    """The partners with whom an agreement stands, and those that are named here besides."""

    template = "website/partners.html"
    named = StreamField(
        [("partner", RecordChoice("organisations.Organisation"))],
        blank=True,
        verbose_name=_("partners without an agreement"),
    )
    content_panels = [*PublicPage.content_panels, FieldPanel("named")]

    class Meta:
        verbose_name = _("partners page")


class FiguresPage(PublicPage):
    """Every released figure of the site with its method."""

    template = "website/figures.html"

    class Meta:
        verbose_name = _("figures page")


class ContactPage(PublicPage):
    """How to reach the office."""

    template = "website/contact.html"
    email = models.EmailField(_("mail address"), blank=True)
    content_panels = [*PublicPage.content_panels, FieldPanel("email")]

    class Meta:
        verbose_name = _("contact page")
