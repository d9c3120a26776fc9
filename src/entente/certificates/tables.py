"""How certificates, series and templates are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.certificates.enums import CertificateKind, CertificateState
from entente.certificates.models import Certificate, CertificateSeries, CertificateTemplate
from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.names import print_passage
from entente.kit.states import print_mark
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn


class NumberColumn(Column):
    """The number as a link, and below it what it is about."""

    def cell(self, record: Certificate) -> SafeString:
        """Print both."""
        return format_html(
            '<a class="e-num" href="{}">{}</a><small>{}</small>',
            record.get_absolute_url(),
            record.number,
            print_passage(record.subject),
        )


class CertificateColumns(Columns):
    """A line of the register."""

    number = NumberColumn(_("Number"))
    name = NameColumn(_("Holder"))
    name_zh = Column(_("Holder in Chinese"), sheet_only=True)
    name_en = Column(_("Holder in Latin letters"), sheet_only=True)
    reference = Column(_("Holder's own number"), sheet_only=True)
    subject_zh = Column(_("About what, in Chinese"), sheet_only=True)
    subject_en = Column(_("About what, in English"), sheet_only=True)
    kind = Column(_("Class"), "series.get_kind_display", css="e-spare")
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    issued_on = DateColumn(pgettext_lazy("certificate", "Issued"))
    copies = Column(_("Copies"), css="n e-spare")
    state = StateColumn(_("State"))
    ended_on = DateColumn(pgettext_lazy("certificate", "Ended"), sheet_only=True)
    cause = Column(_("Cause"), "get_cause_display", sheet_only=True)


class CertificateFilter(FilterSet):
    """Ways to narrow the register."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CertificateState.choices, empty_label=_("State: all")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Class"),
        field_name="series__kind",
        choices=CertificateKind.choices,
        empty_label=_("Class: all"),
    )
    year = django_filters.NumberFilter(
        label=_("Year of issue"), field_name="series__year", min_value=1950, max_value=2199
    )
    series = django_filters.NumberFilter(
        label=_("Series"), method="of_series", widget=forms.HiddenInput
    )

    class Meta:
        model = Certificate
        fields = ()

    def of_series(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Keep those of one series."""
        return rows.filter(series=value)


class UseColumn(Column):
    """Whether a series or a template is still used."""

    def plain(self, record: Any) -> str:
        """Say it in words."""
        return gettext("no longer in use") if self.value(record) else gettext("in use")

    def text(self, record: Any) -> SafeString:
        """Print it with a mark."""
        return print_mark(self.plain(record), "" if self.value(record) else "ok")


class SeriesColumns(Columns):
    """A line of the list of series."""

    name = Column(_("Series"), "__str__", link=True)
    kind = Column(_("Class"), "get_kind_display")
    unit = NameColumn(_("Unit"), "unit.name")
    given = Column(_("Numbers given"), css="n")
    holding = Column(_("Valid"), css="n")
    state = UseColumn(pgettext_lazy("series", "State"), "closed")


class SeriesFilter(FilterSet):
    """Ways to narrow the list of series."""

    kind = django_filters.ChoiceFilter(
        label=_("Class"), choices=CertificateKind.choices, empty_label=_("Class: all")
    )
    year = django_filters.NumberFilter(label=_("Year"), min_value=1950, max_value=2199)

    class Meta:
        model = CertificateSeries
        fields = ()


class TemplateColumns(Columns):
    """A line of the list of templates."""

    title = NameColumn(_("Template"), link=True)
    kind = Column(_("Class"), "get_kind_display")
    unit = NameColumn(_("Unit"), "unit.name")
    state = UseColumn(pgettext_lazy("template", "State"), "retired")


class TemplateFilter(FilterSet):
    """Ways to narrow the list of templates."""

    kind = django_filters.ChoiceFilter(
        label=_("Class"), choices=CertificateKind.choices, empty_label=_("Class: all")
    )

    class Meta:
        model = CertificateTemplate
        fields = ()
