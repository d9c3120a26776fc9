"""How cooperative programmes and institutions are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.names import print_name, print_passage
from entente.kit.periods import add_months
from entente.kit.states import print_mark
from entente.kit.tables import Column, Columns, DateColumn, NameColumn
from entente.organisations.models import Organisation
from entente.partnerships.models import CooperativeSchooling
from entente.partnerships.schooling import (
    LEVELS,
    PartnerSide,
    SchoolingKind,
    SchoolingStanding,
)


class SchoolingColumn(Column):
    """The name; it leads to the record, with its partners below."""

    def cell(self, record: CooperativeSchooling) -> SafeString:
        """Print the name and the partners."""
        return format_html(
            '<a href="{}">{}</a><small>{}</small>',
            record.get_absolute_url(),
            print_passage(record.title),
            format_html_join(" · ", "{}", ((print_name(it.name),) for it in record.partners)),
        )

    def plain(self, record: CooperativeSchooling) -> str:
        """Give the name."""
        return str(record.title)


def print_standing_of(schooling: CooperativeSchooling) -> SafeString:
    """Print where it stands today as a mark and words."""
    today = timezone.localdate()
    return print_mark(str(schooling.standing_on(today).label), schooling.mark_on(today))


class StandingColumn(Column):
    """Where it stands today."""

    def plain(self, record: CooperativeSchooling) -> str:
        """Say it in words."""
        return str(record.standing_on(timezone.localdate()).label)

    def text(self, record: CooperativeSchooling) -> SafeString:
        """Print mark and words."""
        return print_standing_of(record)


def majors_in_words(schooling: CooperativeSchooling) -> str:
    """Name the majors with their levels."""
    return gettext(", ").join(
        f"{major.name} ({major.get_level_display()})" for major in schooling.majors.all()
    )


class SchoolingColumns(Columns):
    """A line of the list."""

    title = SchoolingColumn(_("Programme or institution"))
    title_zh = Column(_("Name in Chinese"), sheet_only=True)
    title_en = Column(_("Name in English"), sheet_only=True)
    partners = Column(
        _("Partner"), lambda it: "; ".join(str(who.name) for who in it.partners), sheet_only=True
    )
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    side = Column(_("With whom"), "get_side_display", css="e-spare")
    majors = Column(_("Majors"), majors_in_words)
    intake = Column(
        _("Intake"),
        lambda it: sum(major.intake or 0 for major in it.majors.all()) or None,
        css="n",
    )
    approval_number = Column(_("Approval number"), css="e-num")
    authority = Column(_("Approving authority"), sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name", sheet_only=True)
    valid_from = DateColumn(_("Holds from"), sheet_only=True)
    valid_until = DateColumn(_("Holds until"), sort="last_day")
    standing = StandingColumn(_("Standing"), css="wide")


class SchoolingFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    standing = django_filters.ChoiceFilter(
        label=_("Standing"),
        choices=SchoolingStanding.choices,
        method="with_standing",
        empty_label=_("Standing: all"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=SchoolingKind.choices, empty_label=_("Kind: all")
    )
    side = django_filters.ChoiceFilter(
        label=_("With whom"), choices=PartnerSide.choices, empty_label=_("With whom: all")
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=LEVELS, method="with_level", empty_label=_("Level: all")
    )
    ends = django_filters.ChoiceFilter(
        label=_("Approval ends"),
        choices=[("12", _("Within 12 months"))],
        method="with_end",
        widget=forms.HiddenInput,
    )
    report = django_filters.ChoiceFilter(
        label=_("Yearly report"),
        choices=[("missing", _("Missing for last year"))],
        method="with_report",
        widget=forms.HiddenInput,
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = CooperativeSchooling
        fields = ()

    def with_standing(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those that stand so today."""
        return rows.standing(value, timezone.localdate())  # type: ignore[attr-defined, no-any-return]

    def with_level(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those with a major of the level."""
        return rows.at_level(value)  # type: ignore[attr-defined, no-any-return]

    def with_end(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those whose approval ends within so many months."""
        today = timezone.localdate()
        until = add_months(today, int(value))
        return rows.answerable().filter(last_day__range=(today, until))  # type: ignore[attr-defined, no-any-return]

    def with_report(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those of which last year's report is not there."""
        return rows.without_report(timezone.localdate().year - 1)  # type: ignore[attr-defined, no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with this partner or with a faculty or laboratory of it."""
        partners = value.itself_and_below
        return rows.with_organisations(partners)  # type: ignore[attr-defined, no-any-return]
