"""WeCom as one of allauth's providers; its answers are errcode, errmsg and plain fields."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import Provider, ProviderAccount, ProviderException
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

INSIDE_APP = "https://open.weixin.qq.com/connect/oauth2/authorize"
STALE_TOKEN = frozenset({40014, 42001})


class WecomProvider(Provider):
    """Sends people to WeCom and asks it who came back."""

    id = "wecom"
    name = "WeCom"
    package = "entente.office.entrance.wecom"
    supports_redirect = True
    account_class = ProviderAccount

    def __init__(self, request: HttpRequest, app: Any = None) -> None:
        super().__init__(request, app=app)
        self.name = self.app.name

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Give the address where signing in begins."""
        url = reverse("wecom_login")
        return f"{url}?{urlencode(kwargs)}" if kwargs else url

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send the person to the code to scan, or inside the app straight to consent."""
        state = self.stash_redirect_state(request, process, next_url, data, **kwargs)
        back = request.build_absolute_uri(reverse("wecom_callback"))
        own = self.app.settings
        if "wxwork" in request.headers.get("User-Agent", "").lower():
            query = {
                "appid": self.app.client_id,
                "redirect_uri": back,
                "response_type": "code",
                "scope": "snsapi_base",
                "state": state,
                "agentid": own["agent"],
            }
            return HttpResponseRedirect(f"{INSIDE_APP}?{urlencode(query)}#wechat_redirect")
        query = {
            "login_type": "CorpApp",
            "appid": self.app.client_id,
            "agentid": own["agent"],
            "redirect_uri": back,
            "state": state,
        }
        return HttpResponseRedirect(f"{own['login_url']}?{urlencode(query)}")

    def who(self, code: str) -> dict[str, Any]:
        """Ask WeCom whose code this is; a visitor from outside the organisation is refused."""
        answer = self._ask("/cgi-bin/auth/getuserinfo", access_token=self._token(), code=code)
        if answer.get("errcode") in STALE_TOKEN:
            cache.delete(self._token_key)
            answer = self._ask("/cgi-bin/auth/getuserinfo", access_token=self._token(), code=code)
        if not answer.get("userid"):
            raise ProviderException(answer.get("errmsg", "not a member of the organisation"))
        return {"userid": answer["userid"]}

    @property
    def _token_key(self) -> str:
        return f"wecom-token-{self.app.client_id}-{self.app.settings['agent']}"

    def _token(self) -> str:
        if known := cache.get(self._token_key):
            return str(known)
        answer = self._ask(
            "/cgi-bin/gettoken", corpid=self.app.client_id, corpsecret=self.app.secret
        )
        if not answer.get("access_token"):
            raise ProviderException(answer.get("errmsg", "no access token"))
        cache.set(self._token_key, answer["access_token"], int(answer["expires_in"]) - 120)
        return str(answer["access_token"])

    def _ask(self, path: str, **query: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.app.settings["api_url"] + path, params=query)
            response.raise_for_status()
            answer: dict[str, Any] = response.json()
        return answer

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Take the person's name within the organisation."""
        return str(data["userid"])


provider_classes = [WecomProvider]
