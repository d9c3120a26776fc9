"""Funding as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FundingConfig(AppConfig):
    """Money for stays: schemes, grants, payments."""

    name = "entente.funding"
    label = "funding"
    verbose_name = pgettext_lazy("app", "Funding")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.funding import enums, measures, parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.reckoning import declare_rules, name_words

        views = (enums.VIEW_SCHEME, enums.VIEW_GRANT)
        roles.allow([*views, enums.CHANGE_SCHEME, enums.CHANGE_GRANT], *roles.KEEPERS)
        roles.allow([*views, enums.PAY_GRANT], roles.FINANCE)
        roles.allow(enums.PAY_GRANT, *roles.KEEPERS)
        roles.name_permissions({enums.PAY_GRANT: _("note payments of grants")})
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_words(["funding.last_gates"], dict(enums.GateKind.choices))
        name_verbs(
            {
                "scheme.entered": _("Funding scheme entered"),
                "scheme.changed": _("Funding scheme changed"),
                "budget.set": _("Budget of a year set"),
                "grant.applied": _("Grant applied for"),
                "grant.changed": _("Grant changed"),
                "grant.promised": _("Grant promised"),
                "grant.refused": _("Grant refused"),
                "grant.cancelled": _("Grant cancelled"),
                "grant.erased": _("Free words about a grant erased"),
                "instalment.entered": _("Instalment entered"),
                "instalment.removed": _("Instalment removed"),
                "gate.entered": _("Gate of an instalment entered"),
                "gate.removed": _("Gate of an instalment removed"),
                "gate.met": _("Gate of an instalment met"),
                "gate.reopened": _("Gate of an instalment opened again"),
                "payment.entered": _("Payment noted"),
                "payment.returned": _("Repayment noted"),
            }
        )
