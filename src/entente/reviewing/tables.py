"""How review rounds and public notices are listed and filtered."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.filters import FilterSet
from entente.kit.tables import Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.reviewing.enums import NoticeState, RoundState
from entente.reviewing.models import PublicNotice, ReviewRound


class RoundColumns(Columns):
    """A line of the list."""

    call = NameColumn(_("Call"), "call.title", link=True)
    state = StateColumn(_("State"))
    due_on = DateColumn(_("Reviews to be handed in by"), sort="due_on")
    asked = CountColumn(pgettext_lazy("number of reviews", "Reviews"))
    done = CountColumn(pgettext_lazy("number of reviews", "Handed in"))
    unit = NameColumn(_("Unit"), "call.unit.name", css="e-spare")


class RoundFilter(FilterSet):
    """Ways to narrow the list."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=RoundState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = ReviewRound
        fields = ()


class NoticeColumns(Columns):
    """A line of the list."""

    call = NameColumn(_("Call"), "call.title", link=True)
    state = StateColumn(_("State"))
    starts_on = DateColumn(_("Published on"), sort="starts_on")
    ends_on = DateColumn(_("Runs until"), sort="ends_on")
    selected = CountColumn(pgettext_lazy("number of persons", "Selected"))
    objected = CountColumn(_("Objections"))
    unanswered = CountColumn(pgettext_lazy("number of objections", "To be answered"))
    unit = NameColumn(_("Unit"), "call.unit.name", css="e-spare")


class NoticeFilter(FilterSet):
    """Ways to narrow the list."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=NoticeState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = PublicNotice
        fields = ()
