"""CAS as one of allauth's providers, so that it ends at the same door as every other."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.base import Provider, ProviderAccount
from cas import CASClient
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode


class CasProvider(Provider):
    """Sends people to the CAS server and reads what it says about them."""

    id = "cas"
    name = "CAS"
    package = "entente.office.entrance.cas"
    supports_redirect = True
    account_class = ProviderAccount

    def __init__(self, request: HttpRequest, app: Any = None) -> None:
        super().__init__(request, app=app)
        self.name = self.app.name

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Give the address where signing in begins."""
        url = reverse("cas_login")
        return f"{url}?{urlencode(kwargs)}" if kwargs else url

    def client(self, request: HttpRequest) -> Any:
        """Give the client that speaks the configured version."""
        return CASClient(
            version=self.app.settings["version"],
            server_url=self.app.settings["server_url"],
            service_url=request.build_absolute_uri(reverse("cas_callback")),
        )

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send the person to the CAS server; the session remembers that they asked to."""
        self.stash_redirect_state(request, process, next_url, data, **kwargs)
        return HttpResponseRedirect(self.client(request).get_login_url())

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Take the name that CAS gives the person."""
        return str(data["user"])


provider_classes = [CasProvider]
