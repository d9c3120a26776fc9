"""Visits as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitsConfig(AppConfig):
    """Delegations received and sent, and what they brought."""

    name = "entente.visits"
    label = "visits"
    verbose_name = pgettext_lazy("app", "Visits")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines
        from entente.office.reckoning import declare_rules
        from entente.visits import enums, measures, parts  # noqa: F401

        roles.allow([enums.VIEW_VISIT, enums.CHANGE_VISIT], *roles.KEEPERS)
        roles.allow(enums.VIEW_VISIT, roles.FINANCE)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_deadlines(
            {
                "trip.passports": _("Official passports to be taken back"),
                "trip.report": _("Report of an official trip"),
            }
        )
        name_verbs(
            {
                "visit.entered": _("Visit entered"),
                "visit.changed": _("Visit changed"),
                "visit.confirmed": _("Visit took place"),
                "visit.cancelled": _("Visit cancelled"),
                "visit.removed": _("Visit removed"),
                "delegate.entered": _("Delegate entered"),
                "delegate.changed": _("Delegate changed"),
                "delegate.removed": _("Delegate removed"),
                "delegate.erased": _("Data of a delegate erased"),
                "stop.entered": _("Stop entered"),
                "stop.changed": _("Stop changed"),
                "stop.removed": _("Stop removed"),
                "outcome.entered": _("Outcome entered"),
                "outcome.changed": _("Outcome changed"),
                "outcome.kept": _("Outcome came about"),
                "outcome.dropped": _("Outcome not pursued"),
                "outcome.removed": _("Outcome removed"),
                "trip.prepared": _("Entered as an official trip"),
                "trip.changed": _("Official trip changed"),
                "trip.applied": _("Official trip applied for"),
                "trip.approved": _("Official trip approved"),
                "trip.settled": _("Official trip settled"),
                "passport.handed_out": _("Passport handed out"),
                "passport.returned": _("Passport returned"),
                "passport.removed": _("Entry of a passport removed"),
            }
        )
