"""Pages about the tokens of other systems, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.approvals import services
from entente.approvals.forms import CHANGE_TOKEN, ChangeTokenForm, TokenForm
from entente.approvals.models import ApiToken
from entente.approvals.tables import TokenColumns, WorksColumn
from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage
from entente.kit.pages.forms import FormPage
from entente.office.acting import signed_in

VIEW = "approvals.view_apitoken"


class TokenListPage(ListPage):
    """The tokens of the units in one's scope."""

    model = ApiToken
    title = _("Access tokens")
    columns = TokenColumns
    permission_required = VIEW
    default_sort = "-pk"
    create_label = _("Make a token")
    create_permission = CHANGE_TOKEN
    empty_text = _("No other system has a token")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new token."""
        return reverse("approvals:make_token")


class TokenPage(RecordPage):
    """One token: which system, for what, when it was used last."""

    model = ApiToken
    template_name = "approvals/token.html"
    permission_required = VIEW
    change_permission = CHANGE_TOKEN

    def context(self) -> dict[str, Any]:
        """Add what may be done with it."""
        open_to_change = self.officer.may(CHANGE_TOKEN, self.object) and not self.object.revoked_at
        standing = WorksColumn("").text(self.object)
        return super().context() | {"may_change": open_to_change, "standing": standing}


class MakeTokenPage(FormPage):
    """Make a token; its words are shown once, on the page that answers."""

    model = ApiToken
    form_class = TokenForm
    title = _("Make a token")
    permission_required = CHANGE_TOKEN

    def back(self) -> str:
        """Go back to the list."""
        return reverse("approvals:tokens")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it and show its words, or show the form again."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        token, words = services.make_token(by=signed_in(self), **given)
        answer = render(request, "approvals/token_made.html", {"token": token, "words": words})
        answer["Cache-Control"] = "private, no-store"
        return answer

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go nowhere: `post` answers itself."""
        return self.back()


class ChangeTokenPage(ChangePage):
    """Change what a token is for."""

    model = ApiToken
    form_class = ChangeTokenForm
    title = _("Edit token")
    permission_required = CHANGE_TOKEN
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_token(self.object, by=signed_in(self), seen=seen, **values)


class RevokeTokenPage(ActionPage):
    """Let nobody in with a token any more."""

    model = ApiToken
    form_class = ReasonForm
    title = _("Revoke the token")
    explanation = _("The system is refused at once. What it did stays in the history.")
    permission_required = CHANGE_TOKEN
    done = _("The token is revoked.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Revoke it."""
        services.revoke_token(self.object, by=signed_in(self), reason=values["reason"])
