"""How the register of forms and the lodgings are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.arrivals.enums import PaperKind, PaperState
from entente.arrivals.models import Lodging, VisaPaper
from entente.kit.filters import FilterSet
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn


class VisaPaperColumns(Columns):
    """A line of the register."""

    serial = Column(_("Printed number"), sort="serial", link=True)
    kind = Column(_("Form"), "get_kind_display")
    person = NameColumn(_("Person"), "stay.person.name")
    place = Column(_("Institution"), "stay.place", css="e-spare")
    issued_on = DateColumn(_("Issued on"), sort="issued_on")
    state = StateColumn(_("State"))
    posted_on = DateColumn(_("Posted on"), sort="posted_on", css="e-spare n")
    tracking = Column(_("Carrier and tracking number"), css="e-spare")
    reason = Column(_("Why it is void"), css="e-spare")


class VisaPaperFilter(FilterSet):
    """Ways to narrow the register."""

    serial = django_filters.CharFilter(label=_("Printed number"), lookup_expr="istartswith")
    kind = django_filters.ChoiceFilter(
        label=_("Form"), choices=PaperKind.choices, empty_label=_("Form: all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PaperState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = VisaPaper
        fields = ()


def standing(lodging: Lodging) -> str:
    """Say in words how a lodging stands to its registration."""
    late = lodging.is_late(timezone.localdate())
    if lodging.registered_on:
        return gettext("registered late") if late else gettext("registered in time")
    return gettext("late") if late else gettext("to be registered")


class LodgingColumns(Columns):
    """A line of the list of lodgings."""

    person = NameColumn(_("Person"), "stay.person.name", link=True)
    address = Column(_("Address of the lodging"))
    from_on = DateColumn(_("Lodges there from"), sort="from_on")
    due_on = DateColumn(_("To be registered by"), sort="due_on")
    registered_on = DateColumn(_("Registered on"), sort="registered_on")
    standing = Column(pgettext_lazy("lodging", "Registration"), standing)
    number = Column(_("Number of the registration form"), css="e-spare")


class LodgingFilter(FilterSet):
    """Ways to narrow the lodgings."""

    registered = django_filters.ChoiceFilter(
        label=pgettext_lazy("lodging", "Registration"),
        choices=[("no", _("to be registered")), ("yes", _("registered"))],
        method="with_registration",
        empty_label=_("Registration: all"),
    )

    class Meta:
        model = Lodging
        fields = ()

    def with_registration(self, rows: Any, _name: str, value: str) -> Any:
        """Keep what is registered, or what is not."""
        return rows.filter(registered_on__isnull=value == "no")
