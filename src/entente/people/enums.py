"""Words about people."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    """As it stands in a passport; it may stay empty."""

    FEMALE = "f", pgettext_lazy("sex", "Female")
    MALE = "m", pgettext_lazy("sex", "Male")
    OTHER = "x", pgettext_lazy("sex", "Other (X)")


class ConsentPurpose(models.TextChoices):
    """What somebody agreed to."""

    CONTACT = "contact", _("Keeping in contact")
    EXCHANGE = "exchange", _("Arranging a stay or a visit")
    TRANSFER = "transfer", _("Passing data on to a partner abroad")
    PUBLICITY = "publicity", _("Showing name or picture in public")
    TRAINING = "training", _("Attending a course and receiving a certificate")


class ContactRole(models.TextChoices):
    """What a person does for us at an organisation."""

    COORDINATOR = "coordinator", _("Coordinator")
    HEAD = "head", _("Head of the institution or office")
    SIGNATORY = "signatory", _("Signs agreements")
    ACADEMIC = "academic", _("Academic contact")
    ADMINISTRATION = "administration", _("Student administration")
    FINANCE = "finance", pgettext_lazy("role of a contact", "Finance")
    OTHER = "other", _("Other contact")


class Direction(models.TextChoices):
    """Which way of exchange a contact answers for."""

    BOTH = "both", _("Both directions")
    OUTBOUND = "outbound", _("Outbound")
    INBOUND = "inbound", _("Inbound")


class TransferGround(models.TextChoices):
    """Why data of persons may leave the country, by the provisions of 22 March 2024."""

    CONTRACT = "contract", _("Needed for the person's own contract (visa, examination, booking)")
    STAFF = "staff", _("Needed to manage our staff abroad")
    EMERGENCY = "emergency", _("Emergency: life, health or property")
    FEW = "few", _("Not sensitive, and below the number of a year")
    STANDARD = "standard", _("Standard contract, filed")
    CERTIFIED = "certified", _("Certification")
    ASSESSED = "assessed", _("Security assessment passed")
