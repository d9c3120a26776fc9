"""The public pages as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """Sites of homes and consortia, their pages, their review."""

    name = "entente.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """Give the roles what the pages need, and name what the history tells."""
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import Locale

        from entente.kit.history import name_facts, name_verbs
        from entente.office import roles
        from entente.office.reckoning import declare_rules
        from entente.website import enums, parts  # noqa: F401
        from entente.website.models.pages import forget_locales

        post_save.connect(forget_locales, sender=Locale)
        post_delete.connect(forget_locales, sender=Locale)

        readers = (*roles.KEEPERS, roles.SECRETARIAT, roles.EDITOR, roles.CONFIDENTIALITY)
        checkers = (roles.OFFICER, roles.HEAD, roles.SECRETARIAT, roles.CONFIDENTIALITY)
        roles.allow([enums.VIEW, enums.VIEW_PICTURE], *readers)
        roles.allow(enums.CHECK, *checkers)
        writers = (roles.EDITOR, roles.OFFICER, roles.SECRETARIAT)
        roles.allow([enums.EDIT, enums.CHANGE_PICTURE], *writers)
        roles.allow(enums.PUBLISH, roles.HEAD, roles.SECRETARIAT)
        roles.name_permissions(
            {
                enums.CHECK: _("check pages of the site"),
                enums.PUBLISH: _("publish pages of the site"),
            }
        )
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_facts({"title": _("Page"), "address": _("Address")})
        name_verbs(
            {
                "site.opened": _("Site opened"),
                "page.made": _("Page made"),
                "page.moved": _("Page moved"),
                "page.written": _("Page written"),
                "page.submitted": _("Page submitted for its check"),
                "page.checked": _("Page checked"),
                "page.sent_back": _("Page sent back"),
                "page.published": _("Page published"),
                "page.withdrawn": _("Page taken off the site"),
                "picture.added": _("Picture added"),
                "picture.described": _("Picture described"),
                "picture.removed": _("Picture removed"),
            }
        )
