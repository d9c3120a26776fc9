"""What happens around each page: silent providers, second factors that a role demands."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from entente.office.entrance import factors
from entente.office.models import User

PROVEN = "second_factor_is_set_up"
OPEN = ("mfa_", "account_")
OPEN_OFFICE = frozenset({"kit:language", "office:theme"})


class SilentProviderMiddleware:
    """Say in words that an identity provider does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with a page on the way to a provider; leave every other page's error alone."""
        match = request.resolver_match
        name = (match.view_name or "") if match else ""
        if isinstance(error, RequestException) and name.endswith(("_login", "_callback")):
            return render(request, "socialaccount/authentication_error.html", status=502)
        return None


class SecondFactorMiddleware:
    """Lead people whose role demands a second factor to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Send the person to their second factors, unless they are there or have one."""
        user = request.user
        match = request.resolver_match
        if not isinstance(user, User) or match is None or request.session.get(PROVEN):
            return None
        name = match.view_name or ""
        if name.startswith(OPEN) or name in OPEN_OFFICE or not factors.demanded_of(user):
            return None
        if factors.of(user).exists():
            request.session[PROVEN] = True
            return None
        messages.warning(
            request, _("Your role demands a second factor. Please set one up now, then go on.")
        )
        return HttpResponseRedirect(reverse("mfa_index"))
