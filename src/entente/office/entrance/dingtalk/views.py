"""The way to DingTalk and back, with one look into the directory."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.core.cache import cache
from django.http import Http404, HttpRequest


class DingtalkAdapter(DingTalkOAuth2Adapter):
    """Asks DingTalk who came, and its directory for the staff number."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        own = self._settings()
        self.authorize_url = own["login_url"]
        self.access_token_url = own["api_url"] + "/v1.0/oauth2/userAccessToken"
        self.profile_url = own["api_url"] + "/v1.0/contact/users/me"

    def _settings(self) -> dict[str, Any]:
        try:
            own: dict[str, Any] = get_adapter().get_app(self.request, "dingtalk").settings
        except SocialApp.DoesNotExist as missing:
            raise Http404 from missing
        return own

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Read who came, and add the staff number of a member of the organisation."""
        with get_adapter().get_requests_session() as session:
            headers = {"x-acs-dingtalk-access-token": token.token}
            response = session.get(self.profile_url, headers=headers)
            response.raise_for_status()
            told = response.json()
            told["job_number"] = self._staff_number(session, app, told["unionId"])
        return self.get_provider().sociallogin_from_response(request, told)

    def _staff_number(self, session: Any, app: SocialApp, union: str) -> str:
        own, key = app.settings, {"access_token": self._organisation_token(session, app)}
        found = session.post(
            f"{own['directory_url']}/topapi/user/getbyunionid", params=key, json={"unionid": union}
        ).json()
        if found.get("errcode"):
            raise ProviderException(found.get("errmsg", "not a member of the organisation"))
        person = session.post(
            f"{own['directory_url']}/topapi/v2/user/get",
            params=key,
            json={"userid": found["result"]["userid"]},
        ).json()
        if person.get("errcode"):
            raise ProviderException(person.get("errmsg", "the directory does not answer"))
        return str(person["result"].get("job_number", ""))

    def _organisation_token(self, session: Any, app: SocialApp) -> str:
        key = f"dingtalk-token-{app.client_id}"
        if known := cache.get(key):
            return str(known)
        response = session.post(
            f"{app.settings['api_url']}/v1.0/oauth2/accessToken",
            json={"appKey": app.client_id, "appSecret": app.secret},
        )
        response.raise_for_status()
        answer = response.json()
        cache.set(key, answer["accessToken"], int(answer["expireIn"]) - 120)
        return str(answer["accessToken"])


oauth2_login = OAuth2LoginView.adapter_view(DingtalkAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(DingtalkAdapter)
