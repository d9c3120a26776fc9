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
    IN_REVIEW = "in_review", pgettext_lazy("state of an agreement", "In review")
    SIGNED = "signed", pgettext_lazy("state of an agreement", "Signed")
    IN_FORCE = "in_force", pgettext_lazy("state of an agreement", "In force")
    ENDED = "ended", pgettext_lazy("state of an agreement", "Ended")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an agreement", "Withdrawn")


class PartyRole(models.TextChoices):
    """What a party does in an agreement."""

    SIGNATORY = "signatory", _("Signs")
    PARTICIPANT = "participant", _("Carries it out")


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


S = AgreementState

# States in which a promise was given: it carries a number, and a day of signature or a source.
PROMISED = (S.SIGNED, S.IN_FORCE, S.ENDED)
# States in which it binds, or is to.
RUNNING = (S.SIGNED, S.IN_FORCE)
# States in which nothing will change any more.
CLOSED = (S.ENDED, S.WITHDRAWN)

CHANGE = "partnerships.change_agreement"
REVIEW = "partnerships.review_agreement"
REGISTER = "partnerships.register_agreement"

AGREEMENT_FLOW = Flow(
    {
        "submit": Step(
            frozenset({S.DRAFT}),
            S.IN_REVIEW,
            CHANGE,
            _("Submit for review"),
            _("The head of office then decides."),
            order=10,
        ),
        "sign": Step(
            frozenset({S.IN_REVIEW}),
            S.SIGNED,
            REVIEW,
            _("Record the signature"),
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
            frozenset({S.IN_REVIEW}),
            S.DRAFT,
            REVIEW,
            _("Return for changes"),
            _("The owner changes the draft and submits it again."),
            order=20,
        ),
        "end": Step(
            frozenset({S.IN_FORCE}),
            S.ENDED,
            REVIEW,
            _("End the agreement"),
            _("By itself after the last day of the agreement."),
            danger=True,
            order=30,
        ),
        "withdraw": Step(
            frozenset({S.DRAFT, S.IN_REVIEW}),
            S.WITHDRAWN,
            CHANGE,
            _("Withdraw"),
            _("Nothing is signed; the record stays."),
            danger=True,
            order=40,
        ),
    },
    marks={
        S.IN_REVIEW: "wait",
        S.SIGNED: "wait",
        S.IN_FORCE: "ok",
    },
)
