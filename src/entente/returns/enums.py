"""Words of returns: how a column is filled, which records a return takes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIEW_LAYOUT, CHANGE_LAYOUT = "returns.view_layout", "returns.change_layout"


class Fill(models.TextChoices):
    """How a column comes to its values."""

    FIELD = "field", pgettext_lazy("column of a return", "a field of the record")
    CONSTANT = "constant", pgettext_lazy("column of a return", "always the same")
    EMPTY = "empty", pgettext_lazy("column of a return", "nothing: no record has it")


class Condition(models.TextChoices):
    """What a record must be to stand in a return; each says why another is left out."""

    NATIONALITY_KNOWN = "nationality_known", _("the nationality is known")
    FOREIGN = "foreign", _("the nationality is foreign; Hong Kong, Macao and Taiwan are not")
    US_CITIZEN = "us_citizen", _("a citizen of the United States")
    COMPLETED = "completed", _("the stay is completed")
    OUTSIDE_UK = "outside_uk", _("the place is outside the United Kingdom")
    PLACE_KNOWN = "place_known", _("the country or region is known")
    LEVEL_KNOWN = "level_known", _("the level of study is known")
    ACADEMIC = "academic", _("study or research of an academic kind")
    SIGNED_AGREEMENT = "signed_agreement", _("under a signed agreement")
    AT_UNIVERSITY = "at_university", _("at, or from, a university")
    SEMESTER = "semester", _("a semester (90 days) or longer, by exact dates")
