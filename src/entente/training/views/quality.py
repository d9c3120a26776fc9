"""Pages about evaluations, supervision visits and complaints."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import (
    ActionPage,
    ChangePage,
    ListPage,
    RecordPage,
    StaffPage,
    StepPage,
    View,
)
from entente.kit.qr import drawn
from entente.office.acting import signed_in
from entente.training import services
from entente.training.enums import (
    CHANGE_PROJECT,
    FINDING_FLOW,
    SUPERVISE,
    VIEW_PROJECT,
    FindingKind,
    FindingState,
)
from entente.training.forms.quality import (
    AnswerForm,
    AskAgainForm,
    ComplaintForm,
    EvaluationForm,
    RemarkForm,
    VisitForm,
)
from entente.training.models import Evaluation, Finding, Lesson, TrainingClass
from entente.training.tables import FindingColumns, FindingFilter

# --- Evaluations ----------------------------------------------------------------------------------


class OpenEvaluationPage(ActionPage):
    """Ask the learners of a class."""

    model = TrainingClass
    form_class = EvaluationForm
    title = _("Evaluation by the learners")
    submit_label = _("Open the evaluation")
    explanation = _(
        "Learners answer from a phone, once each and without a name. What is asked stands on the"
        " page of rules; this evaluation keeps the questions of its first day."
    )
    permission_required = CHANGE_PROJECT

    def initial(self) -> dict[str, Any]:
        """Start with the last day of the class."""
        return {"opens_on": timezone.localdate(), "closes_on": self.object.ends_on}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Open it and show its code."""
        services.open_evaluation(self.object, by=signed_in(self), **values)
        return str(self.object.get_absolute_url()) + "#evaluation"

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        self.perform(values)


class ChangeEvaluationPage(ChangePage):
    """Change the days of an evaluation."""

    model = Evaluation
    form_class = EvaluationForm
    title = _("Days of the evaluation")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change them."""
        services.change_evaluation(self.object, by=signed_in(self), seen=seen, **values)


class CodePage(StaffPage):
    """A code to show on a screen or to print: what learners open with a phone."""

    model: ClassVar[type[Model]] = TrainingClass
    permission_required = VIEW_PROJECT
    title: ClassVar[Any] = ""
    explanation: ClassVar[Any] = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Draw the code, large."""
        record = get_object_or_404(self.get_queryset(), pk=pk)
        address = self.address(record)
        context = {
            "record": record,
            "title": self.title,
            "explanation": self.explanation,
            "address": address,
            "code": drawn(address),
        }
        return render(request, "training/code.html", context)

    @abstractmethod
    def address(self, record: Any) -> str:
        """Give what the code holds."""


class EvaluationCodePage(CodePage):
    """The code of the evaluation of a class."""

    title = _("Evaluation by the learners")
    explanation = _("Open it with a phone; everybody takes part once and without a name.")

    def address(self, record: Any) -> str:
        """Lead to the questions."""
        return str(record.open_address("evaluate"))


class EnrolmentCodePage(CodePage):
    """The code by which learners enrol."""

    title = _("Enrolment by the learners")
    explanation = _("The open page shows the published advert and takes enrolments on its days.")

    def address(self, record: Any) -> str:
        """Lead to the form."""
        return str(record.open_address("enrol_openly"))


class LessonCodePage(CodePage):
    """The code of a lesson, shown in the room on its day."""

    model = Lesson
    permission_required = CHANGE_PROJECT
    title = _("Attendance by phone")
    explanation = _("It works on the day of the lesson. Each learner is noted once.")

    def address(self, record: Any) -> str:
        """Lead to the list of the lesson."""
        return str(record.open_address)


# --- Findings -------------------------------------------------------------------------------------


class FindingListPage(ListPage):
    """Supervision visits and complaints in one's scope, the newest first."""

    model = Finding
    title = _("Supervision and complaints")
    columns = FindingColumns
    filterset_class = FindingFilter
    permission_required = VIEW_PROJECT
    default_sort = "-raised_on"
    views = (
        View(FindingState.OPEN.label, {"state": FindingState.OPEN.value}),
        View(FindingState.ANSWERED.label, {"state": FindingState.ANSWERED.value}),
        View(FindingKind.COMPLAINT.label, {"kind": FindingKind.COMPLAINT.value}),
    )
    empty_text = _("Nothing is entered yet. Visits are entered on the page of a class.")


class FindingPage(RecordPage):
    """One finding: what was found, the answer, whether it is enough."""

    model = Finding
    template_name = "training/finding.html"
    permission_required = VIEW_PROJECT
    flow = FINDING_FLOW

    def context(self) -> dict[str, Any]:
        """Say whether the answer is late."""
        finding = self.object
        until = finding.answer_until
        late = finding.state == FindingState.OPEN and until and until < timezone.localdate()
        return super().context() | {"late": late}


class EnterFindingPage(ActionPage):
    """Enter a finding about a class and go to it."""

    model = TrainingClass
    submit_label = _("Save")

    @abstractmethod
    def enter(self, values: Mapping[str, Any]) -> Finding:
        """Call the service."""

    def perform(self, values: Mapping[str, Any]) -> str:
        """Enter it and go to it."""
        return self.enter(values).get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        self.enter(values)


class EnterVisitPage(EnterFindingPage):
    """Enter a supervision visit."""

    form_class = VisitForm
    title = _("Enter a supervision visit")
    explanation = _("Whoever runs the project does not supervise it.")
    permission_required = SUPERVISE

    def initial(self) -> dict[str, Any]:
        """Start with the one who is signed in, and the day by the rule."""
        today = timezone.localdate()
        return {
            "raised_by": str(self.officer),
            "answer_until": services.answer_day(self.object, today),
        }

    def enter(self, values: Mapping[str, Any]) -> Finding:
        """Enter the visit."""
        return services.enter_visit(self.object, by=signed_in(self), **values)


class EnterComplaintPage(EnterFindingPage):
    """Enter a complaint that reached the office by mail, by phone or in person."""

    form_class = ComplaintForm
    title = _("Enter a complaint")
    permission_required = CHANGE_PROJECT

    def initial(self) -> dict[str, Any]:
        """Start with the day by the rule."""
        return {"answer_until": services.answer_day(self.object, timezone.localdate())}

    def enter(self, values: Mapping[str, Any]) -> Finding:
        """Enter the complaint."""
        return services.enter_complaint(self.object, by=signed_in(self), **values)


class FindingStep(StepPage):
    """A step on a finding, with the words of the flow."""

    model = Finding


class AnswerFindingPage(FindingStep):
    """Answer a finding."""

    step = "answer_finding"
    form_class = AnswerForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Answer it."""
        today = timezone.localdate()
        services.answer_finding(self.object, by=signed_in(self), on=today, **values)


class AskAgainPage(FindingStep):
    """Say that an answer is not enough."""

    step = "ask_again"
    form_class = AskAgainForm

    def initial(self) -> dict[str, Any]:
        """Start with the day by the rule."""
        group = self.object.training_class
        return {"answer_until": services.answer_day(group, timezone.localdate())}

    def act(self, values: Mapping[str, Any]) -> None:
        """Ask again."""
        services.ask_again(self.object, by=signed_in(self), on=timezone.localdate(), **values)


class CloseFindingPage(FindingStep):
    """Close a finding."""

    step = "close_finding"
    form_class = RemarkForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_finding(self.object, by=signed_in(self), on=timezone.localdate(), **values)
