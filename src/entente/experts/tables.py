"""How engagements are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.experts.enums import EngagementKind, EngagementState
from entente.experts.models import Engagement
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation


class EngagementColumns(Columns):
    """A line of the list."""

    topic = NameColumn(_("What the expert is engaged for"), "topic", link=True)
    person = NameColumn(pgettext_lazy("engagement", "Expert"), "person.name")
    organisation = NameColumn(_("Home institution"), "organisation.name", css="e-spare")
    kind = Column(_("Engaged as"), "get_kind_display")
    starts_on = DateColumn(_("First day"), sort="first_day")
    ends_on = DateColumn(_("Last day"), css="n e-spare")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Host unit"), "unit.name", css="e-spare")


class EngagementFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Engaged as"), choices=EngagementKind.choices, empty_label=_("Engaged as: all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=EngagementState.choices, empty_label=_("State: all")
    )
    now = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("overdue", _("Over and not ended"))],
        method="with_now",
        empty_label=_("When: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Home institution"), method="with_partner")

    class Meta:
        model = Engagement
        fields = ()

    def with_now(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what is over and of which nobody said so."""
        engagements: Any = rows
        return engagements.overdue(timezone.localdate())  # type: ignore[no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those from an institution and what lies below it."""
        below = value.itself_and_below
        return rows.of_organisations(below)  # type: ignore[attr-defined, no-any-return]
