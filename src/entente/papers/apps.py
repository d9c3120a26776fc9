"""Papers as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PapersConfig(AppConfig):
    """Letters from templates of the office, and briefs."""

    name = "entente.papers"
    label = "papers"
    verbose_name = _("Letters")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.papers import enums, parts  # noqa: F401

        writers = (*roles.KEEPERS, roles.SECRETARIAT)
        roles.allow([enums.VIEW, enums.CHANGE, enums.VIEW_TEMPLATES], *writers)
        roles.allow([enums.ISSUE, enums.SEAL], roles.OFFICER, roles.HEAD, roles.SECRETARIAT)
        roles.allow(enums.CHANGE_TEMPLATES, roles.OFFICER, roles.HEAD, roles.SECRETARIAT)
        roles.allow(enums.CHECK_TEMPLATES, roles.HEAD, roles.SECRETARIAT)
        roles.name_permissions(
            {
                enums.ISSUE: _("issue letters"),
                enums.SEAL: _("add sealed scans to letters"),
                enums.CHECK_TEMPLATES: _("confirm letter templates as checked"),
            }
        )
        name_verbs(
            {
                "template.added": _("Template entered"),
                "template.changed": pgettext_lazy("history", "Changed"),
                "template.retired": _("Taken out of use"),
                "template.reopened": _("Taken into use again"),
                "template.version_added": _("Version uploaded"),
                "template.version_checked": _("Version checked"),
                "template.version_set_aside": _("Version set aside"),
                "letter.drafted": _("Draft written"),
                "letter.changed": pgettext_lazy("history", "Changed"),
                "letter.issued": _("Letter issued"),
                "letter.sealed": _("Seal recorded"),
                "letter.sent": _("Letter sent"),
                "letter.withdrawn": _("Letter withdrawn"),
            }
        )
