"""How public sites are listed."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.tables import Column, Columns, NameColumn, StateColumn
from entente.website.enums import ReviewState
from entente.website.models import PageReview, Picture, PublicSite


class SiteColumns(Columns):
    """What a line says of a site."""

    name = Column(_("Public site"), link=True)
    host = Column(_("Host name"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class SiteFilter(FilterSet):
    """Ways to narrow the list of sites."""

    q = SearchFilter()

    class Meta:
        model = PublicSite
        fields = ()


class ReviewColumns(Columns):
    """What a line says of a page on its way to the public."""

    title = NameColumn(_("Page"), "title", link=True)
    site = Column(_("Public site"))
    state = StateColumn(_("State"))
    since = Column(_("Since"), sort="since")
    submitted_by = Column(_("Submitted by"), css="e-spare")


class ReviewFilter(FilterSet):
    """Ways to narrow the list of pages under review."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ReviewState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = PageReview
        fields = ("state",)


class PictureColumns(Columns):
    """What a line says of a picture."""

    alt = NameColumn(_("Picture"), "alt", link=True)
    site = Column(_("Public site"))
    credit = Column(_("Credit"), css="e-spare")
    alt_zh = Column(_("What it shows, in Chinese"), sheet_only=True)
    alt_en = Column(_("What it shows, in English"), sheet_only=True)


class PictureFilter(FilterSet):
    """Ways to narrow the list of pictures."""

    q = SearchFilter()
    site = django_filters.ModelChoiceFilter(
        queryset=PublicSite.objects.all(),
        label=_("Public site"),
        empty_label=_("Public site: all"),
    )

    class Meta:
        model = Picture
        fields = ()
