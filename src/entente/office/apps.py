"""The office as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Our side: units, users, roles, scopes."""

    name = "entente.office"
    label = "office"

    def ready(self) -> None:
        """Open the ways in, give the roles what the office's own pages need."""
        from allauth.socialaccount.providers import registry

        from entente.kit.history import name_verbs
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
            EDITOR,
            HEAD,
            LEGAL,
            OFFICER,
            STAFF,
            allow,
            name_permissions,
        )

        for provider in (CasProvider, WecomProvider, DirectoryDingtalkProvider):
            registry.register(provider)
        allow(["office.view_unit", "office.view_user"], *(set(STAFF) - {EDITOR}))
        allow("office.view_rolegrant", ADMINISTRATOR, HEAD, OFFICER)
        allow(["office.change_unit", "office.change_user", "office.grant_role"], ADMINISTRATOR)
        allow("office.view_trail", AUDITOR)
        allow(SEE_CONFIDENTIAL, HEAD, LEGAL, CONFIDENTIALITY)
        name_permissions(
            {
                "office.grant_role": _("grant and withdraw roles"),
                "office.view_trail": _("read the trail of changes"),
                "office.view_rolegrant": _("see who holds which role"),
                SEE_CONFIDENTIAL: _("open confidential files"),
            }
        )
        name_verbs(
            {
                "file.attached": _("File added"),
                "file.described": _("File described anew"),
                "file.detached": _("File taken off"),
                "unit.added": _("Unit added"),
                "unit.changed": _("Unit changed"),
                "unit.closed": _("Unit closed"),
                "unit.reopened": _("Unit opened again"),
                "user.added": _("Account opened"),
                "user.changed": _("Account changed"),
                "user.closed": _("Account closed"),
                "user.reopened": _("Account opened again"),
                "user.password_set": _("Password set"),
                "user.factor_added": _("Second factor added"),
                "user.factor_removed": _("Second factor removed"),
                "user.factor_renewed": _("Recovery codes made anew"),
                "user.sign_on_tied": _("Sign-on tied to the account"),
                "role.granted": _("Role granted"),
                "role.delegated": _("Role lent"),
                "role.withdrawn": _("Role withdrawn"),
            }
        )
