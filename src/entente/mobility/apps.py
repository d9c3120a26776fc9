"""Mobility as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MobilityConfig(AppConfig):
    """Programmes, and the stays of people who go and come."""

    name = "entente.mobility"
    label = "mobility"
    verbose_name = pgettext_lazy("app", "Mobility")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_verbs
        from entente.mobility import enums, jobs, measures, parts  # noqa: F401
        from entente.office import roles
        from entente.office.reckoning import declare_rules

        declare_rules(Path(__file__).with_name("rules.toml"))
        words = (enums.VIEW_STAY, enums.CHANGE_STAY, enums.VIEW_PROGRAMME, enums.CHANGE_PROGRAMME)
        roles.allow([*words, enums.VIEW_CALL, enums.CHANGE_CALL], *roles.KEEPERS)
        roles.allow(enums.PLACE_CALL, roles.OFFICER, roles.HEAD)
        roles.name_permissions({enums.PLACE_CALL: _("run and publish placements")})
        name_verbs(
            {
                "programme.entered": _("Programme entered"),
                "programme.changed": _("Programme changed"),
                "programme.agreement_tied": _("Tied to an agreement"),
                "programme.agreement_untied": _("Agreement taken off"),
                "call.made": _("Call entered"),
                "call.changed": _("Call changed"),
                "call.opened": _("Call opened"),
                "call.closed": _("Call closed"),
                "call.published": _("Placement published"),
                "quota.added": _("Quota added"),
                "quota.changed": _("Quota changed"),
                "quota.removed": _("Quota removed"),
                "question.added": _("Question added"),
                "question.changed": _("Question changed"),
                "question.moved": _("Question moved"),
                "question.removed": _("Question removed"),
                "answer_file.uploaded": _("File of an application uploaded"),
                "answer_file.removed": _("File of an application removed"),
                "application.entered": _("Application entered"),
                "application.changed": _("Application changed"),
                "application.withdrawn": _("Application withdrawn"),
                "application.begun": _("Application begun by the applicant"),
                "application.saved": _("Draft saved by the applicant"),
                "application.handed_in": _("Application handed in by the applicant"),
                "application.taken_back": _("Application withdrawn by the applicant"),
                "application.taken_up": _("Withdrawn application taken up again by the applicant"),
                "application.scored": _("Score of the committee entered"),
                "application.erased": _("Data of an application erased"),
                "wish.entered": _("Wish entered"),
                "wish.removed": _("Wish removed"),
                "placement.run": _("Placement run"),
                "placement.published": _("Placement published"),
                "offer.made": _("Place offered"),
                "offer.final": _("Offer accepted for good"),
                "offer.waiting": _("Offer accepted, keeps waiting"),
                "offer.declined": _("Offer declined"),
                "wish.struck": _("Wish struck"),
                "place.fixed": _("Place fixed"),
                "place.released": _("Fixed place released"),
                "stay.entered": _("Stay entered"),
                "stay.changed": _("Stay changed"),
                "stay.begun": _("Stay begun"),
                "stay.completed": _("Stay completed"),
                "stay.broken_off": _("Stay broken off"),
                "stay.not_taken": _("Stay not taken up"),
                "stay.removed": _("Stay removed"),
                "stay.erased": _("Free words about a stay erased"),
            }
        )
