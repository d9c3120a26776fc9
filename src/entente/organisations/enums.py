"""Words of the register of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    UNIVERSITY = "university", _("University or college")
    FACULTY = "faculty", _("School or faculty")
    LABORATORY = "laboratory", _("Laboratory or research institute")
    COMPANY = "company", _("Company")
    AGENCY = "agency", _("Government agency")
    HOSPITAL = "hospital", _("Hospital")
    SCHOOL = "school", _("Secondary school")
    ASSOCIATION = "association", _("Association or foundation")
    OTHER = "other", pgettext_lazy("kind of organisation", "Other")


class NameKind(models.TextChoices):
    """What a name is to its organisation."""

    OFFICIAL = "official", _("Official name")
    FORMER = "former", _("Former name")
    SHORT = "short", _("Short name")
    ALIAS = "alias", _("Also found")


class Region(models.TextChoices):
    """Where a place lies, seen from the rules: Hong Kong, Macao and Taiwan have their own."""

    MAINLAND = "mainland", _("Chinese mainland")
    HONG_KONG = "HK", _("Hong Kong, China")
    MACAO = "MO", _("Macao, China")
    TAIWAN = "TW", _("Taiwan, China")
    FOREIGN = "foreign", _("Foreign country")


class Grade(models.TextChoices):
    """The outcome of due diligence."""

    CLEAR = "clear", _("No concern")
    WATCH = "watch", _("To be watched")
    CONCERN = "concern", _("Serious concern")


class ListKind(models.TextChoices):
    """What a dated list is."""

    GROUP = "group", _("Group of countries and regions")
    RANKING = "ranking", _("Ranking of institutions")
