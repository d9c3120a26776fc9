"""Due diligence: what a unit notes about an organisation for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit import pages
from entente.organisations import services
from entente.organisations.forms import DueDiligenceForm
from entente.organisations.models import DueDiligence, Organisation
from entente.organisations.views.names import PartOfOrganisation

CHANGE = "organisations.change_duediligence"


class AddNotePage(PartOfOrganisation):
    """Note the outcome of due diligence."""

    model = Organisation
    permission_required = CHANGE
    form_class = DueDiligenceForm
    title = _("Note due diligence")

    def initial(self) -> dict[str, Any]:
        """Start with today and one's own unit."""
        unit = self.officer.unit
        return {"noted_on": timezone.localdate(), "unit": unit}

    def add(self, values: dict[str, Any]) -> None:
        """Note it."""
        services.note_due_diligence(self.object, by=self.officer, **values)


class ChangeNotePage(pages.ChangePage):
    """Correct or renew a note."""

    model = DueDiligence
    permission_required = CHANGE
    form_class = DueDiligenceForm
    title = _("Change the note")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_due_diligence(self.object, by=self.officer, seen=seen, **values)
