"""How safety checks are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.filters import FilterSet
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.safety.enums import CheckState
from entente.safety.models import SafetyCheck


def _sent_at(check: SafetyCheck) -> Any:
    return timezone.localtime(check.sent_at) if check.sent_at else None


class CheckColumns(Columns):
    """A line of the list."""

    title = NameColumn(_("Subject"), "title", link=True)
    state = StateColumn(_("State"))
    country = Column(_("Country or region"), "country_name", sort="country")
    organisation = NameColumn(_("Institution"), "organisation.name", css="e-spare")
    sent_at = DateColumn(pgettext_lazy("safety check", "Sent"), _sent_at, sort="sent_at")
    asked = CountColumn(pgettext_lazy("number of persons", "Asked"))
    answered = CountColumn(pgettext_lazy("number of persons", "Answered"))
    in_need = CountColumn(pgettext_lazy("number of persons", "Need help"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class CheckFilter(FilterSet):
    """Ways to narrow the list."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CheckState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = SafetyCheck
        fields = ()
