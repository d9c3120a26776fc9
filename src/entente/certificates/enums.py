"""Classes and states of certificates, and the words for what people may do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step

VIEW = "certificates.view_certificate"
ISSUE = "certificates.issue_certificate"
REVOKE = "certificates.revoke_certificate"
VIEW_SERIES = "certificates.view_certificateseries"
CHANGE_SERIES = "certificates.change_certificateseries"
VIEW_TEMPLATE = "certificates.view_certificatetemplate"
CHANGE_TEMPLATE = "certificates.change_certificatetemplate"


class CertificateKind(models.TextChoices):
    """Classes of certificates; the value stands in the number."""

    TRAINING = "NDE", _("Non-degree training")
    EVENT = "EVT", pgettext_lazy("certificate", "Event")
    LECTURE = "LEC", pgettext_lazy("certificate", "Lecture")
    VISITING = "VIS", _("Visiting scholar")
    EXPERT = "EXP", pgettext_lazy("certificate", "Expert")


class CertificateState(models.TextChoices):
    """What became of a number that was given."""

    VALID = "valid", pgettext_lazy("certificate", "Valid")
    VOID = "void", pgettext_lazy("certificate", "Void")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")
    REISSUED = "reissued", pgettext_lazy("certificate", "Reissued")


class Cause(models.TextChoices):
    """Why a certificate no longer holds, as everybody may read it."""

    SPOILED = "spoiled", _("spoiled before it was handed out")
    WRONG_DATA = "wrong_data", _("wrong data")
    NOT_EARNED = "not_earned", _("the conditions were not met")
    MISUSE = "misuse", _("misuse")
    REQUEST = "request", _("at the holder's request")
    OTHER = "other", pgettext_lazy("cause", "another reason")


S = CertificateState

CERTIFICATE_FLOW = Flow(
    {
        "reissue": Step(
            frozenset({S.VALID}),
            S.REISSUED,
            REVOKE,
            _("Reissue"),
            _(
                "A new one with a number of its own takes its place;"
                " this one stays in the register."
            ),
            danger=True,
            order=10,
        ),
        "void": Step(
            frozenset({S.VALID}),
            S.VOID,
            REVOKE,
            pgettext_lazy("step", "Make void"),
            _("For one that was spoiled and never handed out. Its number is not used again."),
            danger=True,
            order=20,
        ),
        "revoke": Step(
            frozenset({S.VALID}),
            S.REVOKED,
            REVOKE,
            pgettext_lazy("step", "Revoke"),
            _("For one that was handed out and no longer holds. Everybody who checks it sees so."),
            danger=True,
            order=30,
        ),
    },
    marks={S.VALID: "ok", S.VOID: "stop", S.REVOKED: "stop", S.REISSUED: "new"},
)
