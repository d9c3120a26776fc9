"""Public sites: one for each home institution or consortium."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from entente.consortia.models import Consortium
from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.records import RecordQuerySet
from entente.office.models import Unit
from entente.office.models.units import OwnedRecord


class PublicSiteQuerySet(RecordQuerySet["PublicSite"]):
    """Ways to read public sites."""

    def for_list(self) -> PublicSiteQuerySet:
        """Fetch what a line shows."""
        return self.select_related("unit", "consortium", "home_zh", "home_en")

    def at(self, host: str) -> PublicSite | None:
        """Find the site at a host name, with what each of its pages needs."""
        return self.for_list().filter(host=host).first()


class PublicSite(OwnedRecord):
    """The site of a home or of a consortium at its own host name, with a tree in each language.

    What happens to its pages stands in its history.
    """

    host = models.CharField(_("host name"), max_length=200, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    consortium = models.OneToOneField(
        Consortium,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_site",
        verbose_name=_("consortium"),
    )
    site = models.OneToOneField(Site, models.PROTECT, related_name="+", editable=False)
    home_zh = models.OneToOneField(Page, models.PROTECT, related_name="+", editable=False)
    home_en = models.OneToOneField(Page, models.PROTECT, related_name="+", editable=False)

    name = Bilingual("name")
    objects = PublicSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("public site")
        verbose_name_plural = _("public sites")
        ordering = ("host",)

    def __str__(self) -> str:
        return str(self.name) or self.host

    def get_absolute_url(self) -> str:
        """Give the page of the site on the desk."""
        from django.urls import reverse

        return reverse("website:site", args=[self.pk])

    def search_entry(self) -> search.Entry:
        """Be found by its names and its host name."""
        return search.Entry(
            title_zh=self.name_zh,
            title_en=self.name_en,
            names=tuple(filter(None, (self.name_zh, self.name_en, self.host))),
            text=self.host,
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

    def home(self, language: str) -> Page:
        """Give the first page in `zh` or `en`."""
        return self.home_zh if language == "zh" else self.home_en

    def units(self) -> models.Q:
        """Give the condition for rows of this site's unit and what lies below it."""
        if self.unit_id == self.top_unit_id:
            return models.Q(top_unit=self.top_unit_id)
        return models.Q(unit__in=Unit.objects.below(self.unit))
