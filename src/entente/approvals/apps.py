"""Approvals and seals as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApprovalsConfig(AppConfig):
    """Approvals that are given outside, and the register of seals."""

    name = "entente.approvals"
    label = "approvals"
    verbose_name = _("Approvals and seals")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.approvals import parts  # noqa: F401
        from entente.kit.history import name_verbs
        from entente.office import roles

        keepers, checkers = (*roles.KEEPERS, roles.SECRETARIAT), roles.CHECKERS
        roles.allow("approvals.view_approval", *keepers, *checkers)
        roles.allow(["approvals.change_approval", "approvals.report_approval"], *keepers)
        seal_keeper, administrator = roles.SEAL_KEEPER, roles.ADMINISTRATOR
        roles.allow("approvals.view_seal", *keepers, seal_keeper, administrator)
        roles.allow("approvals.change_seal", roles.HEAD, administrator)
        roles.allow("approvals.view_sealrequest", *keepers, *checkers, seal_keeper)
        roles.allow("approvals.change_sealrequest", *keepers)
        roles.allow("approvals.approve_sealrequest", roles.HEAD)
        roles.allow("approvals.apply_sealrequest", seal_keeper)
        roles.allow(["approvals.view_apitoken", "approvals.change_apitoken"], administrator)
        roles.name_permissions(
            {
                "approvals.change_approval": _("ask for approval outside"),
                "approvals.report_approval": _("record what came back from the OA"),
                "approvals.change_sealrequest": _("ask for seals"),
                "approvals.approve_sealrequest": _("approve and refuse the use of seals"),
                "approvals.apply_sealrequest": _("enter the use of seals"),
                "approvals.change_apitoken": _("make and revoke access tokens"),
            }
        )
        name_verbs(
            {
                "approval.asked": _("Approval prepared"),
                "approval.changed": pgettext_lazy("history", "Changed"),
                "approval.submitted": _("Handed in for approval"),
                "approval.numbered": _("OA number noted"),
                "approval.approved": _("Approved outside"),
                "approval.refused": _("Refused outside"),
                "approval.returned": _("Returned for changes from outside"),
                "approval.withdrawn": pgettext_lazy("history", "Withdrawn"),
                "approval_result.recorded": _("Result recorded"),
                "seal.entered": _("Seal entered"),
                "seal.changed": pgettext_lazy("history", "Changed"),
                "seal.requested": _("Seal asked for"),
                "seal_request.changed": pgettext_lazy("history", "Changed"),
                "seal.approved": _("Use of the seal approved"),
                "seal.refused": _("Use of the seal refused"),
                "seal.applied": _("Seal put on the document"),
                "seal.withdrawn": pgettext_lazy("history", "Withdrawn"),
                "token.made": _("Access token made"),
                "token.changed": pgettext_lazy("history", "Changed"),
                "token.revoked": _("Access token revoked"),
            }
        )
