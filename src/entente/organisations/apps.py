"""Organisations as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """The world's side: institutions, their names, identifiers and places."""

    name = "entente.organisations"
    label = "organisations"
    verbose_name = _("Organisations")

    def ready(self) -> None:
        """Say what roles may do here and how the trail is read; fill slots of other pages."""
        from entente.kit.history import name_facts, name_verbs
        from entente.office import roles
        from entente.office.reckoning import declare_rules
        from entente.organisations import parts  # noqa: F401

        declare_rules(Path(__file__).with_name("rules.toml"))
        everybody = (*roles.STAFF, roles.AUDITOR)
        roles.allow("organisations.view_organisation", *everybody)
        roles.allow("organisations.view_duediligence", *roles.KEEPERS, *roles.CHECKERS)
        roles.allow(
            [
                "organisations.change_organisation",
                "organisations.change_duediligence",
            ],
            *roles.KEEPERS,
            roles.SECRETARIAT,
        )
        roles.allow(
            ["organisations.merge_organisation", "organisations.import_list"],
            roles.OFFICER,
            roles.HEAD,
        )
        roles.name_permissions(
            {
                "organisations.merge_organisation": _("merge duplicates of an organisation"),
                "organisations.import_list": _("import groups of countries and rankings"),
            }
        )
        name_facts({"merged": _("Merged with")})
        name_verbs(
            {
                "organisation.added": _("Entered in the register"),
                "organisation.changed": _("Changed"),
                "organisation.name_added": _("Name added"),
                "organisation.name_changed": _("Name changed"),
                "organisation.name_removed": _("Name removed"),
                "organisation.identifier_set": _("Identifier entered"),
                "organisation.identifier_removed": _("Identifier removed"),
                "organisation.merged": _("Merged with a duplicate"),
                "organisation.merge_undone": _("Merge undone"),
                "organisation.list_imported": _("List imported"),
                "organisation.list_line_joined": _("Line of the list joined to the register"),
                "organisation.list_removed": _("List removed"),
                "registry.loaded": _("Registry of institutions loaded"),
                "due_diligence.noted": _("Due diligence noted"),
                "due_diligence.changed": _("Due diligence changed"),
            }
        )
