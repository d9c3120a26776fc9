"""How imports and documents are listed."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.intake.enums import ImportState
from entente.intake.models import Document, Import
from entente.kit.filters import FilterSet
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn


class ImportColumns(Columns):
    """A line of the list of imports."""

    name = Column(_("Sheet"), link=True)
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    started_by = NameColumn(_("Imported by"), "started_by.name", css="e-spare")
    created_at = DateColumn(_("Handed in"), lambda it: timezone.localdate(it.created_at), sort="id")
    created = CountColumn(_("Entered"))
    changed = CountColumn(_("Changed"), css="e-spare")
    refused = CountColumn(_("Rows refused"))
    state = Column(_("State"), "get_state_display")


class ImportFilter(FilterSet):
    """Ways to narrow the list of imports."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ImportState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = Import
        fields = ()


class DocumentColumns(Columns):
    """A line of the list of documents."""

    name = Column(_("Document"), link=True)
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    read_by = NameColumn(_("Read by"), "read_by.name", css="e-spare")
    created_at = DateColumn(_("Read on"), lambda it: timezone.localdate(it.created_at), sort="id")
    waiting = CountColumn(_("To be decided"))
    accepted = CountColumn(_("Accepted"))


class DocumentFilter(FilterSet):
    """Ways to narrow the list of documents."""

    waiting = django_filters.ChoiceFilter(
        label=_("Proposals"),
        choices=[("yes", _("something waits")), ("no", _("everything decided"))],
        empty_label=_("Proposals: all"),
        method="by_waiting",
    )

    class Meta:
        model = Document
        fields = ()

    def by_waiting(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the documents of which something waits for a person, or nothing."""
        return rows.filter(waiting__gt=0) if value == "yes" else rows.filter(waiting=0)
