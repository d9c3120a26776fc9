"""Figures as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FiguresConfig(AppConfig):
    """Measures, tallies, figures and their releases."""

    name = "entente.figures"
    label = "figures"
    verbose_name = _("Figures")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.figures import enums, jobs, measures, parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles

        keepers = (*roles.KEEPERS, roles.SECRETARIAT)
        seen = [enums.VIEW, enums.VIEW_TALLIES, enums.VIEW_TEXTS, enums.VIEW_CLAIMS]
        seen.append(enums.VIEW_REPORTS)
        roles.allow(seen, *keepers, *roles.CHECKERS, roles.EDITOR)
        roles.allow([enums.CHANGE, enums.CHANGE_TALLIES], *keepers)
        roles.allow(enums.CHANGE_TEXTS, *keepers, roles.EDITOR)
        roles.allow(enums.CHANGE_REPORTS, *keepers)
        roles.allow([enums.RELEASE, enums.RELEASE_REPORTS], roles.HEAD, roles.SECRETARIAT)
        roles.name_permissions(
            {
                enums.RELEASE: _("release figures in both languages"),
                enums.RELEASE_REPORTS: _("release yearly reports"),
            },
        )
        name_verbs(
            {
                "tally.entered": _("Tally entered"),
                "tally.changed": pgettext_lazy("history", "Changed"),
                "tally.removed": _("Tally removed"),
                "figure.made": _("Figure made"),
                "figure.changed": pgettext_lazy("history", "Changed"),
                "figure.released": _("Released in both languages"),
                "text.kept": _("Text kept"),
                "text.changed": pgettext_lazy("history", "Changed"),
                "text.removed": _("Text removed"),
                "report.made": _("Yearly report made"),
                "report.changed": pgettext_lazy("history", "Changed"),
                "report.released": _("Yearly report released"),
                "claim.tied": _("Claim held against a figure"),
                "claim.untied": _("Claim held against no figure"),
                "claim.set_aside": _("Claim set aside"),
                "claim.taken_back": _("Claim taken back into the check"),
            }
        )
