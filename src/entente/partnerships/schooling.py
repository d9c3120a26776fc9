"""Words of cooperative programmes and institutions, and the four thirds: pure reckoning."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.partnerships.enums import StudyLevel

VIEW_SCHOOLING = "partnerships.view_cooperativeschooling"
CHANGE_SCHOOLING = "partnerships.change_cooperativeschooling"
LEAST_SHARE = "schooling.imported_share"
REPORT_DAY = "schooling.report_day"
VALIDITY_NOTICE = "schooling.validity_notice"


class SchoolingKind(models.TextChoices):
    """What was approved."""

    PROGRAMME = "programme", _("Cooperative programme")
    INSTITUTION = "institution", _("Institution within the university")
    LEGAL_PERSON = "legal_person", _("Institution with legal personality")


class PartnerSide(models.TextChoices):
    """With whom; Hong Kong, Macao and Taiwan have their own rules and are never foreign."""

    FOREIGN = "foreign", _("Sino-foreign")
    HONG_KONG = "HK", _("Mainland and Hong Kong")
    MACAO = "MO", _("Mainland and Macao")
    TAIWAN = "TW", _("Mainland and Taiwan")


class SchoolingStanding(models.TextChoices):
    """Where it stands on a day."""

    APPLYING = "applying", pgettext_lazy("standing of cooperative schooling", "Not approved yet")
    RUNNING = "running", pgettext_lazy("standing of cooperative schooling", "Running")
    STOPPED = "stopped", pgettext_lazy("standing of cooperative schooling", "No new intake")
    LAPSED = "lapsed", pgettext_lazy("standing of cooperative schooling", "Approval has run out")
    ENDED = "ended", pgettext_lazy("standing of cooperative schooling", "Ended")


class EvaluationResult(models.TextChoices):
    """What an evaluation found."""

    PASSED = "passed", pgettext_lazy("result of an evaluation", "Passed")
    CONDITIONAL = "conditional", pgettext_lazy("result of an evaluation", "Passed with conditions")
    FAILED = "failed", pgettext_lazy("result of an evaluation", "Not passed")


class Currency(models.TextChoices):
    """In what a fee is asked."""

    CNY = "CNY", "CNY"
    HKD = "HKD", "HKD"
    MOP = "MOP", "MOP"
    TWD = "TWD", "TWD"
    USD = "USD", "USD"
    EUR = "EUR", "EUR"
    GBP = "GBP", "GBP"
    AUD = "AUD", "AUD"
    CAD = "CAD", "CAD"
    JPY = "JPY", "JPY"
    RUB = "RUB", "RUB"


STANDING_MARKS = {
    SchoolingStanding.APPLYING: "wait",
    SchoolingStanding.RUNNING: "ok",
    SchoolingStanding.STOPPED: "new",
    SchoolingStanding.LAPSED: "stop",
}
RESULT_MARKS = {
    EvaluationResult.PASSED: "ok",
    EvaluationResult.CONDITIONAL: "wait",
    EvaluationResult.FAILED: "stop",
}
LEVELS = [
    (level.value, level.label)
    for level in (StudyLevel.SHORT, StudyLevel.BACHELOR, StudyLevel.MASTER, StudyLevel.DOCTOR)
]


@dataclass(frozen=True)
class Share:
    """One of the four shares: a part of a whole, compared with the least that is allowed."""

    label: str | Promise
    part: int
    whole: int
    least: Fraction

    @property
    def holds(self) -> bool:
        """Whether the share reaches the least."""
        return bool(self.whole) and Fraction(self.part, self.whole) >= self.least

    @property
    def percent(self) -> str:
        """The share in per cent, cut and not rounded up, so that 33.3 is never read as a third."""
        if not self.whole:
            return ""
        tenths = self.part * 1000 // self.whole
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True)
class Curriculum:
    """What is counted in a plan of studies."""

    courses: int
    core: int
    imported: int
    imported_core: int
    core_by_partner: int
    hours: int
    hours_by_partner: int

    def shares(self, least: Fraction) -> list[Share]:
        """Give the four shares of the rule, in its order."""
        return [
            Share(_("Imported courses in all courses"), self.imported, self.courses, least),
            Share(_("Imported core courses in core courses"), self.imported_core, self.core, least),
            Share(
                _("Core courses taught by the partner in all courses"),
                self.core_by_partner,
                self.courses,
                least,
            ),
            Share(
                _("Hours taught by the partner in all hours"),
                self.hours_by_partner,
                self.hours,
                least,
            ),
        ]
