"""Pages of the parties of an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.kit.pages import (
    ActionPage,
    ChangePage,
)
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import (
    CHANGE,
)
from entente.partnerships.forms import (
    ChangePartyForm,
    OurPartyForm,
    PartnerForm,
)
from entente.partnerships.models import (
    Agreement,
    AgreementParty,
)


class AddPartyPage(ActionPage):
    """Add a party."""

    model = Agreement
    submit_label = _("Add")
    permission_required = CHANGE

    def act(self, values: Mapping[str, Any]) -> None:
        """Add the party."""
        services.add_party(self.object, services.NewParty(**values), by=signed_in(self))


class AddPartnerPage(AddPartyPage):
    """Add a partner as a party."""

    form_class = PartnerForm
    title = _("Add a partner")


class AddUnitPage(AddPartyPage):
    """Add a unit of ours as a party."""

    form_class = OurPartyForm
    title = _("Add a unit of ours")


class ChangePartyPage(ChangePage):
    """Change what is said of a party."""

    model = AgreementParty
    form_class = ChangePartyForm
    title = _("Edit party")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the party."""
        services.change_party(self.object, by=signed_in(self), seen=seen, **values)


class RemovePartyPage(ActionPage):
    """Take a party off an agreement."""

    model = AgreementParty
    title = _("Remove this party")
    explanation = _("The history of the agreement keeps what stood there.")
    permission_required = CHANGE
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before the party is gone."""
        target = self.back()
        self.act(values)
        return target

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the party."""
        services.remove_party(self.object, by=signed_in(self))
