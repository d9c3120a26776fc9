"""Names and identifiers of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.kit import pages
from entente.kit.pages.forms import ObjectFormPage
from entente.organisations import services
from entente.organisations.forms import IdentifierForm, NameForm, RenameForm
from entente.organisations.models import Identifier, Organisation, OrganisationName

CHANGE = "organisations.change_organisation"


class PartOfOrganisation(ObjectFormPage):
    """A form that adds something to an organisation."""

    model = Organisation
    permission_required = CHANGE

    def perform(self, values: Mapping[str, Any]) -> str:
        """Add it and go back to the organisation."""
        values = {name: value for name, value in values.items() if name != "version"}
        self.add(values)
        url: str = self.object.get_absolute_url()
        return url

    def add(self, values: dict[str, Any]) -> None:
        """Call the service."""


class AddNamePage(PartOfOrganisation):
    """Add a name."""

    form_class = NameForm
    title = _("Add a name")

    def add(self, values: dict[str, Any]) -> None:
        """Add it."""
        services.add_name(self.object, by=self.officer, **values)


class RenamePage(PartOfOrganisation):
    """Record a new official name."""

    form_class = RenameForm
    title = _("New official name")

    def add(self, values: dict[str, Any]) -> None:
        """Rename it."""
        services.rename(self.object, by=self.officer, **values)


class AddIdentifierPage(PartOfOrganisation):
    """Enter an identifier."""

    form_class = IdentifierForm
    title = _("Enter an identifier")

    def add(self, values: dict[str, Any]) -> None:
        """Enter it."""
        services.set_identifier(
            self.object,
            values["scheme"],
            values["value"],
            by=self.officer,
        )


class ChangeNamePage(pages.ChangePage):
    """Correct a name."""

    model = OrganisationName
    permission_required = CHANGE
    form_class = NameForm
    template_name = "organisations/name.html"
    title = _("Correct the name")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_name(self.object, by=self.officer, seen=seen, **values)


class RemoveNamePage(pages.ActionPage):
    """Take away a name that was entered by mistake."""

    model = OrganisationName
    permission_required = CHANGE
    title = _("Remove the name")
    explanation = _(
        "Only for a name that was entered by mistake. A name that the organisation once bore is"
        " kept as a former name."
    )
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_name(self.object, by=self.officer)


class RemoveIdentifierPage(pages.ActionPage):
    """Take away an identifier that was entered by mistake."""

    model = Identifier
    permission_required = CHANGE
    title = _("Remove the identifier")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_identifier(self.object, by=self.officer)
