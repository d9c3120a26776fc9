"""Words of imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnknownUnits(models.TextChoices):
    """What becomes of rows that name a unit of ours which is not known."""

    REFUSED = "refused", _("are refused")
    HERE = "here", _("go to the unit of the import, with the name in the notes")
    MADE = "made", _("are imported, and the unit is entered")


class Namesakes(models.TextChoices):
    """Whom a line without number and mail address means, where the name is known already."""

    ASKED = "asked", _("the line is refused, so that somebody says who it is")
    SAME = "same", _("the person of that name")
    OTHERS = "others", _("somebody else of the same name")


class UnknownInstitutions(models.TextChoices):
    """What becomes of lines that name an institution which is not in the register."""

    REFUSED = "refused", _("they are refused")
    ENTERED = "entered", _("the institution is entered, to be confirmed")


class ImportState(models.TextChoices):
    """Where an import stands."""

    NEW = "new", pgettext_lazy("state of an import", "Columns to be named")
    READY = "ready", pgettext_lazy("state of an import", "Looked through")
    DONE = "done", pgettext_lazy("state of an import", "Imported")
    UNDONE = "undone", pgettext_lazy("state of an import", "Undone")


class ProposedKind(models.TextChoices):
    """What a document may tell of."""

    ORGANISATION = "organisation", _("Organisation")
    AGREEMENT = "agreement", _("Agreement")
    CONSORTIUM = "consortium", _("Consortium")
    MEMBER = "member", pgettext_lazy("of a consortium", "Member")
    MANDATE = "mandate", _("Mandate")
    VISIT = "visit", pgettext_lazy("of a delegation", "Visit")
    CENTRE = "centre", _("Joint laboratory or centre")
    EVENT = "event", pgettext_lazy("conference or school", "Event")
    APPOINTMENT = "appointment", pgettext_lazy("of an expert", "Appointment")
    PERSON = "person", _("Person")
    CLAIM = "claim", _("Claim")


class ProposedState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", pgettext_lazy("state of a proposal", "To be decided")
    ACCEPTED = "accepted", pgettext_lazy("state of a proposal", "Accepted")
    REJECTED = "rejected", pgettext_lazy("state of a proposal", "Rejected")
    THERE = "there", pgettext_lazy("state of a proposal", "There already")
