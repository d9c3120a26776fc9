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
from entente.visits.enums import VisitState, Way
from entente.visits.models import Visit


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
