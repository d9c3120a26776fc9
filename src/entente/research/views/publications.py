"""Pages about publications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    RemovePage,
    View,
)
from entente.office.acting import signed_in
from entente.research import services
from entente.research.enums import CHANGE_PUBLICATION, VIEW_PUBLICATION, AffiliationState
from entente.research.forms import AffiliationForm, PublicationForm, PublicationPartnerForm
from entente.research.models import Affiliation, Publication
from entente.research.tables import PublicationColumns, PublicationFilter


class PublicationListPage(ListPage):
    """The publications in one's scope, the newest first."""

    model = Publication
    template_name = "research/publications.html"
    title = _("Publications")
    columns = PublicationColumns
    filterset_class = PublicationFilter
    permission_required = VIEW_PUBLICATION
    default_sort = "-pk"
    views = (
        View(_("An affiliation to be set"), {"missing": "affiliation"}),
        View(_("No partner known"), {"missing": "partner"}),
    )
    create_label = _("Enter a publication")
    create_permission = CHANGE_PUBLICATION
    empty_text = _("No publication is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("research:enter_publication")


class PublicationPage(RecordPage):
    """One publication: authors with their affiliations, and which institutions are meant."""

    model = Publication
    template_name = "research/publication.html"
    permission_required = VIEW_PUBLICATION
    change_url = "research:change_publication"
    change_permission = CHANGE_PUBLICATION

    def context(self) -> dict[str, Any]:
        """Add the affiliations, those of the authors and those added by hand."""
        publication = self.object
        held = list(publication.affiliations.select_related("organisation"))
        return super().context() | {
            "authors": publication.author_lines,
            "affiliations": [it for it in held if it.text],
            "added": [it for it in held if not it.text],
            "may_change": self.officer.may(CHANGE_PUBLICATION, publication),
        }


class EnterPublicationPage(CreatePage):
    """Enter a publication."""

    model = Publication
    form_class = PublicationForm
    title = _("Enter a publication")
    permission_required = CHANGE_PUBLICATION
    done = _("It is entered.")

    def save(self, values: Mapping[str, Any]) -> Publication:
        """Enter it."""
        return services.enter_publication(by=signed_in(self), **values)


class ChangePublicationPage(ChangePage):
    """Change what is said of a publication."""

    model = Publication
    form_class = PublicationForm
    title = _("Edit publication")
    permission_required = CHANGE_PUBLICATION
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        held = self.object
        return super().initial() | {
            "unit": held.unit_id,
            "project": held.project_id,
            "centre": held.centre_id,
        }

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_publication(self.object, by=signed_in(self), seen=seen, **values)


class RemovePublicationPage(RemovePage):
    """Take off a publication that was entered by mistake."""

    model = Publication
    title = _("Remove this publication")
    permission_required = CHANGE_PUBLICATION
    done = _("It is removed.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it, and go to the list."""
        self.act(values)
        return reverse("research:publications")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_publication(self.object, by=signed_in(self))


# --- Institutions ---------------------------------------------------------------------------------


class AddPartnerPage(ActionPage):
    """Add an institution that stands beside no author."""

    model = Publication
    form_class = PublicationPartnerForm
    title = _("Add a partner")
    submit_label = _("Add")
    permission_required = CHANGE_PUBLICATION

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_publication_partner(self.object, by=signed_in(self), **values)


class RemovePartnerPage(RemovePage):
    """Take off an institution that was added by mistake."""

    model = Affiliation
    title = _("Remove this partner")
    permission_required = CHANGE_PUBLICATION

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_publication_partner(self.object, by=signed_in(self))


class SettlePage(ActionPage):
    """Say which institution is meant by an affiliation."""

    model = Affiliation
    form_class = AffiliationForm
    template_name = "research/affiliation.html"
    title = _("Which institution is meant?")
    submit_label = _("Save")
    permission_required = CHANGE_PUBLICATION
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what is held."""
        held = self.object
        state = AffiliationState.PARTNER if held.state == AffiliationState.OPEN else held.state
        return {"state": state, "organisation": held.organisation_id}

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.settle_affiliation(self.object, by=signed_in(self), **values)
