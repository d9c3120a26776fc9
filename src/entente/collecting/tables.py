"""How rounds and the sheets of units are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entente.collecting.enums import PartState, RoundState
from entente.collecting.models import Part, Round
from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn


class RoundColumns(Columns):
    """A line of the list of rounds."""

    name = NameColumn(_("Round"), "name", link=True)
    name_zh = Column(_("Name in Chinese"), sheet_only=True)
    name_en = Column(_("Name in English"), sheet_only=True)
    cut_off_on = DateColumn(_("Cut-off date"))
    due_on = DateColumn(_("Due on"))
    asked = Column(_("Units asked"), "asked_units", css="n e-spare")
    signed = Column(_("Signed off"), "signed_parts", css="n")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class RoundFilter(FilterSet):
    """Ways to narrow the list of rounds."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=RoundState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = Round
        fields = ()


def lateness(part: Part) -> str:
    """Say how late a sheet is; empty where it is not."""
    today = timezone.localdate()
    if not part.is_late(today):
        return ""
    days = (today - part.due_on).days
    return ngettext("late by %(days)s day", "late by %(days)s days", days) % {"days": days}


class PartColumns(Columns):
    """A line of the list of sheets."""

    name = NameColumn(_("Round"), "round.name", link=True)
    unit = NameColumn(_("Unit"), "unit.name")
    due_on = DateColumn(_("Due on"), detail=lateness)
    signed_on = DateColumn(_("Signed off on"))
    state = StateColumn(_("State"))


class PartFilter(FilterSet):
    """Ways to narrow the list of sheets."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PartState.choices, empty_label=_("State: all")
    )
    late = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=[("yes", _("Late"))],
        method="with_late",
        empty_label=_("Due: all"),
    )

    class Meta:
        model = Part
        fields = ()

    def with_late(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those that were due and are not signed."""
        return rows.late(timezone.localdate())  # type: ignore[attr-defined, no-any-return]
