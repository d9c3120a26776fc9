"""Pages on which an office builds the questions of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError
from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, RecordPage
from entente.mobility import services
from entente.mobility.enums import CHANGE_CALL, VIEW_CALL, CallState
from entente.mobility.forms.calls import OfCallForm
from entente.mobility.forms.questions import CopyQuestionsForm, QuestionForm, lines_of
from entente.mobility.models import Call, Question
from entente.mobility.views.calls import AddToCallPage, ChangeOfCallPage, RemoveOfCallPage
from entente.office.acting import signed_in


class QuestionsPage(RecordPage):
    """The questions of a call, in the order in which applicants read them."""

    model = Call
    template_name = "mobility/questions.html"
    permission_required = VIEW_CALL

    def context(self) -> dict[str, Any]:
        """Add the questions."""
        chosen = self.object
        may = chosen.state != CallState.PUBLISHED and self.officer.may(CHANGE_CALL, chosen)
        questions = list(Question.objects.of_call(chosen))
        return super().context() | {"questions": questions, "may_change": may}


class OfQuestionsPage:
    """A page that goes back to the questions of a call."""

    object: Any

    def back(self) -> str:
        """Give the address of the questions."""
        chosen = getattr(self.object, "call", self.object)
        return f"{chosen.get_absolute_url()}questions/"


class AddQuestionPage(OfQuestionsPage, AddToCallPage):
    """Add a question or a section."""

    of_call_form: ClassVar[type[OfCallForm]] = QuestionForm
    title = _("Add a question")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Add it, and go back to the questions."""
        self.act(values)
        return self.back()

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_question(self.object, by=signed_in(self), **values)


class CopyQuestionsPage(AddQuestionPage):
    """Take the questions of another call over."""

    of_call_form = CopyQuestionsForm
    title = _("Copy the questions of another call")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take them over."""
        services.copy_questions(self.object, by=signed_in(self), source=values["source"])


class ChangeQuestionPage(OfQuestionsPage, ChangeOfCallPage):
    """Correct a question."""

    model = Question
    of_call_form = QuestionForm
    title = _("Edit question")

    def initial(self) -> dict[str, Any]:
        """Start with what it asks."""
        asks = self.object
        condition = f"{asks.depends_on_id}:{asks.on_answer}" if asks.depends_on_id else ""
        return super().initial() | {"choices": lines_of(asks.choices), "condition": condition}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for this question."""
        return QuestionForm(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            call=self.object.call,
            question=self.object,
        )

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_question(self.object, by=signed_in(self), seen=seen, **values)


class RemoveQuestionPage(OfQuestionsPage, RemoveOfCallPage):
    """Take a question off."""

    model = Question
    title = _("Remove the question")
    explanation = _("What drafts answered to it goes too. The history keeps what was asked.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it off."""
        services.remove_question(self.object, by=signed_in(self))


class MoveQuestionPage(OfQuestionsPage, ActionPage):
    """Let a question change places with its neighbour; a refusal stands above the list."""

    model = Question
    title = _("Move up")
    explanation = _("The question changes places with the one above it.")
    permission_required = CHANGE_CALL
    up: ClassVar[bool] = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move it; what is refused is said on the page of the questions."""
        self.prepare()
        try:
            self.act({})
        except DomainError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(self.back())

    def act(self, values: Mapping[str, Any]) -> None:
        """Move it."""
        services.move_question(self.object, by=signed_in(self), up=self.up)


class LowerQuestionPage(MoveQuestionPage):
    """Move a question down."""

    title = _("Move down")
    explanation = _("The question changes places with the one below it.")
    up = False
