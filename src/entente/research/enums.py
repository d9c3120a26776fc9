"""Words of joint laboratories and centres, and how one goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW_CENTRE = "research.view_jointcentre"
CHANGE_CENTRE = "research.change_jointcentre"


class CentreKind(models.TextChoices):
    """What is kept together."""

    LABORATORY = "laboratory", _("joint laboratory")
    CENTRE = "centre", _("joint research centre")
    INSTITUTE = "institute", _("joint research institute")


class Level(models.TextChoices):
    """Who recognised it."""

    NATIONAL = "national", pgettext_lazy("level", "national")
    MINISTRY = "ministry", pgettext_lazy("level", "of a ministry")
    PROVINCE = "province", pgettext_lazy("level", "of the province")
    CITY = "city", pgettext_lazy("level", "of the city")
    UNIVERSITY = "university", pgettext_lazy("level", "of the university")
    SCHOOL = "school", pgettext_lazy("level", "of a school")


class CentreState(models.TextChoices):
    """Where a joint laboratory or centre stands."""

    PLANNED = "planned", pgettext_lazy("state of a joint centre", "Planned")
    RUNNING = "running", pgettext_lazy("state of a joint centre", "Running")
    CLOSED = "closed", pgettext_lazy("state of a joint centre", "Closed")
    DROPPED = "dropped", pgettext_lazy("state of a joint centre", "Not founded")


class PartnerRole(models.TextChoices):
    """What a partner does in a joint laboratory or centre."""

    FOUNDER = "founder", pgettext_lazy("role of a partner", "founded it with us")
    MEMBER = "member", pgettext_lazy("role of a partner", "takes part")
    FUNDER = "funder", pgettext_lazy("role of a partner", "pays for it")


class Result(models.TextChoices):
    """What came of an evaluation."""

    EXCELLENT = "excellent", pgettext_lazy("result of an evaluation", "excellent")
    GOOD = "good", pgettext_lazy("result of an evaluation", "good")
    PASSED = "passed", pgettext_lazy("result of an evaluation", "passed")
    RECTIFY = "rectify", pgettext_lazy("result of an evaluation", "to be put right")
    FAILED = "failed", pgettext_lazy("result of an evaluation", "failed")


S = CentreState
FOUNDED = frozenset({S.RUNNING, S.CLOSED})

CENTRE_FLOW = Flow(
    {
        "found": Step(
            frozenset({S.PLANNED}),
            S.RUNNING,
            CHANGE_CENTRE,
            _("It was founded"),
            _("From then on it is counted."),
            order=1,
        ),
        "close": Step(
            frozenset({S.RUNNING}),
            S.CLOSED,
            CHANGE_CENTRE,
            _("It was closed"),
            _("It stays in the records and is counted for the time before."),
            danger=True,
            order=2,
        ),
        "drop": Step(
            frozenset({S.PLANNED}),
            S.DROPPED,
            CHANGE_CENTRE,
            _("It will not be founded"),
            _("It stays in the records and is not counted."),
            danger=True,
            order=2,
        ),
    },
    {S.PLANNED: "wait", S.RUNNING: "ok", S.DROPPED: "stop"},
)


# --- Projects -------------------------------------------------------------------------------------

VIEW_PROJECT = "research.view_jointproject"
CHANGE_PROJECT = "research.change_jointproject"


class ProjectState(models.TextChoices):
    """Where a joint project stands."""

    APPLIED = "applied", pgettext_lazy("state of a project", "Applied for")
    RUNNING = "running", pgettext_lazy("state of a project", "Approved, running")
    FINISHED = "finished", pgettext_lazy("state of a project", "Finished")
    REFUSED = "refused", pgettext_lazy("state of a project", "Not approved")


P = ProjectState
APPROVED = frozenset({P.RUNNING, P.FINISHED})

PROJECT_FLOW = Flow(
    {
        "approve": Step(
            frozenset({P.APPLIED}),
            P.RUNNING,
            CHANGE_PROJECT,
            _("It was approved"),
            _("From then on it is counted, in the year of its approval."),
            order=1,
        ),
        "finish": Step(
            frozenset({P.RUNNING}),
            P.FINISHED,
            CHANGE_PROJECT,
            _("It is finished"),
            _("Say what came of it."),
            order=1,
        ),
        "refuse": Step(
            frozenset({P.APPLIED}),
            P.REFUSED,
            CHANGE_PROJECT,
            _("It was not approved"),
            _("It stays in the records and is not counted."),
            danger=True,
            order=2,
        ),
    },
    {P.APPLIED: "wait", P.RUNNING: "ok", P.FINISHED: "ok", P.REFUSED: "stop"},
)


# --- Publications ---------------------------------------------------------------------------------

VIEW_PUBLICATION = "research.view_publication"
CHANGE_PUBLICATION = "research.change_publication"


class PublicationKind(models.TextChoices):
    """What was published."""

    ARTICLE = "article", pgettext_lazy("kind of publication", "journal article")
    CONFERENCE = "conference", pgettext_lazy("kind of publication", "conference paper")
    CHAPTER = "chapter", pgettext_lazy("kind of publication", "chapter of a book")
    BOOK = "book", pgettext_lazy("kind of publication", "book")
    REPORT = "report", pgettext_lazy("kind of publication", "report")
    PREPRINT = "preprint", pgettext_lazy("kind of publication", "preprint")
    OTHER = "other", pgettext_lazy("kind of publication", "other")


class AffiliationState(models.TextChoices):
    """Which institution is meant by an affiliation."""

    OPEN = "open", pgettext_lazy("state of an affiliation", "To be set")
    PARTNER = "partner", pgettext_lazy("state of an affiliation", "An institution of the register")
    OURS = "ours", pgettext_lazy("state of an affiliation", "Our own institution")
    TEXT = "text", pgettext_lazy("state of an affiliation", "Stays a text")


# --- Patents and prizes ---------------------------------------------------------------------------

VIEW_ACHIEVEMENT = "research.view_achievement"
CHANGE_ACHIEVEMENT = "research.change_achievement"


class AchievementKind(models.TextChoices):
    """What was granted or awarded."""

    INVENTION = "invention", pgettext_lazy("kind of patent", "invention patent")
    UTILITY = "utility", pgettext_lazy("kind of patent", "utility model")
    DESIGN = "design", pgettext_lazy("kind of patent", "design patent")
    SOFTWARE = "software", pgettext_lazy("kind of patent", "software copyright")
    PRIZE = "prize", pgettext_lazy("for research", "prize")


PATENTS = (AchievementKind.INVENTION, AchievementKind.UTILITY, AchievementKind.DESIGN)
