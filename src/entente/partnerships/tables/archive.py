"""How hand-over lists, and what was not handed over, are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.names import print_name
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.partnerships.archiving import ArchiveState
from entente.partnerships.enums import AgreementKind
from entente.partnerships.models import Agreement, ArchiveList, of_year
from entente.partnerships.models.archive import FIRST_YEAR, LAST_YEAR
from entente.partnerships.tables.agreements import PartnerColumn, WhereItStands


class YearOfList(Column):
    """The year and the unit; they lead to the list."""

    def cell(self, record: ArchiveList) -> SafeString:
        """Print the year, and below it the unit."""
        return format_html(
            '<a href="{}">{}</a><small>{}</small>',
            record.get_absolute_url(),
            record.year,
            print_name(record.unit.name),
        )

    def plain(self, record: ArchiveList) -> Any:
        """Give the year."""
        return record.year


class ArchiveListColumns(Columns):
    """A line of the lists."""

    year = YearOfList(_("Year and unit"), sort="year")
    unit = NameColumn(_("Unit"), "unit.name", sheet_only=True)
    number = Column(_("Number"), css="e-num")
    included = CountColumn(_("Agreements"))
    left_out = CountColumn(_("Left out"))
    handed_over_on = DateColumn(_("Handed over"))
    received_on = DateColumn(_("Received"))
    receiver = NameColumn(_("Received by"), css="e-spare")
    archive_number = Column(_("Archive number"))
    state = StateColumn(_("State"))


class ArchiveListFilter(FilterSet):
    """Ways to narrow the lists."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ArchiveState.choices, empty_label=_("State: all")
    )
    year = django_filters.NumberFilter(
        label=_("Year"), widget=forms.NumberInput(attrs={"min": FIRST_YEAR, "max": LAST_YEAR})
    )

    class Meta:
        model = ArchiveList
        fields = ()


class NotArchivedColumns(Columns):
    """A line of what was not handed over."""

    partner = PartnerColumn(_("Partner and agreement"))
    number = Column(_("Number"), css="e-num")
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    unit = NameColumn(_("Unit"), "unit.name")
    signed_on = DateColumn(_("Signed"))
    begins = DateColumn(_("Begins"), lambda it: it.starts_on or it.signed_on, sort="first_day")
    ends_on = DateColumn(_("Ends"), sort="last_day")
    state = WhereItStands(_("State"))


class NotArchivedFilter(FilterSet):
    """Ways to narrow what was not handed over."""

    q = SearchFilter()
    year = django_filters.NumberFilter(
        label=_("Signed or ended in"),
        method="with_year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"min": FIRST_YEAR, "max": LAST_YEAR}),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=AgreementKind.choices, empty_label=_("Kind: all")
    )

    class Meta:
        model = Agreement
        fields = ()

    def with_year(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Keep what was signed or ended in a year."""
        chosen: QuerySet[Any] = of_year(rows, int(value))
        return chosen
