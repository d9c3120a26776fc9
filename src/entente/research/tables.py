"""How joint laboratories and centres are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation
from entente.research.enums import CentreKind, CentreState, Level
from entente.research.models import JointCentre


def partners_in_words(centre: JointCentre) -> str:
    """Name the partners in the reader's language."""
    return ", ".join(str(it.organisation.name) for it in centre.partners.all())


class JointCentreColumns(Columns):
    """A line of the list."""

    name = NameColumn(_("Laboratory or centre"), "name", link=True)
    partners = Column(_("Partners"), partners_in_words)
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    level = Column(_("Level"), "get_level_display", css="e-spare")
    founded_on = DateColumn(_("Founded"))
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class JointCentreFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=CentreKind.choices, empty_label=_("Kind: all")
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=Level.choices, empty_label=_("Level: all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CentreState.choices, empty_label=_("State: all")
    )
    missing = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[("partner", _("No partner entered"))],
        method="with_missing",
        empty_label=_("Missing: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = JointCentre
        fields = ()

    def with_missing(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those of which no partner is entered."""
        return rows.without_partner()  # type: ignore[attr-defined, no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with a partner, or with what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]
