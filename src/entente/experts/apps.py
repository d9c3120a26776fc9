"""Experts as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExpertsConfig(AppConfig):
    """Experts from abroad: engagements, days here, lectures, costs, summaries."""

    name = "entente.experts"
    label = "experts"
    verbose_name = pgettext_lazy("app", "Experts")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.experts import enums, measures, parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines
        from entente.office.reckoning import declare_rules, name_words

        roles.allow([enums.VIEW_ENGAGEMENT, enums.CHANGE_ENGAGEMENT], *roles.KEEPERS)
        roles.allow(enums.VIEW_ENGAGEMENT, roles.FINANCE)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_words(["expert.limited_kinds"], dict(enums.EngagementKind.choices))
        name_deadlines(
            {
                "expert.summary": _("Summary of an expert's work"),
                "expert.residence": _("Residence permit of an expert"),
            }
        )
        name_verbs(
            {
                "engagement.planned": _("Engagement planned"),
                "engagement.changed": _("Engagement changed"),
                "engagement.invited": _("Expert invited"),
                "engagement.contracted": _("Contract with the expert signed"),
                "engagement.began": _("Expert took up the work"),
                "engagement.ended": _("Engagement ended"),
                "engagement.summed_up": _("Summary handed in"),
                "engagement.cancelled": _("Engagement cancelled"),
                "engagement.erased": _("Data of an expert erased"),
                "expert_stay.entered": _("Stay of the expert entered"),
                "expert_stay.changed": _("Stay of the expert changed"),
                "expert_stay.removed": _("Stay of the expert removed"),
                "expert_lecture.entered": _("Lecture entered"),
                "expert_lecture.changed": _("Lecture changed"),
                "expert_lecture.removed": _("Lecture removed"),
                "expert_cost.entered": _("Cost entered"),
                "expert_cost.changed": _("Cost changed"),
                "expert_cost.removed": _("Cost removed"),
            }
        )
