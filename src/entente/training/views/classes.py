"""Pages about classes: timetable, learners, attendance, fees, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.certificates.enums import ISSUE
from entente.kit import work
from entente.kit.errors import DomainError
from entente.kit.imports import read_table
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    ListPage,
    RecordPage,
    RemovePage,
    StaffPage,
    StepPage,
    View,
)
from entente.office.acting import signed_in
from entente.office.rules import rule_value
from entente.training import services
from entente.training.enums import (
    CHANGE_PROJECT,
    CLASS_FLOW,
    SUPERVISE,
    VIEW_PROJECT,
    ClassState,
)
from entente.training.forms.desk import (
    AssessmentForm,
    AttendanceForm,
    CertifyLearnersForm,
    ClassForm,
    EnrolForm,
    EnrolmentForm,
    LearnerForm,
    LearnersSheetForm,
    LessonForm,
    PaymentForm,
    WhyForm,
)
from entente.training.importers import LearnersSheet
from entente.training.models import Evaluation, Learner, Lesson, Project, TrainingClass
from entente.training.runners import CertifyLearners
from entente.training.tables import ClassColumns, ClassFilter
from entente.training.timetable import taught_by, timetable

OVER = (ClassState.CLOSED, ClassState.CANCELLED)
STANDING = (ClassState.RUNNING, ClassState.CLOSED)


class ClassListPage(ListPage):
    """The classes in one's scope, the newest first."""

    model = TrainingClass
    title = _("Training classes")
    columns = ClassColumns
    filterset_class = ClassFilter
    permission_required = VIEW_PROJECT
    default_sort = "-starts_on"
    views = (
        View(ClassState.RUNNING.label, {"state": ClassState.RUNNING.value}),
        View(_("Over and not closed yet"), {"now": "overdue"}),
    )
    empty_text = _("No class is entered yet. Classes are opened on the page of a project.")


class ClassPage(RecordPage):
    """One class: timetable, learners with their hours, fees, certificates."""

    model = TrainingClass
    template_name = "training/class.html"
    permission_required = VIEW_PROJECT
    flow = CLASS_FLOW

    def context(self) -> dict[str, Any]:
        """Add its parts and who completed it."""
        group = self.object
        learners = list(group.learners.for_list().with_hours())
        completed = set(services.completed(group).values_list("pk", flat=True))
        lessons = list(group.lessons.all())
        may_change = self.officer.may(CHANGE_PROJECT, group)
        asked_of = services.of_class(group, on=timezone.localdate()) if may_change else []
        closed = group.state == ClassState.CLOSED
        asked = Evaluation.objects.filter(training_class=group).first()
        if asked:
            asked.training_class = group
        return super().context() | {
            "asked": asked_of,
            "missing": sum(not one.met for one in asked_of),
            "lessons": lessons,
            "learners": [(learner, learner.pk in completed) for learner in learners],
            "enrolled": sum(it.left_on is None and not it.waiting for it in learners),
            "teachers": taught_by(lessons),
            "may_open": may_change and group.state == ClassState.PLANNED,
            "completed": len(completed),
            "taught": group.taught_hours(),
            "payments": list(group.payments.select_related("learner")),
            "income": group.income(),
            "share": rule_value(
                "training.completion_share", on=group.ends_on, unit=group.project.unit
            ),
            "evaluation": asked,
            "results": services.results(asked, on=timezone.localdate()) if asked else None,
            "findings": list(group.findings.all()),
            "may_evaluate": may_change and group.state in STANDING,
            "may_supervise": self.officer.may(SUPERVISE, group),
            "may_complain": may_change,
            "may_change": may_change and group.state not in OVER,
            "may_pay": may_change and group.state != ClassState.CANCELLED,
            "may_certify": closed
            and self.officer.may(ISSUE)
            and self.officer.may(CHANGE_PROJECT, group),
        }

    def change_address(self) -> str:
        """Offer to change what is not over."""
        may = self.officer.may(CHANGE_PROJECT, self.object)
        if not may or self.object.state in OVER:
            return ""
        return reverse("training:change_class", args=[self.object.pk])


