"""Roles: what each may do, who holds it where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ActionPage, CreatePage
from entente.kit.pages.staff import StaffPage
from entente.office import services
from entente.office.forms import GrantForm
from entente.office.models import RoleGrant
from entente.office.roles import Role, in_words


class RolesPage(StaffPage):
    """Each role with its plain description, its permissions in words, and its holders."""

    model = RoleGrant
    permission_required = "office.view_rolegrant"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the roles."""
        grants = self.get_queryset().for_list().not_over(timezone.localdate())  # type: ignore[attr-defined]
        holders: defaultdict[str, list[RoleGrant]] = defaultdict(list)
        for grant in grants.order_by("user__username", "pk"):
            holders[grant.role].append(grant)
        roles = [
            (role, sorted(in_words(word) for word in role.permissions), holders[code])
            for code, role in Role.registered.items()
        ]
        context = {"roles": roles, "may_grant": self.officer.may("office.grant_role")}
        return render(request, "office/roles.html", context)


class GrantRolePage(CreatePage):
    """Give somebody a role on a unit and all below it."""

    model = RoleGrant
    permission_required = "office.grant_role"
    form_class = GrantForm
    title = _("Grant a role")
    submit_label = _("Grant the role")
    done = _("The role is granted.")

    def initial(self) -> dict[str, Any]:
        """Begin with the person, unit or role that one came from."""
        given = self.request.GET
        return {
            "user": given.get("user") if given.get("user", "").isdigit() else None,
            "unit": given.get("unit") if given.get("unit", "").isdigit() else None,
            "role": given.get("role"),
        }

    def save(self, values: Mapping[str, Any]) -> RoleGrant:
        """Grant it."""
        return services.grant_role(
            values["user"],
            Role.registered[values["role"]],
            by=self.officer,
            unit=values["unit"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
        )


class WithdrawRolePage(ActionPage):
    """Take a role back."""

    model = RoleGrant
    permission_required = "office.grant_role"
    title = _("Withdraw the role")
    submit_label = _("Withdraw the role")
    explanation = _("What was lent from it ends with it.")
    done = _("The role is withdrawn.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Withdraw it and go back to the person."""
        address = self.object.user.get_absolute_url()
        self.act(values)
        return str(address)

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_role(self.object, by=self.officer)
