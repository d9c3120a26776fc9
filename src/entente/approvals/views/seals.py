"""Pages about seals and the register of their use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.approvals import services
from entente.approvals.enums import REQUEST, SEAL_FLOW, SealState
from entente.approvals.forms import (
    CHANGE_SEAL,
    ApplyForm,
    SealForm,
    SealForRecordForm,
    SealRequestForm,
)
from entente.approvals.models import Approval, Seal, SealRequest
from entente.approvals.subjects import subject_of
from entente.approvals.tables import (
    SealColumns,
    SealFilter,
    SealRequestColumns,
    SealRequestFilter,
    print_in_use,
)
from entente.approvals.views.approvals import may_open
from entente.approvals.views.asking import ForRecordPage
from entente.kit.forms import ReasonForm
from entente.kit.models.files import AttachmentKind
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.office.acting import signed_in

Z = SealState
VIEW = "approvals.view_sealrequest"
VIEW_SEAL = "approvals.view_seal"
SHOWN = 10


# --- Seals ----------------------------------------------------------------------------------------


class SealListPage(ListPage):
    """The seals of the units in one's scope."""

    model = Seal
    title = _("Seals")
    columns = SealColumns
    filterset_class = SealFilter
    permission_required = VIEW_SEAL
    default_sort = "valid_from"
    views = (View(_("In use today"), {"in_use": "yes"}),)
    create_label = _("Enter a seal")
    create_permission = CHANGE_SEAL
    empty_text = _("No seal is entered yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new seal."""
        return reverse("approvals:add_seal")


class SealPage(RecordPage):
    """One seal: its keeper, its days, its use."""

    model = Seal
    template_name = "approvals/seal.html"
    permission_required = VIEW_SEAL
    change_url = "approvals:change_seal"
    change_permission = CHANGE_SEAL

    def context(self) -> dict[str, Any]:
        """Add the last uses, as far as the person may see them, and the sums of all."""
        seal = self.object
        used = seal.requests.used()
        rows = seal.requests.visible_to(self.officer, VIEW)
        return super().context() | {
            "in_use": print_in_use(seal),
            "uses": used.count(),
            "copies": used.aggregate(sum=Sum("copies_sealed"))["sum"] or 0,
            "last": list(rows.for_list().order_by("-pk")[:SHOWN]),
            "register_url": f"{reverse('approvals:register')}?seal={seal.pk}",
        }


class AddSealPage(CreatePage):
    """Enter a seal."""

    model = Seal
    form_class = SealForm
    title = _("Enter a seal")
    permission_required = CHANGE_SEAL
    done = _("The seal is entered.")

    def initial(self) -> dict[str, Any]:
        """Begin with the person's own unit and today."""
        return {"unit": self.officer.unit_id, "valid_from": timezone.localdate()}

    def back(self) -> str:
        """Go back to the list."""
        return reverse("approvals:seals")

    def save(self, values: Mapping[str, Any]) -> Seal:
        """Enter it."""
        given = {name: value for name, value in values.items() if name != "version"}
        return services.add_seal(by=signed_in(self), **given)


class ChangeSealPage(ChangePage):
    """Change what is said of a seal."""

    model = Seal
    form_class = SealForm
    title = _("Edit seal")
    permission_required = CHANGE_SEAL
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what is said of it."""
        held = {"unit": self.object.unit_id, "keeper": self.object.keeper_id}
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_seal(self.object, by=signed_in(self), seen=seen, **values)


# --- The register ---------------------------------------------------------------------------------


class RegisterPage(ListPage):
    """The register of the use of seals, as far as it lies in one's scope."""

    model = SealRequest
    title = _("Register of seals")
    columns = SealRequestColumns
    filterset_class = SealRequestFilter
    permission_required = VIEW
    default_sort = "-pk"
    views = (
        View(_("To be approved"), {"state": Z.REQUESTED.value}),
        View(_("To be sealed"), {"state": Z.APPROVED.value}),
        View(_("Scan missing"), {"scan": "missing"}),
        View(pgettext_lazy("requests for seals", "My own"), {"mine": "yes"}),
    )
    create_label = _("Ask for a seal")
    create_permission = REQUEST
    empty_text = _("No seal has been asked for yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new request."""
        return reverse("approvals:request_seal")


class SealRequestPage(RecordPage):
    """One line of the register: which seal, for what, who asked, approved and sealed."""

    model = SealRequest
    template_name = "approvals/seal_request.html"
    permission_required = VIEW
    flow = SEAL_FLOW
    change_url = "approvals:change_request"
    change_permission = REQUEST

    def context(self) -> dict[str, Any]:
        """Add the record and the approvals that were given to it outside."""
        request, context = self.object, super().context()
        if request.state != Z.REQUESTED:
            context["change_url"] = ""
        record = request.record
        approvals = Approval.objects.visible_to(self.officer).of(record) if record else ()
        return context | {
            "about": record if record and may_open(self.officer, record) else None,
            "approvals": list(approvals.for_list()[:20]) if approvals else [],
            "own": self.is_own(),
            "scan_url": self.scan_address(),
        }

    def scan_address(self) -> str:
        """Lead to where the sealed scan is filed: with the record, else here."""
        request, officer = self.object, self.officer
        subject = subject_of(request.record)
        held: Any = request.record if subject and officer.may(subject.ask, request.record) else None
        if held is None and not officer.may(REQUEST, request):
            return ""
        filed = held or request
        where = reverse("files:attach", args=[filed._meta.label_lower, filed.pk])
        return f"{where}?kind={AttachmentKind.SCAN}"

    def is_own(self) -> bool:
        """Say whether the person may not decide because the request is their own."""
        request = self.object
        own = request.applicant_id == self.officer.pk and not request.seal.head_may_approve_own
        waits = request.state == Z.REQUESTED
        return bool(own and waits and self.officer.may("approvals.approve_sealrequest", request))

    def steps(self) -> list[Any]:
        """Leave out the approval of one's own request."""
        found = super().steps()
        return [step for step in found if step[0] != "approve_seal"] if self.is_own() else found


class RequestSealPage(CreatePage):
    """Ask for a seal on a document that is described in words."""

    model = SealRequest
    form_class = SealRequestForm
    title = _("Ask for a seal")
    submit_label = _("Ask for the seal")
    permission_required = REQUEST
    done = _("The seal is asked for.")

    def back(self) -> str:
        """Go back to the register."""
        return reverse("approvals:register")

    def save(self, values: Mapping[str, Any]) -> SealRequest:
        """Ask for it."""
        given = {name: value for name, value in values.items() if name != "version"}
        return services.request_seal(by=signed_in(self), on=timezone.localdate(), **given)


class RequestForRecordPage(ForRecordPage):
    """Ask for a seal on a document that is a record."""

    model = SealRequest
    form_class = SealForRecordForm
    title = _("Ask for a seal")
    submit_label = _("Ask for the seal")
    permission_required = REQUEST
    done = _("The seal is asked for.")

    def save(self, values: Mapping[str, Any]) -> SealRequest:
        """Ask for it; the record's unit asks."""
        given = {name: value for name, value in values.items() if name != "version"}
        return services.request_seal(
            record=self.object,
            unit=self.object.unit,
            by=signed_in(self),
            on=timezone.localdate(),
            **given,
        )


class ChangeRequestPage(ChangePage):
    """Change what is asked for."""

    model = SealRequest
    form_class = SealRequestForm
    title = _("Edit request")
    permission_required = REQUEST
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what is asked for."""
        return super().initial() | {"seal": self.object.seal_id, "unit": self.object.unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_seal_request(
            self.object, by=signed_in(self), on=timezone.localdate(), seen=seen, **values
        )


# --- Steps ----------------------------------------------------------------------------------------


class ApproveSealPage(ActionPage):
    """Approve the use of a seal."""

    model = SealRequest
    title = _("Approve the use of the seal")
    explanation = _("The keeper then puts the seal on the document and enters it in the register.")
    permission_required = SEAL_FLOW["approve_seal"].permission
    done = _("Approved. The keeper sees it on the work list.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Approve it."""
        services.approve_seal(self.object, on=timezone.localdate(), by=signed_in(self))


class RefuseSealPage(ActionPage):
    """Refuse the use of a seal."""

    model = SealRequest
    form_class = ReasonForm
    title = _("Refuse the use of the seal")
    permission_required = SEAL_FLOW["refuse_seal"].permission
    done = _("Refused; the reason stands in the history.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Refuse it."""
        services.refuse_seal(self.object, reason=values["reason"], by=signed_in(self))


class ApplySealPage(ActionPage):
    """Enter that the seal stands on the paper."""

    model = SealRequest
    form_class = ApplyForm
    title = _("Enter the use of the seal")
    permission_required = SEAL_FLOW["apply_seal"].permission
    done = _("The use of the seal is entered.")

    def initial(self) -> dict[str, Any]:
        """Start with the copies that were approved."""
        return {"copies": self.object.copies}

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.apply_seal(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class WithdrawSealPage(ActionPage):
    """Give a request up."""

    model = SealRequest
    form_class = ReasonForm
    title = _("Withdraw the request")
    explanation = _("The seal is not used. The record stays, with the reason in its history.")
    permission_required = SEAL_FLOW["withdraw_seal"].permission
    done = _("Withdrawn; the reason stands in the history.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_seal(self.object, reason=values["reason"], by=signed_in(self))
