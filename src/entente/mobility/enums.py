"""Words of mobility, and how a stay goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step
from entente.partnerships.enums import StayKind

VIEW_STAY, CHANGE_STAY = "mobility.view_stay", "mobility.change_stay"
VIEW_PROGRAMME, CHANGE_PROGRAMME = "mobility.view_programme", "mobility.change_programme"


class Kind(models.TextChoices):
    """What people go or come for."""

    EXCHANGE = "exchange", pgettext_lazy("kind of mobility", "Exchange")
    JOINT = "joint", pgettext_lazy("kind of mobility", "Joint cultivation")
    DEGREE = "degree", pgettext_lazy("kind of mobility", "Degree study")
    VISITING = "visiting", pgettext_lazy("kind of mobility", "Visiting study")
    STUDY_TOUR = "study_tour", pgettext_lazy("kind of mobility", "Study tour")
    CAMP = "camp", pgettext_lazy("kind of mobility", "Summer or winter camp")
    SCHOLARSHIP = "scholarship", pgettext_lazy("kind of mobility", "National scholarship")
    CONFERENCE = "conference", pgettext_lazy("kind of mobility", "Conference attendance")
    INTERNSHIP = "internship", pgettext_lazy("kind of mobility", "Internship")
    LANGUAGE = "language", pgettext_lazy("kind of mobility", "Language study")
    RESEARCH = "research", pgettext_lazy("kind of mobility", "Research stay")
    TEACHING = "teaching", pgettext_lazy("kind of mobility", "Teaching")
    TRAINING = "training", pgettext_lazy("kind of mobility", "Further training")
    OTHER = "other", pgettext_lazy("kind of mobility", "Other")


# What of an agreement's places a stay takes; a conference or a camp takes none.
TAKES = {
    **dict.fromkeys(
        (
            Kind.EXCHANGE,
            Kind.JOINT,
            Kind.DEGREE,
            Kind.VISITING,
            Kind.SCHOLARSHIP,
            Kind.LANGUAGE,
            Kind.RESEARCH,
        ),
        StayKind.STUDY,
    ),
    Kind.INTERNSHIP: StayKind.TRAINEESHIP,
    Kind.TEACHING: StayKind.TEACHING,
    Kind.TRAINING: StayKind.TRAINING,
}

# What QS counts as academic: study for credit and research, at a university.
ACADEMIC = (Kind.EXCHANGE, Kind.JOINT, Kind.VISITING, Kind.SCHOLARSHIP, Kind.RESEARCH)


class ProgrammeDirection(models.TextChoices):
    """Whether people go, come, or both."""

    OUTBOUND = "outbound", pgettext_lazy("direction of a programme", "Outbound")
    INBOUND = "inbound", pgettext_lazy("direction of a programme", "Inbound")
    BOTH = "both", pgettext_lazy("direction of a programme", "Both directions")


class StayState(models.TextChoices):
    """Where a stay stands."""

    PLANNED = "planned", pgettext_lazy("state of a stay", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("state of a stay", "Under way")
    DONE = "done", pgettext_lazy("state of a stay", "Completed")
    BROKEN_OFF = "broken_off", pgettext_lazy("state of a stay", "Broken off")
    NOT_TAKEN = "not_taken", pgettext_lazy("state of a stay", "Not taken up")


S = StayState

# A stay that took place, for however long.
TOOK_PLACE = (S.UNDER_WAY, S.DONE, S.BROKEN_OFF)

STAY_FLOW = Flow(
    {
        "begin_stay": Step(
            frozenset({S.PLANNED}),
            S.UNDER_WAY,
            CHANGE_STAY,
            _("Has begun"),
            _("The person has arrived; enter the day."),
            order=1,
        ),
        "complete_stay": Step(
            frozenset({S.UNDER_WAY}),
            S.DONE,
            CHANGE_STAY,
            _("Is completed"),
            _("The person has left as planned; enter the last day."),
            order=1,
        ),
        "break_off_stay": Step(
            frozenset({S.UNDER_WAY}),
            S.BROKEN_OFF,
            CHANGE_STAY,
            _("Was broken off"),
            _("The person left early; enter the last day and why."),
            danger=True,
            order=2,
        ),
        "give_up_stay": Step(
            frozenset({S.PLANNED}),
            S.NOT_TAKEN,
            CHANGE_STAY,
            _("Was not taken up"),
            _("The person does not go or come; say why. The stay is not counted."),
            danger=True,
            order=2,
        ),
    },
    {S.PLANNED: "wait", S.UNDER_WAY: "ok", S.BROKEN_OFF: "stop"},
)


# --- Calls and placement --------------------------------------------------------------------------

VIEW_CALL, CHANGE_CALL, PLACE_CALL = (
    "mobility.view_call",
    "mobility.change_call",
    "mobility.place_call",
)


class CallState(models.TextChoices):
    """Where a call stands."""

    DRAFT = "draft", pgettext_lazy("state of a call", "Draft")
    OPEN = "open", pgettext_lazy("state of a call", "Open")
    CLOSED = "closed", pgettext_lazy("state of a call", "Closed")
    PUBLISHED = "published", pgettext_lazy("state of a call", "Placement published")


C = CallState

CALL_FLOW = Flow(
    {
        "open_call": Step(
            frozenset({C.DRAFT}),
            C.OPEN,
            CHANGE_CALL,
            _("Open the call"),
            _("Applications can be entered; the hash of the lottery's seed is public."),
        ),
        "close_call": Step(
            frozenset({C.OPEN}),
            C.CLOSED,
            CHANGE_CALL,
            _("Close the call"),
            _("No further application is entered; the lottery's seed becomes public."),
        ),
        "place_call": Step(
            frozenset({C.CLOSED}),
            C.CLOSED,
            PLACE_CALL,
            _("Run the placement"),
            _("It can be run again after a correction; nothing is published by it."),
        ),
        "publish_run": Step(
            frozenset({C.CLOSED, C.PUBLISHED}),
            C.PUBLISHED,
            PLACE_CALL,
            _("Publish the placement"),
            by_itself=True,
        ),
        "place_again": Step(
            frozenset({C.PUBLISHED}),
            C.PUBLISHED,
            PLACE_CALL,
            _("Run another round"),
            _("Places that were given up go down the waiting lists."),
        ),
    },
    {C.OPEN: "ok", C.CLOSED: "wait", C.PUBLISHED: "ok"},
)


class ApplicationState(models.TextChoices):
    """Where an application stands until it is placed."""

    DRAFT = "draft", pgettext_lazy("state of an application", "Draft")
    HANDED_IN = "handed_in", pgettext_lazy("state of an application", "Handed in")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an application", "Withdrawn")


A = ApplicationState

APPLICATION_FLOW = Flow(
    {
        "hand_in": Step(
            frozenset({A.DRAFT}),
            A.HANDED_IN,
            "",
            _("Hand in"),
            by_itself=True,
        ),
        "withdraw_application": Step(
            frozenset({A.DRAFT, A.HANDED_IN}),
            A.WITHDRAWN,
            CHANGE_CALL,
            _("Withdraw the application"),
            _("What it said stays in the history."),
            danger=True,
        ),
        "take_up_again": Step(
            frozenset({A.WITHDRAWN}),
            A.DRAFT,
            "",
            _("Take up again"),
            by_itself=True,
        ),
    },
    {A.DRAFT: "new", A.HANDED_IN: "ok", A.WITHDRAWN: "stop"},
)


class OfferState(models.TextChoices):
    """What somebody who was offered a place says to it."""

    OPEN = "open", pgettext_lazy("state of an offer", "Not answered")
    FINAL = "final", pgettext_lazy("state of an offer", "Accepted for good")
    WAITING = "waiting", pgettext_lazy("state of an offer", "Accepted, waits")
    DECLINED = "declined", pgettext_lazy("state of an offer", "Declined")


OFFER_FLOW = Flow(
    {
        "accept_offer": Step(
            frozenset({OfferState.OPEN, OfferState.WAITING}),
            OfferState.FINAL,
            CHANGE_CALL,
            _("Accept for good"),
            _("The place is fixed in every further run."),
            order=1,
        ),
        "keep_waiting": Step(
            frozenset({OfferState.OPEN}),
            OfferState.WAITING,
            CHANGE_CALL,
            _("Accept and keep waiting"),
            _("The place is safe; a dearer wish takes its place if one becomes free."),
            order=2,
        ),
        "decline_offer": Step(
            frozenset({OfferState.OPEN, OfferState.WAITING, OfferState.FINAL}),
            OfferState.DECLINED,
            CHANGE_CALL,
            _("Decline"),
            _("The place goes down the waiting list; the applicant takes part no more."),
            danger=True,
            order=3,
        ),
    },
    {OfferState.OPEN: "wait", OfferState.FINAL: "ok", OfferState.WAITING: "new"},
)


class QuestionKind(models.TextChoices):
    """What a question of a call asks for; a section is a heading above the questions below it."""

    SECTION = "section", _("Section: a heading")
    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    NUMBER = "number", pgettext_lazy("kind of question", "Number")
    DAY = "day", pgettext_lazy("kind of question", "Day")
    ONE = "one", _("Choice of one")
    SEVERAL = "several", _("Choice of several")
    STATEMENT = "statement", _("Statement to be confirmed")
    UPLOAD = "upload", _("File")


class UploadKind(models.TextChoices):
    """Which files a question takes."""

    PDF = "pdf", "PDF"
    PICTURE = "picture", _("Picture (JPEG, PNG)")
    WORD = "docx", _("Word document (DOCX)")
