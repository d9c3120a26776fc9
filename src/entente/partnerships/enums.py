"""Words of agreements, and the way an agreement goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step


class AgreementKind(models.TextChoices):
    """What is promised."""

    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    COOPERATION = "cooperation", _("Cooperation agreement")
    EXCHANGE = "exchange", _("Student exchange")
    JOINT_CULTIVATION = "joint_cultivation", _("Joint cultivation")
    JOINT_DEGREE = "joint_degree", _("Joint or double degree")
    PROGRAMME = "programme", _("Cooperative programme")
    INSTITUTION = "institution", _("Cooperative institution")
    RESEARCH = "research", _("Research cooperation")
    TRAINING = "training", _("Training")
    OTHER = "other", pgettext_lazy("kind of agreement", "Other")


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", pgettext_lazy("state of an agreement", "Draft")
    CHECKS = "checks", pgettext_lazy("state of an agreement", "Being checked")
    IN_REVIEW = "in_review", pgettext_lazy("state of an agreement", "Awaiting approval")
    SIGNING = "signing", pgettext_lazy("state of an agreement", "Being signed")
    SIGNED = "signed", pgettext_lazy("state of an agreement", "Signed")
    IN_FORCE = "in_force", pgettext_lazy("state of an agreement", "In force")
    ENDED = "ended", pgettext_lazy("state of an agreement", "Ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an agreement", "Withdrawn")


class PartyRole(models.TextChoices):
    """What a party does in an agreement."""

    SIGNATORY = "signatory", _("Signs")
    PARTICIPANT = "participant", _("Carries it out")


class SigningWay(models.TextChoices):
    """How a party signs; paper and electronic ways may stand side by side in one agreement."""

    INK = "ink", _("Ink on paper")
    INK_SEAL = "ink_seal", _("Ink and seal on paper")
    PDF = "pdf", _("Signed PDF")
    SERVICE = "service", _("Electronic signature service")


class SigningAuthority(models.TextChoices):
    """On what the right to sign rests."""

    PRESIDENT = "president", _("President or legal representative")
    DELEGATE = "delegate", _("Delegate with a letter of delegation")
    UNIT_HEAD = "unit_head", _("Dean or head of the unit")


class Term(models.TextChoices):
    """How an agreement ends."""

    FIXED = "fixed", _("Fixed term")
    AUTOMATIC = "automatic", _("Renews by itself")
    EVERGREEN = "evergreen", _("Open-ended")


class NoticeUnit(models.TextChoices):
    """In what a period of notice is measured."""

    MONTHS = "months", _("months")
    ACADEMIC_YEARS = "academic_years", _("full academic years")


class TerminationKind(models.TextChoices):
    """How an agreement ends before its time."""

    UNILATERAL = "unilateral", _("By one side, with notice")
    MUTUAL = "mutual", _("By consent of all sides")
    BREACH = "breach", _("For breach")


class FollowKind(models.TextChoices):
    """What one agreement is to the one that it follows."""

    AMENDMENT = "amendment", _("Amendment")
    RENEWAL = "renewal", _("Renewal")
    REPLACEMENT = "replacement", _("Replacement")
    TERMINATION = "termination", _("Agreement to end")


class Content(models.TextChoices):
    """What an agreement touches beyond its kind; it decides which departments check it."""

    MONEY = "money", _("Fees or payments")
    NON_DEGREE = "non_degree", _("Non-degree education")
    PERSONAL_DATA = "personal_data", _("Personal data")
    SECRETS = "secrets", _("Technology or matters that may be secret")


class Department(models.TextChoices):
    """Who checks its part of an agreement; each has its role in the office."""

    LEGAL = "legal", _("Legal affairs")
    FINANCE = "finance", _("Finance")
    CONTINUING = "continuing", _("Continuing education")
    CONFIDENTIALITY = "confidentiality", _("Confidentiality")

    @property
    def rule(self) -> str:
        """Name the rule that says which agreements it checks."""
        return f"agreement.check_{self.value}"

    @property
    def permission(self) -> str:
        """Name the permission to answer for it."""
        return f"partnerships.check_{self.value}"


class Answer(models.TextChoices):
    """What a department says of its part."""

    PASS = "pass", pgettext_lazy("answer of a department", "Pass")
    REMARKS = "remarks", pgettext_lazy("answer of a department", "Pass with remarks")
    OBJECTION = "objection", pgettext_lazy("answer of a department", "Objection")


ANSWER_MARKS = {"": "wait", Answer.PASS: "ok", Answer.REMARKS: "new", Answer.OBJECTION: "stop"}


class Lack(models.TextChoices):
    """What a party's signature still lacks."""

    SIGNATURE = "signature", pgettext_lazy("what a signature lacks", "signature")
    SEAL = "seal", pgettext_lazy("what a signature lacks", "seal")
    SCAN = "scan", pgettext_lazy("what a signature lacks", "scan or signed file")
    LETTER = "letter", pgettext_lazy("what a signature lacks", "letter of delegation")
    KEEPER = "keeper", pgettext_lazy("what a signature lacks", "who holds the original")


