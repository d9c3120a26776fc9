"""What is typed about programmes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.mobility.enums import CHANGE_PROGRAMME, Kind, ProgrammeDirection
from entente.office.fields import unit_field
from entente.partnerships.models import Agreement


class ProgrammeForm(VersionedForm):
    """What is said of a programme."""

    pairs = (("kind", "direction"), ("starts_on", "ends_on"))

    title_zh = line(_("Name in Chinese"), 200)
    title_en = line(_("Name in English"), 200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    direction = forms.ChoiceField(label=_("Direction"), choices=ProgrammeDirection.choices)
    starts_on = PartialDateFormField(label=_("Runs since"), required=False)
    ends_on = PartialDateFormField(label=_("Ended on"), required=False)
    about_zh = area(_("About it, in Chinese"), 4000)
    about_en = area(_("About it, in English"), 4000)
    source = line(_("Source"), 300)

    def prepare(self) -> None:
        """Offer the units for which this person may keep programmes."""
        self.fields["unit"] = unit_field(self.officer, CHANGE_PROGRAMME)


class TieForm(DeskForm):
    """Which agreement carries a programme."""

    agreement = RemoteChoiceField(Agreement, label=_("Agreement"))

    def prepare(self) -> None:
        """Offer the agreements that this person sees."""
        field: Any = self.fields["agreement"]
        field.queryset = Agreement.objects.visible_to(self.officer)
