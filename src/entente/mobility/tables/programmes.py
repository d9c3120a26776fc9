"""How programmes are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.names import print_passage
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn
from entente.mobility.enums import Kind, ProgrammeDirection
from entente.mobility.models import Programme


class TitleColumn(Column):
    """The name; it leads to the record."""

    def cell(self, record: Programme) -> SafeString:
        """Print the name as a link."""
        link = '<a href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), print_passage(record.title))

    def plain(self, record: Programme) -> str:
        """Give the name."""
        return str(record.title)


class ProgrammeColumns(Columns):
    """A line of the list."""

    title = TitleColumn(_("Programme"))
    title_zh = Column(_("Name in Chinese"), sheet_only=True)
    title_en = Column(_("Name in English"), sheet_only=True)
    kind = Column(_("Kind"), "get_kind_display")
    direction = Column(_("Direction"), "get_direction_display")
    starts_on = DateColumn(_("Runs since"), css="n e-spare")
    ends_on = DateColumn(_("Ended on"), css="n e-spare")
    agreements = CountColumn(_("Agreements"), "carried", css="n e-spare")
    stays = CountColumn(_("Stays that took place"), "went")
    unit = NameColumn(_("Unit"), "unit.name")


class ProgrammeFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Kind.choices, empty_label=_("Kind: all")
    )
    direction = django_filters.ChoiceFilter(
        label=_("Direction"),
        choices=ProgrammeDirection.choices,
        empty_label=_("Direction: all"),
    )
    runs = django_filters.ChoiceFilter(
        label=_("Runs"),
        choices=[("yes", _("Still running"))],
        method="with_run",
        empty_label=_("Running or ended"),
    )

    class Meta:
        model = Programme
        fields = ()

    def with_run(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that still run."""
        return rows.running(timezone.localdate())  # type: ignore[attr-defined, no-any-return]
