"""How organisations are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import current_language, other_language
from entente.kit.filters import ChoiceFilter, FilterSet, SearchFilter
from entente.kit.tables import Column, Columns, NameColumn
from entente.organisations.enums import ListKind, OrganisationKind, Region
from entente.organisations.forms import PlaceField
from entente.organisations.models import DatedList, Organisation


def _other_name(organisation: Organisation) -> str:
    """Give the name in the other language, as a second line."""
    here = getattr(organisation, f"name_{current_language()}")
    there = getattr(organisation, f"name_{other_language(current_language())}")
    return str(there) if here and there else ""


class OrganisationColumns(Columns):
    """What a line of the register shows."""

    name = NameColumn(_("Organisation"), link=True, detail=_other_name)
    kind = Column(_("Kind"), lambda row: row.get_kind_display())
    parent = NameColumn(_("Part of"), css="e-spare")
    place = Column(_("Country or region"))
    city = Column(_("City"), css="e-spare")
    name_zh = Column(_("Name in Chinese"), sheet_only=True)
    name_en = Column(_("Name in English"), sheet_only=True)
    website = Column(_("Web site"), sheet_only=True)


class PlaceFilter(django_filters.Filter):
    """One country or region, by name or code."""

    field_class = PlaceField


class OrganisationFilter(FilterSet):
    """The filters of the register."""

    q = SearchFilter()
    kind = ChoiceFilter(
        choices=OrganisationKind.choices, label=_("Kind"), empty_label=_("Kind: all")
    )
    region = ChoiceFilter(
        choices=Region.choices, label=_("Region"), empty_label=_("Region: all"), method="by_region"
    )
    group = ChoiceFilter(
        choices=lambda: _lists(ListKind.GROUP),
        label=_("Group"),
        empty_label=_("Group: all"),
        method="by_group",
    )
    ranking = ChoiceFilter(
        choices=lambda: _lists(ListKind.RANKING),
        label=_("Ranking"),
        empty_label=_("Ranking: all"),
        method="by_ranking",
    )
    provisional = ChoiceFilter(
        choices=[("yes", _("To be confirmed"))],
        label=_("Confirmation"),
        empty_label=_("Confirmation: all"),
        method="by_provisional",
    )
    country = PlaceFilter(label=_("Country or region"))

    def by_region(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep one region."""
        kept: QuerySet[Organisation] = rows.in_region(value)
        return kept

    def by_group(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep a group of countries as it stands today."""
        kept: QuerySet[Organisation] = rows.in_group(value, timezone.localdate())
        return kept

    def by_ranking(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep a ranking as it stands today."""
        kept: QuerySet[Organisation] = rows.ranked(value, timezone.localdate())
        return kept

    def by_provisional(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep what is to be confirmed."""
        kept: QuerySet[Organisation] = rows.provisional() if value == "yes" else rows
        return kept


def _lists(kind: str) -> list[tuple[str, str]]:
    return [(name, name) for name in DatedList.objects.names(kind)]
