"""How events are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.events.enums import EventKind, EventState, RegistrationState
from entente.events.models import Event, Registration
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation
from entente.organisations.places import choices


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


class RegistrationColumns(Columns):
    """A line of the list of those who registered."""

    name = Column(_("Name"), str, link=True)
    email = Column(_("Mail address"), sheet_only=True)
    event = NameColumn(_("Event"), "event.title")
    institution = Column(_("Institution, as they wrote it"), css="e-spare")
    organisation = NameColumn(_("Institution of the register"), "organisation.name", css="e-spare")
    country = Column(_("Country or region"), "country_name")
    registered_on = DateColumn(_("Registered on"), sort="pk")
    fee = Column(_("Fee paid, in yuan"), css="n e-spare")
    fee_paid_on = DateColumn(_("Paid on"), sheet_only=True)
    fee_reference = Column(_("Reference of the payment"), sheet_only=True)
    remark = Column(_("Remark"), sheet_only=True)
    certificate = Column(_("Certificate"), sheet_only=True)
    state = StateColumn(_("State"))


class RegistrationFilter(FilterSet):
    """Ways to narrow the list."""

    event = RemoteChoiceFilter(Event, label=_("Event"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=RegistrationState.choices, empty_label=_("State: all")
    )
    country = django_filters.ChoiceFilter(
        label=_("Country or region"), choices=choices, empty_label=_("Country or region: all")
    )

    class Meta:
        model = Registration
        fields = ()
