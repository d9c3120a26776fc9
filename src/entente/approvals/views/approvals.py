"""Pages about approvals that are given outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from entente.approvals import printed, services
from entente.approvals.enums import APPROVAL_FLOW, ApprovalState, Result
from entente.approvals.forms import AskForm, NegativeResultForm, OaNumberForm, ResultForm
from entente.approvals.models import Approval, SealRequest
from entente.approvals.models.approvals import write_steps
from entente.approvals.tables import ApprovalColumns, ApprovalFilter
from entente.approvals.views.asking import ForRecordPage
from entente.kit.errors import DomainError
from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage, StaffPage, View
from entente.kit.records import view_permission
from entente.office.acting import signed_in

A = ApprovalState
VIEW = "approvals.view_approval"
ASK = APPROVAL_FLOW["submit"].permission
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ApprovalListPage(ListPage):
    """All approvals in one's scope."""

    model = Approval
    title = _("Approvals")
    columns = ApprovalColumns
    filterset_class = ApprovalFilter
    permission_required = VIEW
    default_sort = "-pk"
    views = (
        View(_("Waiting for the result"), {"state": A.WAITING.value, "sort": "needed_by"}),
        View(_("Returned for changes"), {"state": A.RETURNED.value}),
        View(_("Scan missing"), {"scan": "missing"}),
        View(pgettext_lazy("approvals", "Asked by me"), {"mine": "yes"}),
    )
    empty_text = _("No approval has been asked for. It is asked for on the page of a record.")


class ApprovalPage(RecordPage):
    """One approval: what is asked, about what, what came back."""

    model = Approval
    template_name = "approvals/approval.html"
    permission_required = VIEW
    flow = APPROVAL_FLOW
    change_url = "approvals:change"
    change_permission = ASK

    def context(self) -> dict[str, Any]:
        """Add the results and what else is known about the record."""
        approval, context = self.object, super().context()
        if approval.state not in (A.DRAFT, A.RETURNED):
            context["change_url"] = ""
        record = approval.record
        seals = SealRequest.objects.visible_to(self.officer).of(record) if record else ()
        return context | {
            "results": list(approval.results.all())[::-1],
            "about": record if record and may_open(self.officer, record) else None,
            "may_ask": self.officer.may(ASK, approval),
            "late": approval.state == A.WAITING
            and approval.needed_by
            and approval.needed_by < timezone.localdate(),
            "seals": list(seals.for_list()[:20]) if seals else [],
        }


def may_open(officer: Any, record: Any) -> bool:
    """Say whether a person may open a record of whichever kind."""
    return bool(officer.may(view_permission(type(record)), record))


# --- The printed form -----------------------------------------------------------------------------


class FormFile(StaffPage):
    """The approval form as a file."""

    model = Approval
    permission_required = VIEW
    ending: ClassVar[str] = "pdf"
    content_type: ClassVar[str] = "application/pdf"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Draw the form and send it."""
        approval = get_object_or_404(self.get_queryset().for_list(), pk=pk)  # type: ignore[attr-defined]
        try:
            return send_form(request, approval, self.ending, self.content_type)
        except DomainError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(approval)


def send_form(
    request: HttpRequest, approval: Approval, ending: str, content_type: str
) -> HttpResponse:
    """Answer with the form of an approval, whose code leads to its page here."""
    address = request.build_absolute_uri(approval.get_absolute_url())
    form = printed.form_of(approval, address)
    if ending == "pdf":
        content = printed.as_pdf(form, on=approval.submitted_on or timezone.localdate())
    else:
        content = printed.as_word(form)
    headers = {
        "Content-Disposition": f'attachment; filename="{approval.number}.{ending}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


class PdfFile(FormFile):
    """The approval form as PDF."""


class WordFile(FormFile):
    """The approval form as a Word file."""

    ending = "docx"
    content_type = WORD


# --- What is asked --------------------------------------------------------------------------------


class AskPage(ForRecordPage):
    """Prepare an approval of a record."""

    model = Approval
    form_class = AskForm
    title = _("Ask for approval")
    submit_label = _("Prepare the approval")
    permission_required = ASK

    def initial(self) -> dict[str, Any]:
        """Start with the record's title, and with who approved such a record last time."""
        last = Approval.objects.visible_to(self.officer, ASK).filter(
            record_type__model=self.object._meta.model_name, unit=self.object.unit_id
        )
        before = last.order_by("-pk").values_list("steps", flat=True).first()
        titles = {}
        for language, code in (("asked_zh", "zh-hans"), ("asked_en", "en")):
            with override(code):
                titles[language] = str(
                    _("Approval of %(kind)s “%(title)s”")
                    % {"kind": self.subject.model._meta.verbose_name, "title": self.object}
                )[:300]
        return titles | {"steps": before or write_steps(self.subject.steps)}

    def save(self, values: Mapping[str, Any]) -> Approval:
        """Prepare it."""
        given = {name: value for name, value in values.items() if name != "version"}
        today = timezone.localdate()
        return services.ask_approval(self.object, by=signed_in(self), on=today, **given)


