"""Returns as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReturnsConfig(AppConfig):
    """Tables that ministries, rankings and agencies prescribe, filled from records."""

    name = "entente.returns"
    label = "returns"
    verbose_name = pgettext_lazy("app", "Returns")

    def ready(self) -> None:
        """Bring the shipped layouts along, give the roles what the pages need."""
        from entente.kit.history import name_verbs
        from entente.office import roles
        from entente.returns import enums, parts  # noqa: F401

        post_migrate.connect(_load_shipped_layouts, sender=self)
        roles.allow(enums.VIEW_LAYOUT, *roles.KEEPERS, roles.ADMINISTRATOR)
        roles.allow(enums.CHANGE_LAYOUT, roles.ADMINISTRATOR)
        name_verbs(
            {
                "layout.added": _("Return added"),
                "layout.changed": pgettext_lazy("history", "Changed"),
                "layout.column_added": _("Column added"),
                "layout.column_changed": _("Column changed"),
                "layout.column_removed": _("Column removed"),
            }
        )


def _load_shipped_layouts(*, using: str, apps: Any = registry, **_more: Any) -> None:
    """Add the layouts that are not there; nothing that was changed is touched."""
    from entente.returns.services import load_shipped_layouts

    # On the way back to an older shape the table is not there.
    if using == "default" and "layout" in apps.all_models["returns"]:
        load_shipped_layouts()
