"""How schemes, grants and what is to be paid are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.funding.enums import GrantState
from entente.funding.models import Grant, Instalment, Scheme
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, NameColumn, StateColumn


class SchemeColumns(Columns):
    """A line of the list of schemes."""

    title = NameColumn(_("Funding scheme"), "title", link=True)
    excludes = Column(_("Excluding group"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class SchemeFilter(FilterSet):
    """Ways to narrow the schemes."""

    q = SearchFilter()

    class Meta:
        model = Scheme
        fields = ()


class GrantColumns(Columns):
    """A line of the list of grants."""

    person = NameColumn(_("Person"), "stay.person.name", link=True)
    scheme = NameColumn(_("Funding scheme"), "scheme.title")
    place = Column(_("Institution"), "stay.place", css="e-spare")
    year = Column(_("Year"), sort="year", css="n")
    amount = Column(_("Amount, in yuan"), css="n")
    paid = Column(_("Paid"), css="n")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class GrantFilter(FilterSet):
    """Ways to narrow the grants."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=GrantState.choices, empty_label=_("State: all")
    )
    scheme = RemoteChoiceFilter(Scheme, label=_("Funding scheme"))
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = Grant
        fields = ()


class InstalmentColumns(Columns):
    """A line of the payment list."""

    person = NameColumn(_("Person"), "grant.stay.person.name", link=True)
    scheme = NameColumn(_("Funding scheme"), "grant.scheme.title")
    place = Column(_("Institution"), "grant.stay.place", css="e-spare")
    year = Column(_("Year"), "grant.year", css="n")
    number = Column(_("Instalment"), css="n")
    amount = Column(_("Amount, in yuan"), css="n")
    paid = Column(_("Paid"), css="n")
    left = Column(_("To pay, in yuan"), css="n")
    gates = Column(_("Gates"), lambda it: _("something is missing") if it.blocked else _("met"))
    unit = NameColumn(_("Unit"), "grant.unit.name", css="e-spare")


class InstalmentFilter(FilterSet):
    """Ways to narrow what is to be paid."""

    ready = django_filters.ChoiceFilter(
        label=_("Gates"),
        choices=[("yes", _("all met")), ("no", _("something is missing"))],
        method="with_ready",
        empty_label=_("Gates: all"),
    )
    scheme = RemoteChoiceFilter(Scheme, label=_("Funding scheme"), field_name="grant__scheme")

    class Meta:
        model = Instalment
        fields = ()

    def with_ready(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what can be paid now, or what waits for something."""
        return rows.filter(blocked=value == "no")
