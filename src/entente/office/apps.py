"""The office as a Django app."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """Our side: units, users, roles, scopes."""

    name = "entente.office"
    label = "office"

    def ready(self) -> None:
        """Open the ways in, give the roles what the office's own pages need."""
        from allauth.socialaccount.providers import registry as ways_in

        from entente.kit.history import name_verbs
        from entente.kit.models.files import SEE_CONFIDENTIAL
        from entente.office import jobs, parts  # noqa: F401
        from entente.office.entrance import traces  # noqa: F401
        from entente.office.entrance.cas.provider import CasProvider
        from entente.office.entrance.dingtalk.provider import DirectoryDingtalkProvider
        from entente.office.entrance.wecom.provider import WecomProvider
        from entente.office.reckoning import declare_rules
        from entente.office.roles import (
            ADMINISTRATOR,
            AUDITOR,
            CHECKERS,
            CONFIDENTIALITY,
            EDITOR,
            HEAD,
            KEEPERS,
            LEGAL,
            OFFICER,
            SECRETARIAT,
            STAFF,
            allow,
            name_permissions,
        )

        declare_rules(Path(__file__).with_name("rules.toml"))
        post_migrate.connect(_load_published_rules, sender=self)
        for provider in (CasProvider, WecomProvider, DirectoryDingtalkProvider):
            ways_in.register(provider)
        allow(["office.view_unit", "office.view_user"], *(set(STAFF) - {EDITOR}))
        allow("office.view_rolegrant", ADMINISTRATOR, HEAD, OFFICER)
        allow(["office.change_unit", "office.change_user", "office.grant_role"], ADMINISTRATOR)
        allow("office.view_trail", AUDITOR)
        allow("office.view_rulevalue", *(set(STAFF) - {EDITOR}))
        allow("office.change_rulevalue", ADMINISTRATOR)
        allow("office.change_webhook", ADMINISTRATOR)
        allow("office.view_deadline", *KEEPERS, *CHECKERS, SECRETARIAT)
        allow("office.change_deadline", *KEEPERS, SECRETARIAT)
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
                "rule.set": _("Value set"),
                "rule.changed": _("Value changed"),
                "rule.closed": _("Value ended"),
                "deadline.set": _("Deadline set"),
                "deadline.changed": _("Deadline changed"),
                "deadline.reckoned": _("Worked out anew"),
                "deadline.reopened": _("Opened again"),
                "deadline.handed_over": _("Handed over"),
                "deadline.done": _("Done"),
                "deadline.dropped": _("Dropped"),
                "webhook.added": _("Webhook added"),
                "webhook.changed": _("Webhook changed"),
                "webhook.removed": _("Webhook removed"),
                "role.granted": _("Role granted"),
                "role.delegated": _("Role lent"),
                "role.withdrawn": _("Role withdrawn"),
            }
        )


def _load_published_rules(*, using: str, apps: Any = registry, **_more: Any) -> None:
    """Give new rules their published values; nothing that was set is touched."""
    from entente.office.services import load_published_rules

    # On the way back to an older shape the table is not there.
    if using == "default" and "rulevalue" in apps.all_models["office"]:
        load_published_rules()
