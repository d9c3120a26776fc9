"""How calls are listed and filtered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from entente.kit.filters import ChoiceFilter, FilterSet, SearchFilter
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.mobility.enums import CallState
from entente.mobility.models import Call
from entente.mobility.tables.programmes import TitleColumn


class CallColumns(Columns):
    """A line of the list."""

    title = TitleColumn(_("Call"))
    programme = Column(
        _("Programme"), lambda it: it.programme and it.programme.title, css="e-spare"
    )
    opens_on = DateColumn(_("Opens on"), css="n e-spare")
    closes_on = DateColumn(_("Last day to apply"), sort="closes_on")
    applications = CountColumn(_("Applications"), "applied")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class CallFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    state = ChoiceFilter(label=_("State"), choices=CallState.choices, empty_label=_("State: all"))

    class Meta:
        model = Call
        fields = ()
