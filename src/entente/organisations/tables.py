"""How organisations are listed and filtered."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import current_language, other_language
from entente.kit.filters import ChoiceFilter, DateFilter, FilterSet, SearchFilter
from entente.kit.parts import organisation_partners
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn
from entente.organisations.enums import ListKind, OrganisationKind, Region
from entente.organisations.fields import PlaceField
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


class DatedListColumns(Columns):
    """What a line about a dated list shows."""

    name = Column(_("List"), link=True)
    kind = Column(_("Kind"), lambda row: row.get_kind_display())
    valid_from = DateColumn(_("Holds from"), sort="valid_from")
    size = CountColumn(_("Lines"))
    waiting = CountColumn(_("Not in the register"))


class DatedListFilter(FilterSet):
    """The filters of the dated lists."""

    kind = ChoiceFilter(choices=ListKind.choices, label=_("Kind"), empty_label=_("Kind: all"))


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
    on = DateFilter(
        label=_("As of"),
        method="as_it_is",
        widget=forms.DateInput(attrs={"placeholder": _("As of 2020-12-31")}),
    )
    at_most = django_filters.NumberFilter(
        label=_("Best places"),
        method="as_it_is",
        min_value=1,
        widget=forms.NumberInput(attrs={"placeholder": _("Place up to"), "min": 1}),
    )
    partner = ChoiceFilter(
        choices=[("yes", _("Our partners"))],
        label=_("Partners"),
        empty_label=_("Partners: all"),
        method="by_partner",
    )
    provisional = ChoiceFilter(
        choices=[("yes", _("To be confirmed"))],
        label=_("Confirmation"),
        empty_label=_("Confirmation: all"),
        method="by_provisional",
    )
    country = PlaceFilter(label=_("Country or region"))

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        held = DatedList.objects.kinds()
        if ListKind.GROUP not in held:
            del self.filters["group"]
        if ListKind.RANKING not in held:
            del self.filters["ranking"], self.filters["at_most"]
        if not held:
            del self.filters["on"]
        if not organisation_partners:
            del self.filters["partner"]

    @property
    def day(self) -> datetime.date:
        """The day as of which groups and rankings are asked for, by default today."""
        day: datetime.date | None = self.form.cleaned_data.get("on")
        return day or timezone.localdate()

    def as_it_is(self, rows: Any, _name: str, _value: Any) -> QuerySet[Organisation]:
        """Filter nothing: the value says how a group or a ranking is meant."""
        kept: QuerySet[Organisation] = rows
        return kept

    def by_partner(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep those with which the person's own units have a tie."""
        if value != "yes":
            return rows  # type: ignore[no-any-return]
        tied = Q(pk__in=())
        for keys in organisation_partners(self.request.user):
            tied |= Q(pk__in=keys) | Q(units__in=keys) | Q(units__units__in=keys)
        kept: QuerySet[Organisation] = rows.filter(
            pk__in=Organisation.objects.filter(tied).values("pk")
        )
        return kept

    def by_region(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep one region."""
        kept: QuerySet[Organisation] = rows.in_region(value)
        return kept

    def by_group(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep a group of countries as it stood on the day."""
        kept: QuerySet[Organisation] = rows.in_group(value, self.day)
        return kept

    def by_ranking(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep a ranking as it stood on the day, up to the place asked for."""
        best = self.form.cleaned_data.get("at_most")
        kept: QuerySet[Organisation] = rows.ranked(value, self.day, best and int(best))
        return kept

    def by_provisional(self, rows: Any, _name: str, value: str) -> QuerySet[Organisation]:
        """Keep what is to be confirmed."""
        kept: QuerySet[Organisation] = rows.provisional() if value == "yes" else rows
        return kept


def _lists(kind: str) -> list[tuple[str, str]]:
    return [(name, name) for name in DatedList.objects.names(kind)]
