"""Pictures of a public site, and the addresses that its pages had before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.models import StoredFile
from entente.kit.records import RecordQuerySet
from entente.office.models.units import OwnedRecord
from entente.website.models.sites import PublicSite

SMALL_NAME, LARGE_NAME, SOCIAL_NAME = "small.webp", "large.webp", "social.jpg"


class PictureQuerySet(RecordQuerySet["Picture"]):
    """Ways to read pictures."""

    def for_list(self) -> PictureQuerySet:
        """Fetch what a line shows."""
        return self.select_related("unit", "site")


class Picture(OwnedRecord):
    """A picture that pages of a site can show.

    `alt` says in words what it shows, for whoever cannot see it; `credit` who made it and on
    which ground it may be shown. `large` and `small` stand in pages, `social` in previews.
    """

    site = models.ForeignKey(
        PublicSite, models.PROTECT, related_name="pictures", verbose_name=_("public site")
    )
    alt_zh = models.CharField(_("what it shows, in Chinese"), max_length=300)
    alt_en = models.CharField(_("what it shows, in English"), max_length=300)
    credit = models.CharField(_("credit"), max_length=200)
    large = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", editable=False)
    small = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", editable=False)
    social = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)

    alt = Bilingual("alt")
    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = (
            models.Index(fields=("top_unit", "-id"), name="picture_tree"),
            models.Index(fields=("unit", "-id"), name="picture_unit"),
        )

    def __str__(self) -> str:
        return str(self.alt)

    def get_absolute_url(self) -> str:
        """Give the page of the picture on the desk."""
        from django.urls import reverse

        return reverse("website:picture", args=[self.pk])

    def search_entry(self) -> search.Entry:
        """Be found by what it shows."""
        return search.Entry(
            title_zh=self.alt_zh,
            title_en=self.alt_en,
            names=(self.alt_zh, self.alt_en),
            text=self.credit,
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

    def words(self, language: str) -> str:
        """Say what it shows, in a language."""
        return self.alt_zh if language == "zh" else self.alt_en

    def named(self, name: str) -> str:
        """Give the last part of its address within a page."""
        return f"picture-{self.pk}-{name}"

    @property
    def small_width(self) -> int:
        """How many points the small one is across."""
        from entente.website.pictures import SMALL

        return round(self.width * min(1, SMALL / max(self.width, self.height)))


class PictureUse(models.Model):
    """A page shows a picture, as its newest draft or for the public; it follows from the pages."""

    page = models.ForeignKey("website.PublicPage", models.CASCADE, related_name="uses")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("page with a picture")
        constraints = (
            models.UniqueConstraint(fields=("page", "picture"), name="picture_used_once_by_a_page"),
        )

    def __str__(self) -> str:
        return f"{self.page_id}: {self.picture_id}"


class OldAddress(models.Model):
    """Where a page stood before it was moved: whoever kept that address is led on.

    `way` is the path behind the language. It follows from moves, so it is no record of its own.
    """

    site = models.ForeignKey(PublicSite, models.CASCADE, related_name="old_addresses")
    language = models.CharField(max_length=2)
    way = models.CharField(max_length=1000)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "language", "way"), name="old_address_once_for_a_site"
            ),
        )

    def __str__(self) -> str:
        return f"/{self.language}/{self.way}"
