"""The office as a Django app."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Our side: units, users, roles, scopes."""

    name = "entente.office"
    label = "office"

    def ready(self) -> None:
        """Open the ways in, give the roles what the office's own pages need."""
        from allauth.socialaccount.providers import registry

        from entente.kit.models.files import SEE_CONFIDENTIAL
        from entente.office import parts  # noqa: F401
        from entente.office.entrance import traces  # noqa: F401
        from entente.office.entrance.cas.provider import CasProvider
        from entente.office.entrance.dingtalk.provider import DirectoryDingtalkProvider
        from entente.office.entrance.wecom.provider import WecomProvider
        from entente.office.roles import (
            ADMINISTRATOR,
            AUDITOR,
            CONFIDENTIALITY,
            HEAD,
            LEGAL,
            OFFICER,
            allow,
        )

        for provider in (CasProvider, WecomProvider, DirectoryDingtalkProvider):
            registry.register(provider)
        allow(
            ["office.view_unit", "office.view_user", "office.view_rolegrant"],
            ADMINISTRATOR,
            HEAD,
            OFFICER,
        )
        allow(["office.change_unit", "office.change_user", "office.grant_role"], ADMINISTRATOR)
        allow("office.view_trail", AUDITOR)
        allow(SEE_CONFIDENTIAL, HEAD, LEGAL, CONFIDENTIALITY)
