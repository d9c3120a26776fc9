"""The way to WeCom and back."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login, render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.base.views import BaseLoginView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from requests import RequestException

from entente.office.entrance.wecom.provider import WecomProvider


def _provider(request: HttpRequest) -> WecomProvider:
    try:
        provider: WecomProvider = get_adapter().get_provider(request, WecomProvider.id)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    return provider


@method_decorator(login_not_required, name="dispatch")
class WecomLogin(BaseLoginView):
    """Sends the person to WeCom."""

    def get_provider(self) -> WecomProvider:
        """Find the provider, if it is configured."""
        return _provider(self.request)


@login_not_required
def callback(request: HttpRequest) -> HttpResponse:
    """Ask WeCom whose code the person brings, then let them in."""
    provider = _provider(request)
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
        told = provider.who(request.GET.get("code", ""))
    except (PermissionDenied, ProviderException, RequestException) as error:
        refusal: HttpResponse = render_authentication_error(request, provider, exception=error)
        return refusal
    login = provider.sociallogin_from_response(request, told)
    login.state = state
    answer: HttpResponse = complete_social_login(request, login)
    return answer
