"""Safety checks as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SafetyConfig(AppConfig):
    """Whether those who are abroad are safe."""

    name = "entente.safety"
    label = "safety"
    verbose_name = pgettext_lazy("app", "Safety")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_facts, name_verbs
        from entente.office import roles
        from entente.safety import enums, parts  # noqa: F401

        roles.allow([enums.VIEW_CHECK, enums.CHANGE_CHECK], *roles.KEEPERS)
        name_facts({"travellers_asked": _("Travellers asked")})
        name_verbs(
            {
                "safety_check.drawn_up": _("Safety check drawn up"),
                "safety_check.changed": _("Safety check changed"),
                "safety_check.discarded": _("Safety check discarded"),
                "safety_check.sent": _("Safety check sent"),
                "safety_check.reminded": _("Reminder sent"),
                "safety_check.closed": _("Safety check closed"),
                "traveller.asked": _("Traveller asked"),
                "traveller.answered": _("Traveller's state changed"),
                "traveller.said": _("Answer of a traveller"),
                "traveller.erased": _("Data of a traveller erased"),
            }
        )
