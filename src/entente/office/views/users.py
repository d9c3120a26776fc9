"""Accounts of the people who sign in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.errors import DomainError
from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage
from entente.office import services
from entente.office.forms import UserForm
from entente.office.models import RoleGrant, User
from entente.office.tables import UserColumns, UserFilter


class UserListPage(ListPage):
    """The users of a person's units."""

    model = User
    permission_required = "office.view_user"
    title = gettext_lazy("Users")
    columns = UserColumns
    filterset_class = UserFilter
    default_sort = "username"
    create_url = reverse_lazy("office:user_add")  # type: ignore[assignment]
    create_label = gettext_lazy("New user")
    create_permission = "office.change_user"
    empty_text = gettext_lazy("No user matches.")


class UserPage(RecordPage):
    """One user: who they are, which roles they hold where, how they sign in."""

    model = User
    permission_required = "office.view_user"
    template_name = "office/user.html"
    change_url = "office:user_change"
    change_permission = "office.change_user"

    def context(self) -> dict[str, Any]:
        """Add roles, ways of signing in and what the person owns."""
        user, officer = self.object, self.officer
        return super().context() | {
            "grants": [
                (grant, officer.may("office.grant_role", grant.unit) if grant.unit else whole)
                for whole in [officer.scope("office.grant_role").everything]
                for grant in RoleGrant.objects.for_list().filter(user=user).order_by("pk")
            ],
            "factors": Authenticator.objects.filter(user_id=user.pk).order_by("pk"),
            "sign_ons": SocialAccount.objects.filter(user_id=user.pk).order_by("pk"),
            "owned": services.owned_by([user.pk]),
            "may_change": officer.may("office.change_user", user),
            "may_grant": officer.may("office.grant_role"),
        }


class AddUserPage(CreatePage):
    """Add somebody who may sign in."""

    model = User
    permission_required = "office.change_user"
    form_class = UserForm
    title = gettext_lazy("New user")
    done = gettext_lazy("The account is open. Send a letter so that a password can be set.")

    def initial(self) -> dict[str, Any]:
        """Begin with the person's own unit."""
        return {"unit": self.officer.unit_id, "language": "zh-hans"}

    def save(self, values: Mapping[str, Any]) -> User:
        """Add it."""
        given = {name: value for name, value in values.items() if name != "version"}
        return services.add_user(by=self.officer, **given)


class ChangeUserPage(ChangePage):
    """Change a user's names, address or unit."""

    model = User
    permission_required = "office.change_user"
    form_class = UserForm
    title = gettext_lazy("Change the account")
    done = gettext_lazy("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_user(self.object, by=self.officer, seen=seen, **values)


class CloseUserPage(ActionPage):
    """Close a leaver's account."""

    model = User
    permission_required = "office.change_user"
    form_class = ReasonForm
    title = gettext_lazy("Close the account")
    submit_label = gettext_lazy("Close the account")
    explanation = gettext_lazy("The person can no longer sign in and loses all roles.")
    done = gettext_lazy("The account is closed.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_user(self.object, by=self.officer, note=values["reason"])


class ReopenUserPage(ActionPage):
    """Let somebody sign in again."""

    model = User
    permission_required = "office.change_user"
    title = gettext_lazy("Open the account again")
    submit_label = gettext_lazy("Open the account again")
    explanation = gettext_lazy("Roles are granted anew.")
    done = gettext_lazy("The account is open again.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.reopen_user(self.object, by=self.officer)


class PasswordLetterPage(ActionPage):
    """Send somebody a letter with a link to set a password."""

    model = User
    permission_required = "office.change_user"
    title = gettext_lazy("Send a letter to set a password")
    submit_label = gettext_lazy("Send the letter")
    explanation = gettext_lazy("The link in the letter holds for three days and works once.")
    done = gettext_lazy("The letter is on its way.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it, if there is an address and the account is open."""
        if not self.object.email:
            raise DomainError(_("This account has no mail address."), code="no_address")
        if not self.object.is_active:
            raise DomainError(_("This account is closed."), code="closed")
        letter = ResetPasswordForm({"email": self.object.email})
        if not letter.is_valid():
            raise DomainError(_("The mail address does not work."), code="bad_address")
        letter.save(self.request)
