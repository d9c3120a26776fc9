"""The way to the CAS server and back."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.views import BaseLoginView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from requests import RequestException

from entente.office.entrance.cas.provider import CasProvider


def _provider(request: HttpRequest) -> CasProvider:
    try:
        provider: CasProvider = get_adapter().get_provider(request, CasProvider.id)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    return provider


@method_decorator(login_not_required, name="dispatch")
class CasLogin(BaseLoginView):
    """Sends the person to the CAS server."""

    def get_provider(self) -> CasProvider:
        """Find the provider, if it is configured."""
        return _provider(self.request)


@login_not_required
def callback(request: HttpRequest) -> HttpResponse:
    """Let the CAS server confirm the ticket that the person brings, then let them in."""
    provider = _provider(request)
    try:
        state = statekit.unstash_last_state(request, provider_id=provider.sub_id, raises=True)
        name, attributes, _ticket = provider.client(request).verify_ticket(
            request.GET.get("ticket", "")
        )
        if not name:
            raise PermissionDenied("the CAS server does not confirm this ticket")
        told = {**(attributes or {}), "user": name.strip()}
        login = provider.sociallogin_from_response(request, told)
    except (PermissionDenied, RequestException, ParseError, IndexError) as error:
        refusal: HttpResponse = render_authentication_error(request, provider, exception=error)
        return refusal
    login.state = state
    answer: HttpResponse = complete_social_login(request, login)
    return answer