class ChangeApprovalPage(ChangePage):
    """Change what is asked."""

    model = Approval
    form_class = AskForm
    title = _("Edit approval")
    permission_required = ASK
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_approval(self.object, by=signed_in(self), seen=seen, **values)


# --- Steps ----------------------------------------------------------------------------------------


class SubmitPage(ActionPage):
    """Hand an approval in."""

    model = Approval
    form_class = OaNumberForm
    title = _("Hand in for approval")
    explanation = _(
        "Print the form or start the process in the OA. From now on the result is waited for, and"
        " what is asked stays as it is."
    )
    permission_required = ASK
    done = _("Handed in. The result is waited for.")

    def initial(self) -> dict[str, Any]:
        """Start with the number that is known."""
        return {"oa_number": self.object.oa_number}

    def act(self, values: Mapping[str, Any]) -> None:
        """Hand it in."""
        services.submit_approval(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class OaNumberPage(ActionPage):
    """Note the number of the process in the OA."""

    model = Approval
    form_class = OaNumberForm
    title = _("Note the OA number")
    permission_required = ASK
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with the number that is known."""
        return {"oa_number": self.object.oa_number}

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.note_oa_number(self.object, by=signed_in(self), **values)


class ResultPage(ActionPage):
    """Record what came back from outside."""

    model = Approval
    form_class = ResultForm
    result: ClassVar[Result]

    def initial(self) -> dict[str, Any]:
        """Start with the number that is known."""
        return {"oa_number": self.object.oa_number}

    def act(self, values: Mapping[str, Any]) -> None:
        """Record the result and keep the scan."""
        given = dict(values)
        scan = given.pop("scan")
        services.report_result(
            self.object,
            services.Reported(self.result.value, **given),
            on=timezone.localdate(),
            by=signed_in(self),
            scan=scan,
        )


class ApprovePage(ResultPage):
    """Record that it was approved."""

    title = _("Record the approval")
    permission_required = APPROVAL_FLOW["approve"].permission
    result = Result.APPROVED
    done = _("The approval is recorded.")


class ReturnPage(ResultPage):
    """Record that it came back for changes."""

    form_class = NegativeResultForm
    title = _("Record that it was returned")
    explanation = _("It can then be changed and handed in again.")
    permission_required = APPROVAL_FLOW["return"].permission
    result = Result.RETURNED
    done = _("Recorded. It can be changed and handed in again.")


class RefusePage(ResultPage):
    """Record that it was refused."""

    form_class = NegativeResultForm
    title = _("Record a refusal")
    permission_required = APPROVAL_FLOW["refuse"].permission
    result = Result.REFUSED
    done = _("The refusal is recorded.")
    danger = True


class WithdrawPage(ActionPage):
    """Ask nobody any more."""

    model = Approval
    form_class = ReasonForm
    title = _("Withdraw the approval")
    explanation = _("Nobody is asked any more. The record stays, with the reason in its history.")
    permission_required = APPROVAL_FLOW["withdraw"].permission
    done = _("Withdrawn; the reason stands in the history.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_approval(self.object, reason=values["reason"], by=signed_in(self))