class OpenClassPage(ActionPage):
    """Open a class in a project."""

    model = Project
    form_class = ClassForm
    title = _("Open a class")
    submit_label = _("Save")
    permission_required = CHANGE_PROJECT

    def initial(self) -> dict[str, Any]:
        """Start with what the project says."""
        names = ("title_zh", "title_en", "hours", "place")
        return {name: getattr(self.object, name) for name in names} | {
            "company": self.object.partner_id
        }

    def perform(self, values: Mapping[str, Any]) -> str:
        """Open it and go to it."""
        group = services.open_class(self.object, by=signed_in(self), **values)
        return group.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        self.perform(values)


class ChangeClassPage(ChangePage):
    """Change what is said of a class."""

    model = TrainingClass
    form_class = ClassForm
    title = _("Edit class")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, the company too."""
        return super().initial() | {"company": self.object.company_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_class(self.object, by=signed_in(self), seen=seen, **values)


class ClassStep(StepPage):
    """A step on a class, with the words of the flow."""

    model = TrainingClass


class StartClassPage(ClassStep):
    """Start a class."""

    step = "start_class"

    def act(self, values: Mapping[str, Any]) -> None:
        """Start it."""
        services.start_class(self.object, by=signed_in(self))


class CloseClassPage(ClassStep):
    """Close a class."""

    step = "close_class"

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_class(self.object, by=signed_in(self), on=timezone.localdate())


class CancelClassPage(ClassStep):
    """Cancel a class."""

    step = "cancel_class"
    form_class = WhyForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Cancel it."""
        services.cancel_class(self.object, by=signed_in(self), reason=values["reason"])


class AddPage(ActionPage):
    """Add a part to a class."""

    model = TrainingClass
    submit_label = _("Add")
    permission_required = CHANGE_PROJECT


class RemovePartPage(RemovePage):
    """Take off a part of a class, and go back to the class."""

    permission_required = CHANGE_PROJECT


# --- The timetable --------------------------------------------------------------------------------


class AddLessonPage(AddPage):
    """Add a lesson."""

    form_class = LessonForm
    title = _("Add a lesson")

    def initial(self) -> dict[str, Any]:
        """Start with the place of the class."""
        return {"place": self.object.place, "held_on": self.object.starts_on}

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        services.add_lesson(self.object, by=signed_in(self), **values)


class ChangeLessonPage(ChangePage):
    """Change a lesson."""

    model = Lesson
    form_class = LessonForm
    title = _("Edit lesson")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_lesson(self.object, by=signed_in(self), seen=seen, **values)


class RemoveLessonPage(RemovePartPage):
    """Take off a lesson."""

    model = Lesson
    title = _("Remove this lesson")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_lesson(self.object, by=signed_in(self))


class AttendancePage(ActionPage):
    """Enter who was there in a lesson."""

    model = Lesson
    form_class = AttendanceForm
    title = _("Attendance")
    submit_label = _("Save")
    explanation = _("Tick everybody who was there; the list before is replaced.")
    permission_required = CHANGE_PROJECT

    def initial(self) -> dict[str, Any]:
        """Start with the list as it stands; an empty one with everybody."""
        lesson = self.object
        there = list(lesson.attendances.values_list("learner", flat=True))
        staying = lesson.training_class.learners.staying()
        everybody = [] if there else list(staying.values_list("pk", flat=True))
        return {"of_class": lesson.training_class, "learners": there or everybody}

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.record_attendance(
            self.object, list(values["learners"]), by=signed_in(self), on=timezone.localdate()
        )


class AssessmentPage(ActionPage):
    """Enter who passed the assessment of a class."""

    model = TrainingClass
    form_class = AssessmentForm
    title = _("Assessment")
    submit_label = _("Save")
    permission_required = CHANGE_PROJECT

    def initial(self) -> dict[str, Any]:
        """Say of which class it is."""
        return {"of_class": self.object}

    def form(self, data: Any = None, files: Any = None) -> AssessmentForm:
        """Keep the form, which knows the learners."""
        self.bound = AssessmentForm(data, files, initial=self.initial(), officer=self.officer)
        return self.bound

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.record_assessment(self.object, self.bound.results(), by=signed_in(self))


