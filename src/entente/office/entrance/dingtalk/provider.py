"""DingTalk's own answer names a nickname only; the staff number stands in the directory."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider
from django.http import HttpRequest

from entente.office.entrance.dingtalk.views import DingtalkAdapter


class DirectoryDingtalkProvider(DingTalkProvider):
    """DingTalk with the name that the settings give its button."""

    package = "entente.office.entrance.dingtalk"
    oauth2_adapter_class = DingtalkAdapter

    def __init__(self, request: HttpRequest, app: Any = None) -> None:
        super().__init__(request, app=app)
        self.name = self.app.name

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Take the identifier that holds for every application of the organisation."""
        return str(data["unionId"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Take nothing that people can type themselves: a nickname proves nothing."""
        return {}


provider_classes = [DirectoryDingtalkProvider]
