"""How places and ending agreements are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, RemoteChoiceFilter
from entente.kit.names import print_name
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementKind, Direction, PlacesBasis, StayKind, StudyLevel
from entente.partnerships.models import Agreement, AgreementYear, Places
from entente.partnerships.tables.agreements import PartnerColumn, print_partners

LOOKED_BACK = 3


# --- Places ---------------------------------------------------------------------------------------


class PlacesPartnerColumn(Column):
    """The partners of the agreement; they lead to the year's page."""

    def cell(self, record: Places) -> SafeString:
        """Print the partners, and below them the title of the agreement."""
        agreement = record.agreement
        words = print_partners(agreement.theirs) or print_name(agreement.title)
        address = record.get_absolute_url()
        return format_html('<a href="{}">{}</a><small>{}</small>', address, words, agreement.title)

    def plain(self, record: Places) -> str:
        """Name every partner."""
        return "; ".join(str(party) for party in record.agreement.theirs)


class PlacesColumns(Columns):
    """What a line of the list of places shows."""

    partner = PlacesPartnerColumn(_("Partner"))
    agreement = Column(_("Agreement"), lambda it: it.agreement.title, sheet_only=True)
    number_of = Column(_("Agreement number"), "agreement.number", sheet_only=True)
    year = Column(_("Academic year"), "year_label", sort="academic_year")
    direction = Column(_("Direction"), "get_direction_display")
    level = Column(_("Level"), "get_level_display")
    field = Column(_("Field"), lambda it: " ".join(filter(None, [it.field, it.field_name])))
    for_unit = NameColumn(_("For the unit"), "for_unit.name")
    part = Column(_("Part of"), lambda it: str(it.parent) if it.parent_id else "", sheet_only=True)
    stay = Column(_("Kind of stay"), "get_stay_display", sheet_only=True)
    basis = Column(_("Basis"), "get_basis_display", sheet_only=True)
    language = Column(
        _("Language asked for"),
        lambda it: f"{it.language} {it.language_level}".strip(),
        sheet_only=True,
    )
    number = CountColumn(
        pgettext_lazy("places under an agreement", "Places"),
        detail=lambda it: gettext("part of others") if it.parent_id else "",
    )
    used = CountColumn(_("Places used"))
    used_semesters = CountColumn(_("Semesters used"), sheet_only=True)
    months = CountColumn(_("Months each"), sheet_only=True)
    used_from = Column(_("Use known from"), "get_used_from_display", sheet_only=True)
    used_on = DateColumn(_("Use as of"), sheet_only=True)
    source = Column(_("Source"), sheet_only=True)
    reference = Column(_("Reference elsewhere"), "external_reference", sheet_only=True)


