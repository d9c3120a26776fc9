"""Partnerships as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnershipsConfig(AppConfig):
    """Agreements with partners."""

    name = "entente.partnerships"
    label = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, watch the files of agreements."""
        from django.db.models.signals import post_delete, post_save

        from entente.kit.history import name_verbs
        from entente.kit.models import Attachment
        from entente.office import roles
        from entente.partnerships import jobs, parts, services  # noqa: F401

        roles.allow("partnerships.view_agreement", *roles.KEEPERS, *roles.CHECKERS)
        roles.allow(
            ["partnerships.change_agreement", "partnerships.register_agreement"], *roles.KEEPERS
        )
        roles.allow("partnerships.review_agreement", roles.HEAD)
        roles.name_permissions(
            {
                "partnerships.review_agreement": _("decide on agreements and end them"),
                "partnerships.register_agreement": _("register documents signed already"),
            }
        )
        post_save.connect(services.on_attachment, sender=Attachment, dispatch_uid="texts_kept")
        post_delete.connect(services.on_attachment, sender=Attachment, dispatch_uid="texts_gone")
        name_verbs(
            {
                "agreement.drafted": _("Draft written"),
                "agreement.changed": pgettext_lazy("history", "Changed"),
                "agreement.handed_over": _("Given to another owner"),
                "agreement.submitted": _("Submitted for review"),
                "agreement.returned": _("Returned for changes"),
                "agreement.signed": _("Signature recorded"),
                "agreement.registered": _("Signed document registered"),
                "agreement.took_effect": _("Came into force"),
                "agreement.ran_out": _("Ran out"),
                "agreement.ended": _("Ended before its time"),
                "agreement.withdrawn": pgettext_lazy("history", "Withdrawn"),
                "party.added": _("Party added"),
                "party.changed": _("Party changed"),
                "party.named": _("Name at signing kept"),
                "party.removed": _("Party removed"),
            }
        )
