"""How visits are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation
from entente.visits.enums import TripState, VisitState, Way
from entente.visits.models import Trip, Visit


class VisitColumns(Columns):
    """A line of the list."""

    title = NameColumn(_("Visit"), "title", link=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    way = Column(_("Received or sent"), "get_way_display")
    starts_on = DateColumn(_("First day"), sort="first_day")
    ends_on = DateColumn(_("Last day"), css="n e-spare")
    people = Column(_("Person-times"), "person_times", css="n")
    institutions = CountColumn(_("Institutions"), "institutions")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class VisitFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    way = django_filters.ChoiceFilter(
        label=_("Received or sent"), choices=Way.choices, empty_label=_("Received and sent")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=VisitState.choices, empty_label=_("State: all")
    )
    now = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("overdue", _("Not confirmed yet")), ("today", _("Today"))],
        method="with_now",
        empty_label=_("When: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Institution"), method="with_partner")

    class Meta:
        model = Visit
        fields = ()

    def with_now(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is under way today, or what is over and not confirmed."""
        visits: Any = rows
        today = timezone.localdate()
        if value == "overdue":
            return visits.overdue(today)  # type: ignore[no-any-return]
        return visits.standing().within(today, today)  # type: ignore[no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with an institution and what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]


class TripColumns(Columns):
    """A line of the list of official trips."""

    title = NameColumn(_("Trip"), "visit.title", link=True)
    joined = Column(_("Whose group"), "get_joined_display", css="e-spare")
    starts_on = DateColumn(_("First day"), "visit.starts_on", sort="visit__first_day")
    ends_on = DateColumn(_("Last day"), "visit.ends_on", css="n e-spare")
    approval_number = Column(_("Number of the approval"), css="n e-spare")
    state = StateColumn(_("State"))
    budget = Column(_("Budget, in yuan"), css="n e-spare")
    spent = Column(_("Spent, in yuan"), css="n")
    unit = NameColumn(_("Unit"), "visit.unit.name", css="e-spare")


class TripFilter(FilterSet):
    """Ways to narrow the list of official trips."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=TripState.choices, empty_label=_("State: all")
    )
    open = django_filters.ChoiceFilter(
        label=_("What is open"),
        choices=[("passports", _("A passport is out")), ("settle", _("Over and not settled"))],
        method="with_open",
        empty_label=_("What is open: all"),
    )

    class Meta:
        model = Trip
        fields = ()

    def with_open(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those with a passport out, or those that are over and not settled."""
        trips: Any = rows
        if value == "passports":
            return trips.with_passports_out()  # type: ignore[no-any-return]
        return trips.to_settle(timezone.localdate())  # type: ignore[no-any-return]
