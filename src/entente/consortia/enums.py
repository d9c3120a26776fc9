"""Words of consortia."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
