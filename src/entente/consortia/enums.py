"""Words of consortia."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

CHANGE_MEETING = "consortia.change_meeting"


class NameKind(models.TextChoices):
    """What a further name of a consortium is."""

    FOUND = "found", _("Form found in a source")
    FORMER = "former", _("Former name")
    SHORT = "short", _("Short form")


class MemberClass(models.TextChoices):
    """How somebody is a member."""

    MEMBER = "member", pgettext_lazy("class of member", "Member")
    FULL = "full", pgettext_lazy("class of member", "Full member")
    ASSOCIATE = "associate", pgettext_lazy("class of member", "Associate member")
    HONORARY = "honorary", pgettext_lazy("class of member", "Honorary member")


class Office(models.TextChoices):
    """What a mandate is for; one holder at a time."""

    CHAIR = "chair", pgettext_lazy("office in a consortium", "Chair")
    SECRETARY = "secretary", pgettext_lazy("office in a consortium", "Secretary-general")
    SECRETARIAT = "secretariat", pgettext_lazy("office in a consortium", "Secretariat")
    TREASURER = "treasurer", pgettext_lazy("office in a consortium", "Treasurer")


class SeriesKind(models.TextChoices):
    """What a consortium holds again and again."""

    SUMMER_SCHOOL = "summer_school", _("Summer school")
    CONFERENCE = "conference", _("Conference")
    WORKSHOP = "workshop", _("Workshop")
    CONTEST = "contest", _("Contest")
    OTHER = "other", pgettext_lazy("kind of event", "Other")


class EditionState(models.TextChoices):
    """What became of one edition."""

    PLANNED = "planned", pgettext_lazy("state of an edition", "Planned")
    HELD = "held", pgettext_lazy("state of an edition", "Held")
    CANCELLED = "cancelled", pgettext_lazy("state of an edition", "Cancelled")
    UNKNOWN = "unknown", pgettext_lazy("state of an edition", "Not known")


class Majority(models.TextChoices):
    """How many votes carry a motion: a share, and of whom. Half means more than half."""

    HALF_CAST = "half_cast", _("More than half of the votes cast")
    HALF_PART = "half_part", _("More than half of those present or represented")
    HALF_ALL = "half_all", _("More than half of all members with a vote")
    TWO_THIRDS_CAST = "two_thirds_cast", _("Two thirds of the votes cast")
    TWO_THIRDS_PART = "two_thirds_part", _("Two thirds of those present or represented")
    TWO_THIRDS_ALL = "two_thirds_all", _("Two thirds of all members with a vote")
    THREE_QUARTERS_CAST = "three_quarters_cast", _("Three quarters of the votes cast")
    THREE_QUARTERS_PART = "three_quarters_part", _("Three quarters of those present or represented")
    THREE_QUARTERS_ALL = "three_quarters_all", _("Three quarters of all members with a vote")
    UNANIMOUS_CAST = "all_cast", _("All votes cast, none against")
    UNANIMOUS_PART = "all_part", _("All of those present or represented")
    UNANIMOUS_ALL = "all_all", _("All members with a vote")


class MotionKind(models.TextChoices):
    """What a motion is about; a statute asks a majority for each."""

    ORDINARY = "ordinary", pgettext_lazy("kind of motion", "Ordinary matter")
    MEMBERSHIP = "membership", pgettext_lazy("kind of motion", "Membership")
    ELECTION = "election", pgettext_lazy("kind of motion", "Election")
    DUES = "dues", pgettext_lazy("kind of motion", "Dues")
    STATUTE = "statute", pgettext_lazy("kind of motion", "Statute")


class Effect(models.TextChoices):
    """What a motion does to the records once it is adopted."""

    NONE = "none", _("A decision in words")
    ADMIT = "admit", _("Admit a member")
    EXCLUDE = "exclude", _("Exclude a member")
    CHANGE_CLASS = "change_class", _("Change a member's class or vote")
    MANDATE = "mandate", _("Elect to an office")
    DUES = "dues", _("Set dues")
    STATUTE = "statute", _("Put a statute into force")
    HOST = "host", _("Choose the host of an edition")


KIND_OF_EFFECT = {
    Effect.NONE: MotionKind.ORDINARY,
    Effect.ADMIT: MotionKind.MEMBERSHIP,
    Effect.EXCLUDE: MotionKind.MEMBERSHIP,
    Effect.CHANGE_CLASS: MotionKind.MEMBERSHIP,
    Effect.MANDATE: MotionKind.ELECTION,
    Effect.DUES: MotionKind.DUES,
    Effect.STATUTE: MotionKind.STATUTE,
    Effect.HOST: MotionKind.ORDINARY,
}


class QuorumCounts(models.TextChoices):
    """Who counts for the quorum."""

    PRESENT = "present", _("Members that are present")
    REPRESENTED = "represented", _("Members that are present or represented by proxy")


class Rotation(models.TextChoices):
    """In which order an office or the place of an edition goes round."""

    NONE = "none", _("No fixed order")
    LISTED = "listed", _("In the order that the statute lists")
    JOINING = "joining", _("In the order of joining")
    NAME = "name", _("In the order of English names")


class Proration(models.TextChoices):
    """What a member owes that joins or leaves in the middle of a year."""

    NONE = "none", _("The whole year")
    MONTHS = "months", _("By months: a month counts for whoever is a member when it begins")
    DAYS = "days", _("By days")


class BodyKind(models.TextChoices):
    """What a body of a consortium is."""

    ASSEMBLY = "assembly", pgettext_lazy("body of a consortium", "General assembly")
    COUNCIL = "council", pgettext_lazy("body of a consortium", "Council")
    EXECUTIVE = "executive", pgettext_lazy("body of a consortium", "Executive committee")
    COMMITTEE = "committee", pgettext_lazy("body of a consortium", "Committee")


class MeetingState(models.TextChoices):
    """Where a meeting or a written ballot stands."""

    PLANNED = "planned", pgettext_lazy("state of a meeting", "Planned")
    CONVENED = "convened", pgettext_lazy("state of a meeting", "Convened")
    OPEN = "open", pgettext_lazy("state of a meeting", "Open")
    CLOSED = "closed", pgettext_lazy("state of a meeting", "Closed")
    APPROVED = "approved", pgettext_lazy("state of a meeting", "Minutes approved")
    CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "Cancelled")


_M = MeetingState
MEETING_FLOW = Flow(
    {
        "convene": Step(
            frozenset({_M.PLANNED}),
            _M.CONVENED,
            CHANGE_MEETING,
            _("Convene"),
            _("Say on which day the invitation went out; the notice period is checked."),
        ),
        "open": Step(
            frozenset({_M.CONVENED}),
            _M.OPEN,
            CHANGE_MEETING,
            pgettext_lazy("a meeting", "Open"),
            _("From now on votes can be taken."),
        ),
        "close": Step(
            frozenset({_M.OPEN}),
            _M.CLOSED,
            CHANGE_MEETING,
            pgettext_lazy("a meeting", "Close"),
            _("Adopted motions become resolutions and are carried out."),
        ),
        "approve_minutes": Step(
            frozenset({_M.CLOSED}),
            _M.APPROVED,
            CHANGE_MEETING,
            _("Approve the minutes"),
            _("The minutes have been read and approved."),
        ),
        "cancel": Step(
            frozenset({_M.PLANNED, _M.CONVENED}),
            _M.CANCELLED,
            CHANGE_MEETING,
            _("Cancel the meeting"),
            _("It does not take place."),
            danger=True,
            order=90,
        ),
    },
    {
        _M.PLANNED: "wait",
        _M.CONVENED: "wait",
        _M.OPEN: "new",
        _M.CLOSED: "wait",
        _M.APPROVED: "ok",
    },
)


class Presence(models.TextChoices):
    """How a member took part in a meeting."""

    PRESENT = "present", pgettext_lazy("at a meeting", "Present")
    PROXY = "proxy", pgettext_lazy("at a meeting", "Represented by proxy")
    EXCUSED = "excused", pgettext_lazy("at a meeting", "Excused")
    ABSENT = "absent", pgettext_lazy("at a meeting", "Absent")


class MotionState(models.TextChoices):
    """What became of a motion."""

    TABLED = "tabled", pgettext_lazy("state of a motion", "Tabled")
    VOTING = "voting", pgettext_lazy("state of a motion", "Vote open")
    ADOPTED = "adopted", pgettext_lazy("state of a motion", "Adopted")
    REJECTED = "rejected", pgettext_lazy("state of a motion", "Rejected")
    NO_QUORUM = "no_quorum", pgettext_lazy("state of a motion", "Refused: no quorum")
    RECOMMENDED = "recommended", pgettext_lazy("state of a motion", "Recommendation only")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a motion", "Withdrawn")


_V = MotionState
COUNTED = frozenset({_V.ADOPTED, _V.REJECTED, _V.NO_QUORUM, _V.RECOMMENDED})
MOTION_FLOW = Flow(
    {
        "open_vote": Step(frozenset({_V.TABLED}), _V.VOTING, CHANGE_MEETING, _("Open the vote")),
        "adopt": Step(frozenset({_V.VOTING}), _V.ADOPTED, CHANGE_MEETING, _("Close the vote")),
        "reject": Step(frozenset({_V.VOTING}), _V.REJECTED, CHANGE_MEETING, _("Close the vote")),
        "refuse": Step(frozenset({_V.VOTING}), _V.NO_QUORUM, CHANGE_MEETING, _("Close the vote")),
        "recommend": Step(
            frozenset({_V.NO_QUORUM}),
            _V.RECOMMENDED,
            CHANGE_MEETING,
            _("Record as a recommendation"),
        ),
        "recount": Step(COUNTED, _V.VOTING, CHANGE_MEETING, _("Recount")),
        "withdraw_motion": Step(
            frozenset({_V.TABLED, _V.VOTING}),
            _V.WITHDRAWN,
            CHANGE_MEETING,
            _("Withdraw the motion"),
            danger=True,
        ),
    },
    {
        _V.VOTING: "new",
        _V.ADOPTED: "ok",
        _V.REJECTED: "stop",
        _V.NO_QUORUM: "stop",
        _V.RECOMMENDED: "wait",
    },
)


class Choice(models.TextChoices):
    """What a member votes."""

    FOR = "for", pgettext_lazy("a vote", "For")
    AGAINST = "against", pgettext_lazy("a vote", "Against")
    ABSTAIN = "abstain", pgettext_lazy("a vote", "Abstains")


class QuorumState(models.TextChoices):
    """Whether enough members take part."""

    REACHED = "reached", _("Quorum reached")
    MISSED = "missed", _("Quorum missed")
    UNCERTAIN = "uncertain", _("Quorum uncertain")


class DuesState(models.TextChoices):
    """Where a member's dues of a year stand."""

    OPEN = "open", pgettext_lazy("state of dues", "To be invoiced")
    INVOICED = "invoiced", pgettext_lazy("state of dues", "Invoiced")
    PAID = "paid", pgettext_lazy("state of dues", "Paid")
    WAIVED = "waived", pgettext_lazy("state of dues", "Waived")


_D = DuesState
DUES_FLOW = Flow(
    {
        "invoice_dues": Step(
            frozenset({_D.OPEN}), _D.INVOICED, "consortia.change_consortium", _("Invoice")
        ),
        "pay_dues": Step(
            frozenset({_D.OPEN, _D.INVOICED}),
            _D.PAID,
            "consortia.change_consortium",
            _("Record the payment"),
        ),
        "waive_dues": Step(
            frozenset({_D.OPEN, _D.INVOICED}),
            _D.WAIVED,
            "consortia.change_consortium",
            _("Waive"),
            danger=True,
        ),
    },
    {_D.OPEN: "wait", _D.INVOICED: "wait", _D.PAID: "ok"},
)