# Ways that leave a sheet of paper, which somebody holds.
ON_PAPER = (SigningWay.INK, SigningWay.INK_SEAL)


class TextLanguage(models.TextChoices):
    """The languages in which texts of agreements are usually written."""

    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    DE = "de", _("German")
    FR = "fr", _("French")
    ES = "es", _("Spanish")
    PT = "pt", _("Portuguese")
    IT = "it", _("Italian")
    RU = "ru", _("Russian")
    JA = "ja", _("Japanese")
    KO = "ko", _("Korean")
    AR = "ar", _("Arabic")
    VI = "vi", _("Vietnamese")
    TH = "th", _("Thai")
    ID = "id", _("Indonesian")
    KK = "kk", _("Kazakh")
    SR = "sr", _("Serbian")


class Direction(models.TextChoices):
    """Whether people go or come."""

    OUTBOUND = "outbound", pgettext_lazy("direction of places", "Outbound")
    INBOUND = "inbound", pgettext_lazy("direction of places", "Inbound")


class StayKind(models.TextChoices):
    """What people go or come for."""

    STUDY = "study", pgettext_lazy("kind of stay", "Study")
    TRAINEESHIP = "traineeship", pgettext_lazy("kind of stay", "Traineeship")
    TEACHING = "teaching", pgettext_lazy("kind of stay", "Teaching")
    TRAINING = "training", pgettext_lazy("kind of stay", "Training of staff")


class PlacesBasis(models.TextChoices):
    """Whether places are exchanged, or open to people who pay."""

    EXCHANGE = "exchange", pgettext_lazy("basis of places", "Exchange")
    FREE_MOVER = "free_mover", pgettext_lazy("basis of places", "Free mover")


class StudyLevel(models.TextChoices):
    """For whom places are; an empty one is for anybody."""

    SHORT = "short", pgettext_lazy("level of study", "Short cycle")
    BACHELOR = "bachelor", pgettext_lazy("level of study", "Bachelor")
    POSTGRADUATE = "postgraduate", pgettext_lazy("level of study", "Postgraduate")
    MASTER = "master", pgettext_lazy("level of study", "Master")
    DOCTOR = "doctor", pgettext_lazy("level of study", "Doctorate")
    STAFF = "staff", pgettext_lazy("level of study", "Staff")


class PlacesGroup(models.TextChoices):
    """The parts of a balance: who pays is no exchange, and staff is counted apart."""

    EXCHANGE = "exchange", _("Students exchanged")
    FREE_MOVER = "free_mover", _("Free movers")
    STAFF = "staff", pgettext_lazy("group of places", "Staff")


class Judgement(models.TextChoices):
    """How an agreement was kept."""

    FULFILLED = "fulfilled", _("Fulfilled")
    PARTLY = "partly", _("Fulfilled in part")
    NOT_FULFILLED = "not", _("Not fulfilled")


class Recommendation(models.TextChoices):
    """What a review advises."""

    RENEW = "renew", _("Renew as it is")
    RENEGOTIATE = "renegotiate", _("Renew with changes")
    LET_END = "let_end", _("Let it end")


class UsedFrom(models.TextChoices):
    """From where it is known how many places were used."""

    ENTERED = "entered", pgettext_lazy("source of a number", "Entered")
    IMPORTED = "imported", pgettext_lazy("source of a number", "Imported")
    RECORDS = "records", pgettext_lazy("source of a number", "From the records of stays")


class TextSide(models.TextChoices):
    """Whose version of a text it is."""

    OURS = "ours", pgettext_lazy("whose version", "Ours")
    THEIRS = "theirs", pgettext_lazy("whose version", "The partner's")
    JOINT = "joint", pgettext_lazy("whose version", "Joint")


class FindingKind(models.TextChoices):
    """In what two texts differ."""

    CLAUSES = "clauses", pgettext_lazy("difference of texts", "Number of clauses")
    CLAUSE = "clause", pgettext_lazy("difference of texts", "Clause in one text only")
    NUMBERING = "numbering", pgettext_lazy("difference of texts", "Numbering")
    NAME = "name", pgettext_lazy("difference of texts", "Name of a party")
    PREVAILING = "prevailing", pgettext_lazy("difference of texts", "Which text prevails")
    DATE = "date", pgettext_lazy("difference of texts", "Date")
    MONEY = "money", pgettext_lazy("difference of texts", "Amount of money")
    SHARE = "share", pgettext_lazy("difference of texts", "Percentage")
    DURATION = "duration", pgettext_lazy("difference of texts", "Duration")
    NUMBER = "number", pgettext_lazy("difference of texts", "Number")
    REFERENCE = "reference", pgettext_lazy("difference of texts", "Reference to a clause")
    WORDING = "wording", pgettext_lazy("difference of texts", "Wording")


class Verdict(models.TextChoices):
    """What we say to a difference."""

    OPEN = "open", pgettext_lazy("verdict on a difference", "Open")
    ACCEPTED = "accepted", pgettext_lazy("verdict on a difference", "Accepted")
    ASKED = "asked", pgettext_lazy("verdict on a difference", "Asked back")


