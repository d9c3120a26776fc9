"""How invitations to nominate are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.filters import FilterSet, RemoteChoiceFilter
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn
from entente.nominations.models import Invitation
from entente.organisations.models import Organisation


class InvitationColumns(Columns):
    """A line of the list."""

    organisation = NameColumn(_("Partner"), "organisation.name", link=True)
    year = Column(_("Academic year"), "year", sort="academic_year")
    level = Column(_("Level"), "get_level_display", css="e-spare")
    places = CountColumn(_("Places"))
    taken = CountColumn(pgettext_lazy("number of persons", "Nominated"))
    opens_on = DateColumn(_("Nominations from"), css="n e-spare")
    closes_on = DateColumn(_("Nominations until"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class InvitationFilter(FilterSet):
    """Ways to narrow the list."""

    year = django_filters.NumberFilter(label=_("Academic year"), field_name="academic_year")
    open = django_filters.ChoiceFilter(
        label=_("What is open"),
        choices=[("waiting", _("Nominations to decide"))],
        method="with_open",
        empty_label=_("What is open: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = Invitation
        fields = ()

    def with_open(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those with a nomination that is not decided."""
        invitations: Any = rows
        return invitations.waiting()  # type: ignore[no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those of an institution and what lies below it."""
        return rows.filter(organisation__in=value.itself_and_below)
