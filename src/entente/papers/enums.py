"""Words of letters, and the ways a letter and a version of a template go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.flow import Flow, Step


class LetterKind(models.TextChoices):
    """What a letter is for."""

    INVITATION = "invitation", pgettext_lazy("kind of letter", "Invitation")
    NOMINATION = "nomination", _("Nomination")
    ADMISSION = "admission", _("Admission")
    CONFIRMATION = "confirmation", _("Confirmation")
    THANKS = "thanks", _("Letter of thanks")
    SIGNATURE_PAGE = "signature", _("Signature page")
    OTHER = "other", pgettext_lazy("kind of letter", "Other letter")


class LetterLanguage(models.TextChoices):
    """In which language a letter is written."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    BOTH = "zh-en", _("Chinese and English")


class LetterState(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", pgettext_lazy("state of a letter", "Draft")
    ISSUED = "issued", pgettext_lazy("state of a letter", "Issued")
    SEALED = "sealed", pgettext_lazy("state of a letter", "Sealed")
    SENT = "sent", pgettext_lazy("state of a letter", "Sent")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a letter", "Withdrawn")


class VersionState(models.TextChoices):
    """Where a version of a template stands."""

    UPLOADED = "uploaded", pgettext_lazy("state of a template", "To be checked")
    CHECKED = "checked", pgettext_lazy("state of a template", "Checked")
    SET_ASIDE = "set_aside", pgettext_lazy("state of a template", "Set aside")


VIEW = "papers.view_letter"
CHANGE = "papers.change_letter"
ISSUE = "papers.issue_letter"
SEAL = "papers.seal_letter"
VIEW_TEMPLATES = "papers.view_lettertemplate"
CHANGE_TEMPLATES = "papers.change_lettertemplate"
CHECK_TEMPLATES = "papers.check_lettertemplate"

S = LetterState
V = VersionState
# States in which a letter carries its number for sure; a withdrawn one keeps it if it had one.
NUMBERED = (S.ISSUED, S.SEALED, S.SENT)

LETTER_FLOW = Flow(
    {
        "issue": Step(
            frozenset({S.DRAFT}),
            S.ISSUED,
            ISSUE,
            _("Issue the letter"),
            _("It takes its number, and its text is fixed."),
            order=10,
        ),
        "seal": Step(
            frozenset({S.ISSUED}),
            S.SEALED,
            SEAL,
            _("Seal put on"),
            _("It follows from the register of seals."),
            order=10,
            by_itself=True,
        ),
        "send": Step(
            frozenset({S.ISSUED, S.SEALED}),
            S.SENT,
            CHANGE,
            _("Record the dispatch"),
            _("On which day, and by which way."),
            order=20,
        ),
        "withdraw": Step(
            frozenset({S.DRAFT, S.ISSUED, S.SEALED, S.SENT}),
            S.WITHDRAWN,
            CHANGE,
            _("Withdraw the letter"),
            _("The number stays and is not given again."),
            danger=True,
            order=40,
        ),
    },
    marks={S.ISSUED: "wait", S.SEALED: "wait", S.SENT: "ok", S.WITHDRAWN: "stop"},
)

VERSION_FLOW = Flow(
    {
        "check": Step(
            frozenset({V.UPLOADED, V.SET_ASIDE}),
            V.CHECKED,
            CHECK_TEMPLATES,
            _("Confirm as checked"),
            _("From now on letters are written with it."),
            order=10,
        ),
        "set_aside": Step(
            frozenset({V.UPLOADED, V.CHECKED}),
            V.SET_ASIDE,
            CHECK_TEMPLATES,
            _("Set aside"),
            _("No new letter is written with it."),
            danger=True,
            order=20,
        ),
    },
    marks={V.UPLOADED: "wait", V.CHECKED: "ok"},
)
