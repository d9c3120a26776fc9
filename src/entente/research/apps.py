"""Joint research as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ResearchConfig(AppConfig):
    """Joint laboratories with their evaluations, joint projects, publications, patents."""

    name = "entente.research"
    label = "research"
    verbose_name = pgettext_lazy("app", "Joint research")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.office.deadline_kinds import name_deadlines
        from entente.office.reckoning import declare_rules, name_words
        from entente.research import enums, measures, parts  # noqa: F401

        roles.allow([enums.VIEW_CENTRE, enums.CHANGE_CENTRE], *roles.KEEPERS)
        roles.allow([enums.VIEW_PROJECT, enums.CHANGE_PROJECT], *roles.KEEPERS)
        roles.allow([enums.VIEW_PUBLICATION, enums.CHANGE_PUBLICATION], *roles.KEEPERS)
        roles.allow([enums.VIEW_ACHIEVEMENT, enums.CHANGE_ACHIEVEMENT], *roles.KEEPERS)
        roles.allow([enums.VIEW_CENTRE, enums.VIEW_PROJECT], roles.FINANCE)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_words(["research.evaluated_levels"], dict(enums.Level.choices))
        name_deadlines({"research.evaluation": _("Evaluation of a joint laboratory or centre")})
        name_verbs(
            {
                "joint_centre.planned": _("Joint laboratory or centre planned"),
                "joint_centre.changed": _("Joint laboratory or centre changed"),
                "joint_centre.founded": _("Joint laboratory or centre founded"),
                "joint_centre.closed": _("Joint laboratory or centre closed"),
                "joint_centre.dropped": _("Joint laboratory or centre given up"),
                "joint_centre_partner.entered": _("Partner of a laboratory or centre entered"),
                "joint_centre_partner.changed": _("Partner of a laboratory or centre changed"),
                "joint_centre_partner.removed": _("Partner of a laboratory or centre removed"),
                "joint_centre_director.entered": _("Director of a laboratory or centre entered"),
                "joint_centre_director.changed": _("Director of a laboratory or centre changed"),
                "joint_centre_director.removed": _("Director of a laboratory or centre removed"),
                "joint_centre_evaluation.entered": _("Evaluation entered"),
                "joint_centre_evaluation.changed": _("Evaluation changed"),
                "joint_centre_evaluation.removed": _("Evaluation removed"),
                "joint_project.entered": _("Joint project entered"),
                "joint_project.changed": _("Joint project changed"),
                "joint_project.approved": _("Joint project approved"),
                "joint_project.finished": _("Joint project finished"),
                "joint_project.refused": _("Joint project not approved"),
                "joint_project_partner.entered": _("Partner of a project entered"),
                "joint_project_partner.changed": _("Partner of a project changed"),
                "joint_project_partner.removed": _("Partner of a project removed"),
                "achievement.entered": _("Patent or prize entered"),
                "achievement.changed": _("Patent or prize changed"),
                "achievement.removed": _("Patent or prize removed"),
                "achievement.erased": _("Names of a patent or prize erased"),
                "achievement_partner.entered": _("Partner of a patent or prize entered"),
                "achievement_partner.removed": _("Partner of a patent or prize removed"),
                "publication.entered": _("Publication entered"),
                "publication.changed": _("Publication changed"),
                "publication.removed": _("Publication removed"),
                "affiliation.entered": _("Affiliation entered"),
                "affiliation.settled": _("Institution of an affiliation set"),
                "affiliation.removed": _("Affiliation removed"),
            }
        )
