"""Collecting rounds as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CollectingConfig(AppConfig):
    """An office asks its units for numbers; heads sign them; the office merges them."""

    name = "entente.collecting"
    label = "collecting"
    verbose_name = pgettext_lazy("app", "Collecting rounds")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.collecting import enums, parts  # noqa: F401
        from entente.collecting.services.rounds import DEADLINE
        from entente.kit.history import name_facts, name_verbs
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines

        office = (roles.OFFICER, roles.HEAD, roles.SECRETARIAT)
        roles.allow([enums.VIEW_ROUND, enums.CHANGE_ROUND, enums.SEND_BACK], *office)
        roles.allow(enums.VIEW_PART, *roles.KEEPERS, roles.SECRETARIAT)
        roles.allow(enums.CHANGE_PART, *roles.KEEPERS)
        roles.allow(enums.SIGN_PART, roles.HEAD)
        roles.name_permissions(
            {
                enums.SIGN_PART: _("sign off the numbers of a unit"),
                enums.SEND_BACK: _("send the sheet of a unit back"),
            }
        )
        name_deadlines({DEADLINE: _("Sheet of a round to be filled in")}, shown_by_app=True)
        name_facts({"units": _("Units asked")})
        name_verbs(
            {
                "round.begun": _("Round begun"),
                "round.changed": pgettext_lazy("history", "Changed"),
                "round.opened": _("Sent to the units"),
                "round.merged": _("Merged and locked"),
                "round.cancelled": _("Round cancelled"),
                "part.sent": _("Sheet sent"),
                "part.handed_in": _("Sheet handed in"),
                "part.signed": _("Sheet signed off"),
                "part.sent_back": _("Sheet sent back"),
                "part.closed": _("Sheet closed"),
                "answer.prepared": _("Line prepared from records"),
                "answer.given": _("Answer given"),
            }
        )