class PlacesFilter(FilterSet):
    """Ways to narrow the list of places."""

    first = django_filters.NumberFilter(
        label=_("From the academic year"), field_name="academic_year", lookup_expr="gte"
    )
    last = django_filters.NumberFilter(
        label=_("To the academic year"), field_name="academic_year", lookup_expr="lte"
    )
    direction = django_filters.ChoiceFilter(
        label=_("Direction"), choices=Direction.choices, empty_label=_("Direction: both")
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=StudyLevel.choices, empty_label=_("Level: all")
    )
    stay = django_filters.ChoiceFilter(
        label=_("Kind of stay"), choices=StayKind.choices, empty_label=_("Kind of stay: all")
    )
    basis = django_filters.ChoiceFilter(
        label=_("Basis"), choices=PlacesBasis.choices, empty_label=_("Basis: all")
    )
    field = django_filters.CharFilter(
        label=_("Field (ISCED-F code)"), field_name="field", lookup_expr="startswith"
    )
    country = django_filters.CharFilter(
        label=_("Country (code)"), method="with_country", max_length=2
    )
    for_unit = RemoteChoiceFilter(Unit, label=_("For the unit"), method="with_unit")
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = Places
        fields = ()

    def with_country(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep places with partners in that country."""
        there = Organisation.objects.filter(country=value.upper())
        return rows.filter(agreement__in=Agreement.objects.with_organisations(there))

    def with_unit(self, rows: QuerySet[Any], _name: str, value: Unit) -> QuerySet[Any]:
        """Keep places for this unit or what lies below it."""
        return rows.filter(for_unit__in=Unit.objects.below(value))

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep places with this partner or with a faculty or laboratory of it."""
        below = value.itself_and_below
        return rows.filter(agreement__in=Agreement.objects.of_organisations(below))


# --- Agreements that end --------------------------------------------------------------------------


def counted(years: list[AgreementYear]) -> str:
    """Say how many went and came, or that nobody said."""
    if not years:
        return ""
    out, back = sum(it.out_used for it in years), sum(it.in_used for it in years)
    unknown = any(it.out_unknown or it.in_unknown for it in years)
    if unknown and not (out or back):
        return gettext("use not recorded")
    return gettext("out %(out)d, in %(back)d") % {"out": out, "back": back}


def offered(years: list[AgreementYear]) -> str:
    """Say how many of the places of the last years were used."""
    if not years:
        return ""
    last = max(it.academic_year for it in years)
    held = [it for it in years if it.academic_year > last - LOOKED_BACK]
    return gettext("out %(out)d of %(out_places)d, in %(back)d of %(in_places)d") % {
        "out": sum(it.out_used for it in held),
        "out_places": sum(it.out_places for it in held),
        "back": sum(it.in_used for it in held),
        "in_places": sum(it.in_places for it in held),
    }


def reviewed(agreement: Agreement) -> str:
    """Say when somebody last looked back, and what they advised."""
    found = getattr(agreement, "newest_reviews", [])
    if not found:
        return ""
    newest = max(found, key=lambda it: (it.reviewed_on, it.pk))
    return f"{newest.reviewed_on} · {newest.get_recommendation_display()}"


def left(agreement: Agreement) -> str:
    """Say how many days are left."""
    days = (agreement.last_day - timezone.localdate()).days
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def since(agreement: Agreement) -> list[AgreementYear]:
    """Give the years since the agreement was last signed or renewed."""
    began = agreement.first_day.year - (agreement.first_day.month < 9)
    return [it for it in getattr(agreement, "all_years", []) if it.academic_year >= began]


class ExpiringColumns(Columns):
    """What a line of the list of ending agreements shows."""

    partner = PartnerColumn(_("Partner"))
    number = Column(_("Number"), sheet_only=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    ends_on = DateColumn(_("Ends"), sort="last_day", detail=left)
    owner = NameColumn(_("Owner"), "owner.name")
    activity = Column(_("Students since it began"), lambda it: counted(since(it)))
    places = Column(
        _("Places used, last 3 years"),
        lambda it: offered(getattr(it, "all_years", [])),
        css="e-spare",
    )
    review = Column(_("Last review"), reviewed)


class ExpiringFilter(FilterSet):
    """Ways to narrow the list of ending agreements."""

    months = django_filters.ChoiceFilter(
        label=_("Ends"),
        choices=[
            ("3", _("Within 3 months")),
            ("6", _("Within 6 months")),
            ("12", _("Within 12 months")),
        ],
        method="with_end",
        empty_label=_("Within 12 months"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=AgreementKind.choices, empty_label=_("Kind: all")
    )
    review = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=[("none", _("Not reviewed in the last year"))],
        method="with_review",
        empty_label=_("Review: all"),
    )

    class Meta:
        model = Agreement
        fields = ()

    def with_end(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those that end within so many months."""
        return rows.ending(timezone.localdate(), months=int(value))  # type: ignore[attr-defined, no-any-return]

    def with_review(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that nobody looked back on within a year."""
        return rows.without_review(timezone.localdate())  # type: ignore[attr-defined, no-any-return]
