"""What learners open with a phone, by a printed code and without an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.pages.open import DONE, OpenPage
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

WAITING = "waiting"


class ClassPage(OpenPage):
    """A form of a class, for whoever holds its printed code.

    What is sent is limited as widely as a class behind one address needs.
    """

    template_name = "training/open.html"
    limited = "learner"
    said = (DONE, WAITING)

    def found(self, code: str) -> Any:
        """Find the class that a code leads to."""
        return TrainingClass.objects.with_code(code)

    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""
        return dict(settings.LEARNER_RATES)

    def show(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with the class."""
        return super().show(form, status, group=self.group, code=self.group.code, **context)

    @property
    def group(self) -> Any:
        """The class that the page is about."""
        return self.object


class EvaluatePage(ClassPage):
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


class ComplainPage(ClassPage):
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


class EnrolOpenlyPage(ClassPage):
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


class AttendPage(ClassPage):
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