# Stays of students; the others are of staff.
STUDENT_STAYS = (StayKind.STUDY, StayKind.TRAINEESHIP)

S = AgreementState

# States in which a promise was given: it carries a number, and a day of signature or a source.
PROMISED = (S.SIGNED, S.IN_FORCE, S.ENDED)
# States in which it binds, or is to.
RUNNING = (S.SIGNED, S.IN_FORCE)
# States in which others look at the text or sign it: it changes only once it is returned.
UNDER_WAY = (S.CHECKS, S.IN_REVIEW, S.SIGNING)
# States in which signatures of parties can be recorded.
OPEN_FOR_SIGNATURES = (S.SIGNING, S.SIGNED, S.IN_FORCE, S.ENDED)
# States in which nothing will change any more.
CLOSED = (S.ENDED, S.WITHDRAWN)

VIEW = "partnerships.view_agreement"
CHANGE = "partnerships.change_agreement"
REVIEW = "partnerships.review_agreement"
REGISTER = "partnerships.register_agreement"
VIEW_CHECK = "partnerships.view_check"
GRANT_AUTHORITY = "partnerships.change_authorisation"

AGREEMENT_FLOW = Flow(
    {
        "submit": Step(
            frozenset({S.DRAFT}),
            S.CHECKS,
            CHANGE,
            _("Submit for checks"),
            _("The departments each check their part, then the head of office decides."),
            order=10,
        ),
        "pass_checks": Step(
            frozenset({S.CHECKS}),
            S.IN_REVIEW,
            REVIEW,
            _("Send on in spite of an objection"),
            _("By itself once every department has passed it."),
            order=30,
        ),
        "recall": Step(
            frozenset({S.CHECKS}),
            S.DRAFT,
            CHANGE,
            _("Take back"),
            _("To change the text; departments then check it again."),
            order=20,
        ),
        "check_again": Step(
            frozenset({S.IN_REVIEW}),
            S.CHECKS,
            CHANGE,
            _("Check again"),
            _("By itself when a text is added or goes."),
            by_itself=True,
        ),
        "approve": Step(
            frozenset({S.IN_REVIEW}),
            S.SIGNING,
            REVIEW,
            _("Approve for signing"),
            _("The parties can then sign this text."),
            order=10,
        ),
        "sign": Step(
            frozenset({S.SIGNING}),
            S.SIGNED,
            REVIEW,
            _("Mark as signed"),
            _("All parties have signed."),
            order=10,
        ),
        "take_effect": Step(
            frozenset({S.SIGNED}),
            S.IN_FORCE,
            REVIEW,
            _("Bring into force"),
            _("By itself on the first day of the agreement."),
            order=10,
        ),
        "register": Step(
            frozenset({S.DRAFT}),
            S.SIGNED,
            REGISTER,
            _("Register a signed document"),
            _("For an agreement that was signed earlier; it needs its source."),
            order=20,
        ),
        "return": Step(
            frozenset({S.CHECKS, S.IN_REVIEW, S.SIGNING}),
            S.DRAFT,
            REVIEW,
            _("Return for changes"),
            _("The owner changes the draft and submits it again."),
            order=20,
        ),
        "terminate": Step(
            frozenset({S.IN_FORCE}),
            S.IN_FORCE,
            REVIEW,
            _("Record its end"),
            _("Notice by one side, consent of all, or breach; it binds until its last day."),
            danger=True,
            order=30,
        ),
        "end": Step(
            frozenset({S.IN_FORCE}),
            S.ENDED,
            REVIEW,
            _("End the agreement"),
            _("By itself after the last day of the agreement."),
            by_itself=True,
        ),
        "withdraw": Step(
            frozenset({S.DRAFT, S.CHECKS, S.IN_REVIEW, S.SIGNING}),
            S.WITHDRAWN,
            CHANGE,
            _("Withdraw"),
            _("Nothing binds; the record stays."),
            danger=True,
            order=40,
        ),
    },
    marks={
        S.CHECKS: "wait",
        S.IN_REVIEW: "wait",
        S.SIGNING: "wait",
        S.SIGNED: "wait",
        S.IN_FORCE: "ok",
    },
)

# What may follow an agreement: from which of its states; the follower begins as a draft.
FOLLOW_UPS = Flow(
    {
        FollowKind.AMENDMENT: Step(
            frozenset({S.SIGNED, S.IN_FORCE}), S.DRAFT, CHANGE, _("Amend"), order=10
        ),
        FollowKind.RENEWAL: Step(frozenset({S.IN_FORCE}), S.DRAFT, CHANGE, _("Renew"), order=20),
        FollowKind.REPLACEMENT: Step(
            frozenset({S.SIGNED, S.IN_FORCE, S.ENDED}), S.DRAFT, CHANGE, _("Replace"), order=30
        ),
        FollowKind.TERMINATION: Step(
            frozenset({S.IN_FORCE}), S.DRAFT, CHANGE, _("Agree to end"), order=40
        ),
    }
)
