"""Guests who come, as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArrivalsConfig(AppConfig):
    """The register of forms for visas, and the registration of lodgings."""

    name = "entente.arrivals"
    label = "arrivals"
    verbose_name = pgettext_lazy("app", "Guests who come")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.arrivals import enums, parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.reckoning import declare_rules

        roles.allow([enums.VIEW_PAPER, enums.CHANGE_PAPER], *roles.KEEPERS)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_verbs(
            {
                "visa_paper.issued": _("Visa paper issued"),
                "visa_paper.posted": _("Visa paper posted"),
                "visa_paper.voided": _("Visa paper voided"),
                "visa_paper.erased": _("Words about a visa paper erased"),
                "lodging.entered": _("Lodging entered"),
                "lodging.changed": _("Lodging changed"),
                "lodging.registered": _("Lodging registered with the police"),
                "lodging.removed": _("Lodging removed"),
                "lodging.erased": _("Address of a lodging erased"),
            }
        )
