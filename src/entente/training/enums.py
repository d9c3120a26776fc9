"""Words of non-degree education, and how projects, adverts and classes go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_PROJECT, CHANGE_PROJECT = "training.view_project", "training.change_project"
APPROVE_PROJECT = "training.approve_project"
OVERRIDE_SCREENING = "training.override_screening"
SUPERVISE = "training.supervise"
VIEW_ORGANISER, CHANGE_ORGANISER = "training.view_organiser", "training.change_organiser"


class ProjectKind(models.TextChoices):
    """What kind of education a project is; some kinds are excluded by rule."""

    TRAINING = "training", _("Training course")
    ADVANCED = "advanced", _("Advanced study")
    ADMISSION = "admission", _("Preparatory course")
    SELF_STUDY = "self_study", _("Tutoring for self-study examinations")


class Mode(models.TextChoices):
    """How a project is taught."""

    FULL_TIME = "full_time", pgettext_lazy("mode of training", "Full-time")
    SPARE_TIME = "spare_time", pgettext_lazy("mode of training", "Spare-time")
    ONLINE = "online", pgettext_lazy("mode of training", "Online")
    BLENDED = "blended", pgettext_lazy("mode of training", "Blended")


class ContractQuestion(models.TextChoices):
    """What is asked of a contract with a partner; each is a column of the project."""

    COLLECTS = "partner_collects", _("Does the partner collect fees?")
    ENROLS = "partner_enrols", _("Does the partner or an agent enrol the learners?")
    RIGHTS = "rights_passed", _("Does the partner manage, run or teach in our place?")
    OUTSOURCED = "outsourced", _("Is the whole project handed to the partner?")
    DONATION = "as_donation", _("Are fees paid as a donation or sponsorship?")
    BUDGET = "all_in_budget", _("Does all income enter the university's budget?")


class ArchivePaper(models.TextChoices):
    """What a project hands over to the archive."""

    APPROVAL = "approval", _("Application and approval")
    ADVERTS = "adverts", _("Adverts with their reviews")
    CONTRACT = "contract", _("Contract")
    LEARNERS = "learners", _("List of learners")
    TIMETABLE = "timetable", _("Timetable and materials")
    ATTENDANCE = "attendance", _("Lists of attendance")
    FEES = "fees", _("Receipts of fees")
    CERTIFICATES = "certificates", _("Register of certificates")


class ProjectState(models.TextChoices):
    """Where a project stands."""

    DRAFT = "draft", pgettext_lazy("state of a project", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a project", "Awaiting approval")
    RETURNED = "returned", pgettext_lazy("state of a project", "Returned")
    APPROVED = "approved", pgettext_lazy("state of a project", "Approved")
    RUNNING = "running", pgettext_lazy("state of a project", "Running")
    CLOSED = "closed", pgettext_lazy("state of a project", "Closed")
    ARCHIVED = "archived", pgettext_lazy("state of a project", "Archived")


class AdvertState(models.TextChoices):
    """Where a version of an advert stands."""

    DRAFT = "draft", pgettext_lazy("state of an advert", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of an advert", "Awaiting review")
    RETURNED = "returned", pgettext_lazy("state of an advert", "Returned")
    APPROVED = "approved", pgettext_lazy("state of an advert", "Approved")
    PUBLISHED = "published", pgettext_lazy("state of an advert", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an advert", "Withdrawn")


class ClassState(models.TextChoices):
    """Where a class stands."""

    PLANNED = "planned", pgettext_lazy("state of a class", "Planned")
    RUNNING = "running", pgettext_lazy("state of a class", "Running")
    CLOSED = "closed", pgettext_lazy("state of a class", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("state of a class", "Cancelled")


class FindingKind(models.TextChoices):
    """What a finding about a class comes from."""

    VISIT = "visit", _("Supervision visit")
    COMPLAINT = "complaint", _("Complaint")


class FindingState(models.TextChoices):
    """Where a finding stands."""

    OPEN = "open", pgettext_lazy("state of a finding", "To be answered")
    ANSWERED = "answered", pgettext_lazy("state of a finding", "Answered")
    CLOSED = "closed", pgettext_lazy("state of a finding", "Closed")


P, A, C = ProjectState, AdvertState, ClassState
EDITABLE = frozenset({P.DRAFT, P.RETURNED})
TEACHABLE = frozenset({P.APPROVED, P.RUNNING})

PROJECT_FLOW = Flow(
    {
        "submit_project": Step(
            EDITABLE,
            P.SUBMITTED,
            CHANGE_PROJECT,
            _("Submit for approval"),
            _("Whoever manages non-degree education decides; not the organiser."),
            order=1,
        ),
        "approve_project": Step(
            frozenset({P.SUBMITTED}),
            P.APPROVED,
            APPROVE_PROJECT,
            _("Approve"),
            _("From then on classes can be opened and adverts submitted."),
            order=2,
        ),
        "return_project": Step(
            frozenset({P.SUBMITTED}),
            P.RETURNED,
            APPROVE_PROJECT,
            _("Return"),
            _("Say what is to be mended; the organiser submits it again."),
            order=3,
        ),
        "revise_project": Step(
            frozenset({P.SUBMITTED, P.APPROVED}),
            P.DRAFT,
            CHANGE_PROJECT,
            _("Take back and revise"),
            _("It needs approval anew; adverts that are out are withdrawn."),
            danger=True,
            order=8,
        ),
        "begin_project": Step(
            frozenset({P.APPROVED}), P.RUNNING, CHANGE_PROJECT, _("Begin"), by_itself=True
        ),
        "close_project": Step(
            frozenset({P.RUNNING}),
            P.CLOSED,
            CHANGE_PROJECT,
            pgettext_lazy("step of a project", "Close"),
            _("Every class is over; nothing is taught any more."),
            order=5,
        ),
        "archive_project": Step(
            frozenset({P.CLOSED}),
            P.ARCHIVED,
            CHANGE_PROJECT,
            _("Hand over to the archive"),
            _("Tick what is handed over; say why where something is missing."),
            order=6,
        ),
    },
    {P.SUBMITTED: "wait", P.RETURNED: "stop", P.APPROVED: "ok", P.RUNNING: "ok"},
)
ADVERT_FLOW = Flow(
    {
        "submit_advert": Step(
            frozenset({A.DRAFT, A.RETURNED}),
            A.SUBMITTED,
            CHANGE_PROJECT,
            _("Submit for review"),
            order=1,
        ),
        "approve_advert": Step(
            frozenset({A.SUBMITTED}), A.APPROVED, APPROVE_PROJECT, _("Approve"), order=2
        ),
        "return_advert": Step(
            frozenset({A.SUBMITTED}), A.RETURNED, APPROVE_PROJECT, _("Return"), order=3
        ),
        "publish_advert": Step(
            frozenset({A.APPROVED}),
            A.PUBLISHED,
            CHANGE_PROJECT,
            _("Publish"),
            _("The version that was out until now is withdrawn."),
            order=1,
        ),
        "withdraw_advert": Step(
            frozenset({A.APPROVED, A.PUBLISHED}),
            A.WITHDRAWN,
            CHANGE_PROJECT,
            pgettext_lazy("step of an advert", "Withdraw"),
            danger=True,
            order=9,
        ),
        "reopen_advert": Step(
            frozenset({A.DRAFT, A.SUBMITTED, A.RETURNED, A.APPROVED}),
            A.DRAFT,
            CHANGE_PROJECT,
            _("Change the advert"),
            by_itself=True,
        ),
    },
    {A.SUBMITTED: "wait", A.RETURNED: "stop", A.APPROVED: "ok", A.PUBLISHED: "ok"},
)
CLASS_FLOW = Flow(
    {
        "start_class": Step(
            frozenset({C.PLANNED}),
            C.RUNNING,
            CHANGE_PROJECT,
            _("Start the class"),
            _("The learners are enrolled and the timetable stands."),
            order=1,
        ),
        "close_class": Step(
            frozenset({C.RUNNING}),
            C.CLOSED,
            CHANGE_PROJECT,
            _("Close the class"),
            _("Attendance is complete; whoever completed it can be certified."),
            order=2,
        ),
        "cancel_class": Step(
            frozenset({C.PLANNED}),
            C.CANCELLED,
            CHANGE_PROJECT,
            _("Cancel the class"),
            _("It stays in the records and is not counted."),
            danger=True,
            order=9,
        ),
    },
    {C.PLANNED: "wait", C.RUNNING: "ok"},
)
F = FindingState
FINDING_FLOW = Flow(
    {
        "answer_finding": Step(
            frozenset({F.OPEN}),
            F.ANSWERED,
            CHANGE_PROJECT,
            pgettext_lazy("step of a finding", "Answer"),
            _("Say what was done about it; whoever supervises closes it or asks again."),
            order=1,
        ),
        "close_finding": Step(
            frozenset({F.ANSWERED}),
            F.CLOSED,
            SUPERVISE,
            pgettext_lazy("step of a finding", "Close"),
            _("The answer is enough; nothing more is to be done."),
            order=1,
        ),
        "ask_again": Step(
            frozenset({F.ANSWERED}),
            F.OPEN,
            SUPERVISE,
            _("Ask again"),
            _("Say what is still to be mended, and until when."),
            order=2,
        ),
    },
    {F.OPEN: "stop", F.ANSWERED: "wait", F.CLOSED: "ok"},
)
