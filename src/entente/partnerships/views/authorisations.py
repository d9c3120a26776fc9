"""Pages about authority to sign: which unit may sign what, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ChangePage, CreatePage, ListPage, RecordPage
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import GRANT_AUTHORITY
from entente.partnerships.forms import AuthorisationForm
from entente.partnerships.models import Authorisation
from entente.partnerships.tables import AuthorisationColumns

VIEW_AUTHORITY = "partnerships.view_authorisation"


class AuthorisationListPage(ListPage):
    """Which units below the university may sign agreements."""

    model = Authorisation
    title = _("Authorities to sign")
    columns = AuthorisationColumns
    permission_required = VIEW_AUTHORITY
    default_sort = "-starts_on"
    create_label = _("Register an authority")
    create_permission = GRANT_AUTHORITY
    empty_text = _("No unit below the university may sign agreements")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form."""
        return reverse("partnerships:grant_authority")


class AuthorisationPage(RecordPage):
    """One authority: what it covers and the document itself."""

    model = Authorisation
    template_name = "partnerships/authorisation.html"
    permission_required = VIEW_AUTHORITY
    change_url = "partnerships:change_authority"
    change_permission = GRANT_AUTHORITY


class GrantAuthorityPage(CreatePage):
    """Register that a unit may sign."""

    model = Authorisation
    form_class = AuthorisationForm
    title = _("Register an authority")
    permission_required = GRANT_AUTHORITY
    done = _("The authority is registered.")

    def back(self) -> str:
        """Go back to the list."""
        return reverse("partnerships:authorisations")

    def save(self, values: Mapping[str, Any]) -> Authorisation:
        """Register it."""
        said = {name: value for name, value in values.items() if name != "version"}
        return services.grant_authority(said.pop("unit"), by=signed_in(self), **said)


class ChangeAuthorityPage(ChangePage):
    """Correct an authority, or set its last day."""

    model = Authorisation
    form_class = AuthorisationForm
    title = _("Edit the authority")
    permission_required = GRANT_AUTHORITY
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        held = {"unit": self.object.unit_id, "kinds": self.object.kind_codes}
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_authority(self.object, by=signed_in(self), seen=seen, **values)
