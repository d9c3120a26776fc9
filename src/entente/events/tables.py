"""How events are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.events.enums import EventKind, EventState
from entente.events.models import Event
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation


class EventColumns(Columns):
    """A line of the list."""

    title = NameColumn(_("Event"), "title", link=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    kind = Column(_("Kind"), "get_kind_display")
    starts_on = DateColumn(_("First day"), sort="first_day")
    ends_on = DateColumn(_("Last day"), css="n e-spare")
    came_total = Column(_("Came in all"), css="n e-spare")
    came_foreign = Column(_("Came from outside the mainland"), sheet_only=True)
    filed_on = DateColumn(_("Filed on"), css="n e-spare")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class EventFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=EventKind.choices, empty_label=_("Kind: all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=EventState.choices, empty_label=_("State: all")
    )
    scope = django_filters.ChoiceFilter(
        label=_("International"),
        choices=[("yes", _("International")), ("no", _("Not international"))],
        method="with_scope",
        empty_label=_("International or not"),
    )
    now = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("overdue", _("Over and not confirmed"))],
        method="with_now",
        empty_label=_("When: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Institution"), method="with_partner")

    class Meta:
        model = Event
        fields = ()

    def with_scope(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what counts as international, or what does not."""
        return rows.filter(international=value == "yes")

    def with_now(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what is over and nobody said so."""
        events: Any = rows
        return events.overdue(timezone.localdate())  # type: ignore[no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those that an institution, or what lies below it, helps to hold."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]
