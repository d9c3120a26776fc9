"""Nominations as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NominationsConfig(AppConfig):
    """Partners name the guests they send, by a link and within their places."""

    name = "entente.nominations"
    label = "nominations"
    verbose_name = pgettext_lazy("app", "Nominations")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_verbs
        from entente.nominations import enums, parts  # noqa: F401
        from entente.office import roles

        roles.allow([enums.VIEW_INVITATION, enums.CHANGE_INVITATION], *roles.KEEPERS)
        name_verbs(
            {
                "invitation.made": _("Partner invited to nominate"),
                "invitation.changed": _("Invitation to nominate changed"),
                "invitation.link_renewed": _("New link made"),
                "invitation.link_taken_back": _("Link taken back"),
                "nominee.nominated": _("Nominated by the partner"),
                "nominee.withdrawn": _("Nomination withdrawn by the partner"),
                "nominee.answered": _("Question answered by the partner"),
                "nominee.accepted": _("Nomination accepted"),
                "nominee.asked": _("Partner asked about a nomination"),
                "nominee.rejected": _("Nomination not accepted"),
                "nominee.erased": _("Data of a nominee erased"),
            }
        )