class Timetable(StaffPage):
    """The timetable of a class for a calendar."""

    model = TrainingClass
    permission_required = VIEW_PROJECT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it out as a file."""
        group = get_object_or_404(self.get_queryset(), pk=pk)
        answer = HttpResponse(timetable(group), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="timetable-{group.pk}.ics"'
        return answer


# --- Learners -------------------------------------------------------------------------------------


class EnrolPage(AddPage):
    """Enrol one learner."""

    form_class = EnrolForm
    title = _("Enrol a learner")

    def initial(self) -> dict[str, Any]:
        """Start with the company that sends its people."""
        return {"organisation": self.object.company_id}

    def act(self, values: Mapping[str, Any]) -> None:
        """Enrol them."""
        services.enrol(self.object, by=signed_in(self), **values)


class OpenEnrolmentPage(ChangePage):
    """Let learners enrol by themselves."""

    model = TrainingClass
    form_class = EnrolmentForm
    title = _("Enrolment by the learners")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Open it."""
        services.open_enrolment(self.object, by=signed_in(self), seen=seen, **values)


class AdmitPage(ActionPage):
    """Give a place to somebody who waits."""

    model = Learner
    title = _("Admit this learner")
    permission_required = CHANGE_PROJECT

    def act(self, values: Mapping[str, Any]) -> None:
        """Admit them."""
        services.admit(self.object, by=signed_in(self))


class EnrolSheetPage(AddPage):
    """Enrol everybody on a sheet, or nobody."""

    form_class = LearnersSheetForm
    title = _("Enrol from a sheet")
    submit_label = _("Check the sheet and enrol")
    explanation = _("Every line is checked first; with one mistake nobody is enrolled.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enrol them."""
        file = values["file"]
        try:
            table = read_table(file, file.name or "")
            sheet = LearnersSheet(table, by=self.officer, training_class=self.object)
            people = sheet.values()
        except ValidationError as refusal:
            raise DomainError({"file": refusal.messages}, code="faulty_rows") from refusal
        sent_by = {"organisation": self.object.company}
        services.enrol_all(
            self.object, [{**person, **sent_by} for person in people], by=signed_in(self)
        )


class ChangeLearnerPage(ChangePage):
    """Change what is said of a learner."""

    model = Learner
    form_class = LearnerForm
    title = _("Edit learner")
    permission_required = CHANGE_PROJECT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, the institution too."""
        held = {"organisation": self.object.organisation_id, "person": self.object.person_id}
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_learner(self.object, by=signed_in(self), seen=seen, **values)


class RemoveLearnerPage(RemovePartPage):
    """Take off a learner."""

    model = Learner
    title = _("Remove this learner")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the learner."""
        services.remove_learner(self.object, by=signed_in(self))


class AddPaymentPage(AddPage):
    """Enter a fee or a refund."""

    form_class = PaymentForm
    title = _("Enter a fee")

    def initial(self) -> dict[str, Any]:
        """Start with the price, today, and the university's account."""
        project = self.object.project
        return {
            "of_class": self.object,
            "amount": project.price,
            "paid_on": timezone.localdate(),
            "payee": str(project.top_unit.name),
        }

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.enter_payment(self.object, by=signed_in(self), **values)


class CertifyPage(ActionPage):
    """Issue certificates to everybody who completed a class; a worker does it one by one."""

    model = TrainingClass
    form_class = CertifyLearnersForm
    title = _("Issue certificates")
    explanation = _("Everybody who completed the class and has none yet receives one.")
    permission_required = CHANGE_PROJECT

    def perform(self, values: Mapping[str, Any]) -> str:
        """Begin, and go to where the progress is shown."""
        group = self.object
        if not self.officer.may(ISSUE):
            raise DomainError(_("You may not issue certificates."), code="may_not")
        services.refuse_uncertifiable(group, on=timezone.localdate())
        waiting = services.completed(group).filter(certificate__isnull=True)
        keys = list(waiting.order_by("pk").values_list("pk", flat=True))
        if not keys:
            raise DomainError(
                _("Nobody is left who completed the class and has no certificate."), code="nobody"
            )
        payload = {
            "series": values["series"].pk,
            "template": values["template"].pk,
            "class": group.pk,
            "ids": keys,
        }
        title = f"{_('Issue certificates')} · {group}"
        begun = work.start(CertifyLearners, by=self.officer, title=title, payload=payload)
        return begun.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Begin."""
        self.perform(values)
