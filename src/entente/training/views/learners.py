"""What learners open with a phone, by a printed code and without an account."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View

from entente.office.services import system_user
from entente.training import services
from entente.training.enums import ClassState
from entente.training.forms.learners import (
    AnswersForm,
    OpenComplaintForm,
    OpenEnrolForm,
    WhoForm,
)
from entente.training.models import Evaluation, Lesson, TrainingClass

DONE, WAITING = "done", "waiting"


@method_decorator([login_not_required, never_cache], name="dispatch")
class OpenPage(View):
    """A form that anyone may send who holds the code; what is refused is said at its field.

    Codes are signed, so they cannot be guessed; what is sent is limited for each address, as widely
    as a class behind one address needs.
    """

    title: ClassVar[Any] = ""
    submit_label: ClassVar[Any] = ""
    done: ClassVar[Any] = ""
    template_name: ClassVar[str] = "training/open.html"
    sent = DONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what the code leads to; a wrong one leads nowhere."""
        self.object = self.found(kwargs["code"])
        if self.object is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def found(self, code: str) -> Any:
        """Find the class that a code leads to."""
        return TrainingClass.objects.with_code(code)

    def closed(self) -> str:
        """Say why nothing can be sent now; empty where it can."""
        return ""

    def form(self, data: Any = None) -> Any:
        """Make the form, empty or with what was sent."""
        raise NotImplementedError

    def act(self, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def told(self) -> str:
        """Say that it was received."""
        return str(self.done)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show the form, or that it was received, or why it is closed."""
        if {DONE, WAITING} & request.GET.keys():
            return self.show(None, done=self.told())
        closed = self.closed()
        return self.show(None if closed else self.form(), closed=closed)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take what was sent, or show it again with what is wrong."""
        if closed := self.closed():
            return self.show(None, status=409, closed=closed)
        form = self.form(request.POST)
        rates = settings.LEARNER_RATES
        if not ratelimit.consume(request, app="entente", action="learner", config=rates):
            form.add_error(None, _("Too many at once from this network. Wait a minute."))
            return self.show(form, status=429)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.act(form)
        except ValidationError as refusal:
            blame(form, refusal)
            return self.show(form, status=422)
        return redirect(f"{request.path}?{self.sent}")

    def show(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page."""
        given = {
            "form": form,
            "title": self.title,
            "submit_label": self.submit_label,
            "group": self.group,
            "code": self.group.code,
            **context,
        }
        return render(self.request, self.template_name, given | self.context(), status=status)

    def context(self) -> dict[str, Any]:
        """Give what else the page draws."""
        return {}

    @property
    def group(self) -> Any:
        """The class that the page is about."""
        return self.object


def blame(form: forms.Form, refusal: ValidationError) -> None:
    """Put a refusal at its field; what belongs to no field of the form stands on top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        for error in errors:
            form.add_error(name if name in form.fields else None, error)


class EvaluatePage(OpenPage):
    """Say what one thinks of a class."""

    title = gettext_lazy("What do you think of this class?")
    submit_label = gettext_lazy("Send without a name")
    done = gettext_lazy("Thank you. Your answers were received without your name.")

    def found(self, code: str) -> Any:
        """Find the class, if its learners are asked."""
        group = super().found(code)
        return group if group and Evaluation.objects.filter(training_class=group).exists() else None

    def closed(self) -> str:
        """Say that it is not open today."""
        asked, today = self.object.evaluation, timezone.localdate()
        if asked.is_open(today):
            return ""
        if today < asked.opens_on:
            day = asked.opens_on.isoformat()
            return _("This evaluation opens on %(day)s.") % {"day": day}
        return _("This evaluation is over.")

    def form(self, data: Any = None) -> Any:
        """Ask the questions."""
        return AnswersForm(data, evaluation=self.object.evaluation)

    def act(self, form: Any) -> None:
        """Keep the answers."""
        services.answer_evaluation(
            self.object.evaluation,
            who=form.cleaned_data["who"],
            said=form.said(),
            on=timezone.localdate(),
        )


class ComplainPage(OpenPage):
    """Write a complaint about a class."""

    title = gettext_lazy("Write a complaint")
    submit_label = gettext_lazy("Send")
    done = gettext_lazy("Your complaint was received and will be answered.")

    def form(self, data: Any = None) -> Any:
        """Ask what happened."""
        return OpenComplaintForm(data)

    def context(self) -> dict[str, Any]:
        """Offer no way to where one is."""
        return {"complaining": True}

    def act(self, form: Any) -> None:
        """Enter it."""
        services.enter_complaint(
            self.object, by=system_user(), raised_on=timezone.localdate(), **form.cleaned_data
        )


class EnrolOpenlyPage(OpenPage):
    """Enrol in a class."""

    title = gettext_lazy("Enrol in this class")
    submit_label = gettext_lazy("Enrol")
    template_name = "training/enrol.html"

    def found(self, code: str) -> Any:
        """Find the class, if it ever took enrolments and its advert is out."""
        group = super().found(code)
        if group is None or group.enrols_from is None:
            return None
        self.advert = services.advert_of(group)
        return group if self.advert else None

    def closed(self) -> str:
        """Say that it is not open today."""
        group, today = self.object, timezone.localdate()
        if group.takes_enrolments(today):
            return ""
        if group.state == ClassState.PLANNED and today < group.enrols_from:
            day = group.enrols_from.isoformat()
            return _("Enrolment opens on %(day)s.") % {"day": day}
        return _("Enrolment in this class is closed.")

    def form(self, data: Any = None) -> Any:
        """Ask who it is."""
        return OpenEnrolForm(data)

    def act(self, form: Any) -> None:
        """Enrol them."""
        today = timezone.localdate()
        learner = services.enrol_openly(self.object, on=today, **form.cleaned_data)
        self.sent = WAITING if learner.waiting else DONE

    def told(self) -> str:
        """Say whether there is a place."""
        if WAITING in self.request.GET:
            return _("Every place is taken. You are on the waiting list and will hear from us.")
        return _("You are enrolled. The university tells you how to pay to its account.")

    def context(self) -> dict[str, Any]:
        """Show the advert that is out, and whether places are left."""
        return {"advert": self.advert, "full": self.object.is_full()}


class AttendPage(OpenPage):
    """Say that one is there, on the day of the lesson."""

    title = gettext_lazy("I am here")
    submit_label = gettext_lazy("Note that I am here")
    done = gettext_lazy("You are in the list of this lesson.")

    def found(self, code: str) -> Any:
        """Find the lesson that a code leads to."""
        return Lesson.objects.with_code(code)

    def closed(self) -> str:
        """Say on which day it works."""
        if self.object.held_on == timezone.localdate():
            return ""
        return _("This lesson is on %(day)s.") % {"day": self.object.held_on.isoformat()}

    def form(self, data: Any = None) -> Any:
        """Ask who it is."""
        return WhoForm(data)

    def act(self, form: Any) -> None:
        """Note them."""
        services.attend(self.object, who=form.cleaned_data["who"], on=timezone.localdate())

    @property
    def group(self) -> Any:
        """The class of the lesson."""
        return self.object.training_class
