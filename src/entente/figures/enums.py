"""Words of figures and tallies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VIEW = "figures.view_figure"
CHANGE = "figures.change_figure"
RELEASE = "figures.release_figure"
VIEW_TALLIES = "figures.view_tally"
CHANGE_TALLIES = "figures.change_tally"
VIEW_TEXTS = "figures.view_sourcetext"
CHANGE_TEXTS = "figures.change_sourcetext"
VIEW_CLAIMS = "figures.view_claim"
VIEW_REPORTS = "figures.view_yearlyreport"
CHANGE_REPORTS = "figures.change_yearlyreport"
RELEASE_REPORTS = "figures.release_yearlyreport"


class Comparator(models.TextChoices):
    """How a source compares: the signs of a table of claims."""

    EXACT = "=", pgettext_lazy("comparator", "exactly")
    OVER = ">", pgettext_lazy("comparator", "over (余, 多, more than)")
    AT_LEAST = ">=", pgettext_lazy("comparator", "at least")
    ABOUT = "~", pgettext_lazy("comparator", "about (近, 约, nearly)")
    RANGE = "range", pgettext_lazy("comparator", "from … to …")


class PeriodKind(models.TextChoices):
    """In which days a figure counts."""

    AS_OF = "as_of", _("as of a day")
    YEAR = "year", _("a calendar year")
    ACADEMIC_YEAR = "academic_year", _("an academic year")
    LAST_YEARS = "last_years", _("the last years, up to a day")
    SINCE = "since", _("since a date")
    BETWEEN = "between", _("from a date to a date")
    IN_ALL = "in_all", _("in all: no beginning, dates do not matter")


class Style(models.TextChoices):
    """How a number is worded; whatever is chosen, the sentence stays true."""

    AUTOMATIC = "auto", _("what suits the value: exact, “nearly” or “over”")
    EXACT = "exact", _("the number itself")
    OVER = "over", _("“over” a round number")
    NEARLY = "nearly", _("“nearly” a round number")
    ABOUT = "about", _("“about” a round number")


class OverWord(models.TextChoices):
    """How Chinese says “over”."""

    YU = "余", "300余人"
    DUO = "多", "300多人"
    YU_BEFORE = "逾", "逾300人"
    CHAO = "超", "超300人"


class Step(models.IntegerChoices):
    """To what a number is rounded in words."""

    BY_SIZE = 0, _("by its size")
    TEN = 10, "10"
    HUNDRED = 100, "100"
    THOUSAND = 1000, "1,000"
    TEN_THOUSAND = 10_000, "10,000"
    HUNDRED_THOUSAND = 100_000, "100,000"


class TextKind(models.TextChoices):
    """Whose words a text is."""

    OWN = "own", _("our own page")
    OLD = "old", _("an old page of ours")
    PARTNER = "partner", _("a partner's page")
    DRAFT = "draft", _("a draft")


class Verdict(models.TextChoices):
    """What the published figure says of a claim."""

    NO_FIGURE = "none", _("No figure")
    SUPPORTED = "yes", _("Supported")
    UNSUPPORTED = "no", _("Not supported")
