"""How stays are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.mobility.enums import Kind, StayState
from entente.mobility.models import Programme, Stay
from entente.organisations.models import Organisation
from entente.organisations.places import choices
from entente.partnerships.enums import Direction, StudyLevel
from entente.people.models import Person


class SearchStays(SearchFilter):
    """Search by the names of the person and of the institution, as they are now."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the stays of the persons, and at the institutions, that the index finds."""
        if not value:
            return rows
        persons = search.matching(Person.objects.all(), value).values("pk")
        places = search.matching(Organisation.objects.all(), value).values("pk")
        return rows.filter(Q(person__in=persons) | Q(organisation__in=places))


class StayColumns(Columns):
    """A line of the list."""

    person = NameColumn(_("Person"), "person.name", link=True)
    direction = Column(_("Direction"), "get_direction_display", css="e-spare")
    kind = Column(_("Kind"), "get_kind_display")
    level = Column(_("Level"), "get_level_display", css="e-spare")
    field = Column(_("Field of study"), sheet_only=True)
    organisation = NameColumn(_("Institution"), lambda it: it.organisation and it.organisation.name)
    country = Column(_("Country or region"), "country_name", css="e-spare")
    starts_on = DateColumn(_("First day"), sort="first_day")
    ends_on = DateColumn(_("Last day"), sort="last_day")
    academic_year = Column(_("Academic year"), "year_label", sheet_only=True)
    fewest_days = CountColumn(_("Days at least"), sheet_only=True)
    most_days = CountColumn(_("Days at most"), sheet_only=True)
    programme = Column(
        _("Programme"), lambda it: it.programme and it.programme.title, css="e-spare"
    )
    basis = Column(_("Basis"), "get_basis_display", sheet_only=True)
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class StayFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchStays()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=StayState.choices, empty_label=_("State: all")
    )
    direction = django_filters.ChoiceFilter(
        label=_("Direction"), choices=Direction.choices, empty_label=_("Direction: all")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Kind.choices, empty_label=_("Kind: all")
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=StudyLevel.choices, empty_label=_("Level: all")
    )
    country = django_filters.ChoiceFilter(
        label=_("Country or region"),
        choices=choices,
        empty_label=_("Country or region: all"),
    )
    year = django_filters.NumberFilter(
        label=_("Academic year, by the year in which it begins"), field_name="academic_year"
    )
    now = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("today", _("Away today")), ("overdue", _("Not confirmed in time"))],
        method="with_now",
        widget=forms.HiddenInput,
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Institution"), method="with_partner")
    programme = RemoteChoiceFilter(Programme, label=_("Programme"))

    class Meta:
        model = Stay
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer: Any = self.request.user
        self.filters["programme"].queryset = Programme.objects.visible_to(officer)

    def with_now(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep who is away today, or what nobody confirmed in time."""
        today = timezone.localdate()
        stays: Any = rows
        found: QuerySet[Any] = stays.away_on(today) if value == "today" else stays.overdue(today)
        return found

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those at, or from, an institution and what lies below it."""
        below = value.itself_and_below
        return rows.at_organisations(below)  # type: ignore[attr-defined, no-any-return]
