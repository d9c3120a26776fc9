"""Intake as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Spreadsheets into records."""

    name = "entente.intake"
    label = "intake"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the trail says."""
        from entente.intake import parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles

        holders = (roles.OFFICER, roles.HEAD, roles.ADMINISTRATOR)
        roles.allow(["intake.view_import", "intake.change_import"], *holders)
        roles.allow("intake.view_import", roles.AUDITOR)
        roles.allow(["intake.view_document", "intake.change_document"], *holders)
        roles.allow("intake.view_document", roles.AUDITOR)
        roles.name_permissions(
            {
                "intake.change_import": _("import spreadsheets and undo imports"),
                "intake.change_document": _("have documents read and decide what they propose"),
            }
        )
        name_verbs(
            {
                "import.started": _("Sheet handed in"),
                "import.columns_named": _("Columns named"),
                "import.looked_through": _("Looked through"),
                "import.done": _("Imported"),
                "import.undone": _("Import undone"),
                "import.changed_back": _("Changed back, the import undone"),
                "import.discarded": _("Sheet put away"),
                "document.read": _("Document read"),
                "proposal.accepted": _("Proposal accepted"),
                "proposal.rejected": _("Proposal rejected"),
                "proposal.corrected": _("Proposal corrected"),
                "proposal.found": _("Found among the records"),
                "proposal.reopened": _("Proposal waits again"),
                "mapping.kept": _("Column mapping kept"),
                "agreement.import_undone": _("Taken back with its import"),
                "organisation.import_undone": _("Taken back with its import"),
                "unit.import_undone": _("Taken back with its import"),
            }
        )
