"""Consortia as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsortiaConfig(AppConfig):
    """Consortia and their members."""

    name = "entente.consortia"
    label = "consortia"
    verbose_name = _("Consortia")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.consortia import parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles

        see, change = "consortia.view_consortium", "consortia.change_consortium"
        roles.allow(see, *roles.KEEPERS, *roles.CHECKERS, roles.SECRETARIAT)
        roles.allow(change, *roles.KEEPERS, roles.SECRETARIAT)
        name_verbs(
            {
                "consortium.registered": _("Consortium registered"),
                "consortium.changed": pgettext_lazy("history", "Changed"),
                "name.added": _("Name added"),
                "name.removed": _("Name removed"),
                "member.admitted": _("Member entered"),
                "member.changed": _("Membership changed"),
                "member.left": _("Member left"),
                "mandate.given": _("Mandate entered"),
                "mandate.changed": _("Mandate changed"),
                "mandate.ended": _("Mandate ended"),
                "series.begun": _("Series of events begun"),
                "series.changed": _("Series of events changed"),
                "edition.entered": _("Edition entered"),
                "edition.changed": _("Edition changed"),
            }
        )
