"""Pages about checks: the list of a department, its part of an agreement, its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.files.views import send
from entente.kit.forms import DeskForm, ReasonForm
from entente.kit.models.files import SEE_CONFIDENTIAL, Visibility
from entente.kit.pages import ActionPage, ListPage, RecordPage, StaffView, View
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import AGREEMENT_FLOW, VIEW, VIEW_CHECK, AgreementState, Department
from entente.partnerships.forms import AnswerForm, SubmitForm
from entente.partnerships.models import Agreement, Check
from entente.partnerships.tables import CheckColumns, CheckFilter


def texts_open_to(officer: Any, check: Check) -> list[Any]:
    """Give the texts that a department may read: confidential ones only to the cleared."""
    texts = check.texts()
    if not officer.may(SEE_CONFIDENTIAL, check.agreement):
        texts = texts.exclude(visibility=Visibility.CONFIDENTIAL)
    return list(texts)


class CheckListPage(ListPage):
    """The checks of one's own departments, those that wait first."""

    model = Check
    title = _("Checks of agreements")
    columns = CheckColumns
    filterset_class = CheckFilter
    permission_required = VIEW_CHECK
    default_sort = "-asked_on"
    views = (View(_("Open"), {"answer": "open"}),)
    empty_text = _("No agreement has been submitted for a check")

    def get_queryset(self) -> Any:
        """Keep the checks of one's own departments."""
        return Check.objects.visible_to(self.officer, VIEW_CHECK).for_list()


class CheckPage(RecordPage):
    """A department's part of an agreement: what it is asked, the texts, its answer, no more."""

    model = Check
    template_name = "partnerships/check.html"
    permission_required = VIEW_CHECK

    def context(self) -> dict[str, Any]:
        """Add the texts, what was said of earlier ones, and whether this person answers."""
        check = self.object
        may_answer = (
            check.is_current
            and check.agreement.state == AgreementState.CHECKS
            and Check.objects.visible_to(self.officer, "answer").filter(pk=check.pk).exists()
        )
        return super().context() | {
            "agreement": check.agreement,
            "texts": texts_open_to(self.officer, check),
            "earlier": list(check.earlier()),
            "may_answer": may_answer,
            "sees_agreement": self.officer.may(VIEW, check.agreement),
        }


class CheckTextView(StaffView):
    """A text of an agreement, for the department that checks it."""

    permission_required = VIEW_CHECK

    def get(self, _request: HttpRequest, pk: int, text: int) -> FileResponse:
        """Send it, if it is one of the texts of this check."""
        check = get_object_or_404(
            Check.objects.visible_to(self.officer, VIEW_CHECK).for_list(), pk=pk
        )
        allowed = {file.pk for file in texts_open_to(self.officer, check)}
        return send(get_object_or_404(check.texts().filter(pk__in=allowed), pk=text))


class AnswerPage(ActionPage):
    """Answer for a department."""

    model = Check
    form_class = AnswerForm
    title = _("Answer the check")
    submit_label = _("Answer")
    explanation = _(
        "Once every department has passed its part, the agreement goes on to approval. An objection"
        " goes to its owner."
    )
    permission_required = VIEW_CHECK
    done = _("Your answer is recorded.")

    def get_queryset(self) -> Any:
        """Keep the checks that this person answers: those of departments whose role they hold."""
        return Check.objects.visible_to(self.officer, "answer").for_list()

    def initial(self) -> dict[str, Any]:
        """Start with what was answered before."""
        return {"answer": self.object.answer or "pass", "note": self.object.note}

    def act(self, values: Mapping[str, Any]) -> None:
        """Record the answer."""
        services.answer_check(self.object, on=timezone.localdate(), by=signed_in(self), **values)


# --- Steps of an agreement ------------------------------------------------------------------------


class SubmitPage(ActionPage):
    """Hand a draft in for the checks of the departments."""

    model = Agreement
    form_class = SubmitForm
    title = _("Submit for checks")
    explanation = _(
        "The kind and the content of the agreement say which departments check it. Each sees only"
        " its part. Until it is returned nothing of the text can be changed."
    )
    permission_required = AGREEMENT_FLOW["submit"].permission
    done = _("Submitted for checks.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Ask for the part of each department that the rules name."""
        today = timezone.localdate()
        initial = {f"part_{it.department}": it.part for it in self.earlier()}
        return SubmitForm(
            data,
            files,
            initial=initial,
            officer=self.officer,
            needed=services.departments_for(self.object, on=today),
            nobody=services.nobody_answers(self.object, Department, on=today),
        )

    def earlier(self) -> Any:
        """Give the checks of the text before."""
        return Check.objects.current().filter(agreement=self.object)

    def act(self, values: Mapping[str, Any]) -> None:
        """Submit it."""
        parts = {
            name.removeprefix("part_"): part
            for name, part in values.items()
            if name.startswith("part_")
        }
        services.submit_agreement(
            self.object,
            on=timezone.localdate(),
            by=signed_in(self),
            parts=parts,
            also=values.get("also", ()),
        )
        asked = [check.department for check in self.earlier().filter(answer="")]
        nobody = services.nobody_answers(self.object, asked, on=timezone.localdate())
        if nobody:
            messages.warning(self.request, services.nobody_in_words(nobody))


class SendOnPage(ActionPage):
    """Send on to approval in spite of an objection."""

    model = Agreement
    form_class = ReasonForm
    title = _("Send on in spite of an objection")
    explanation = _("The objection stays on record beside your reason.")
    permission_required = AGREEMENT_FLOW["pass_checks"].permission
    done = _("Sent on to approval; the reason stands in the history.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it on."""
        services.send_on(self.object, reason=values["reason"], by=signed_in(self))


class RecallPage(ActionPage):
    """Take an agreement back to change its text."""

    model = Agreement
    title = _("Take back")
    explanation = _("The departments then check the changed text again.")
    permission_required = AGREEMENT_FLOW["recall"].permission
    done = _("Taken back; it is a draft again.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.recall_agreement(self.object, by=signed_in(self))

    def back(self) -> str:
        """Go back to the agreement."""
        return reverse("partnerships:agreement", args=[self.object.pk])
