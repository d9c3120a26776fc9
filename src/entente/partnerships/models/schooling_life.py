"""What happens to a cooperative programme: plans of studies, meetings, reports, evaluations."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.models import Attachment
from entente.partnerships.models.schooling import (
    CooperativeSchooling,
    PartQuerySet,
    SchoolingMajor,
    SchoolingPart,
)
from entente.partnerships.schooling import RESULT_MARKS, Curriculum, EvaluationResult

FIRST_YEAR, LAST_YEAR = 1979, 9998
PART_OF = _("It is more than the whole of which it is a part.")
NEXT_EARLIER = _("The next one lies before this one.")
PLANNED_ALREADY = _("The plan of this year and major is entered already.")
# Each number of a plan that is part of another.
PARTS_OF_WHOLES = (
    ("core", "courses"),
    ("imported", "courses"),
    ("imported_core", "core"),
    ("imported_core", "imported"),
    ("core_by_partner", "core"),
    ("hours_by_partner", "hours"),
)


def _year(label: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    bounds = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    return models.PositiveSmallIntegerField(label, validators=bounds)


class StudyPlan(SchoolingPart):
    """What is counted in a plan of studies, to be held against the rule of the four thirds.

    `core_by_partner` are core courses that teachers of the partner teach, `hours_by_partner` the
    hours of teaching that they give.
    """

    schooling = models.ForeignKey(
        CooperativeSchooling, models.CASCADE, related_name="plans", editable=False
    )
    major = models.ForeignKey(
        SchoolingMajor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("major"),
    )
    year = _year(_("year of the plan"))
    courses = models.PositiveIntegerField(_("all courses"), validators=[MinValueValidator(1)])
    core = models.PositiveIntegerField(_("core courses"), validators=[MinValueValidator(1)])
    imported = models.PositiveIntegerField(_("imported courses"))
    imported_core = models.PositiveIntegerField(_("imported core courses"))
    core_by_partner = models.PositiveIntegerField(_("core courses taught by the partner"))
    hours = models.PositiveIntegerField(_("all hours"), validators=[MinValueValidator(1)])
    hours_by_partner = models.PositiveIntegerField(_("hours taught by the partner"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of studies")
        verbose_name_plural = _("plans of studies")
        ordering = ("schooling_id", "-year", "pk")
        constraints = (
            models.CheckConstraint(
                name="study_plan_parts_within_wholes",
                condition=Q(*(Q((f"{part}__lte", F(whole))) for part, whole in PARTS_OF_WHOLES)),
                violation_error_message=PART_OF,
            ),
            models.UniqueConstraint(
                fields=("schooling", "major", "year"),
                name="study_plan_of_a_major_once_a_year",
                violation_error_message=PLANNED_ALREADY,
            ),
            models.UniqueConstraint(
                fields=("schooling", "year"),
                condition=Q(major__isnull=True),
                name="study_plan_of_all_once_a_year",
                violation_error_message=PLANNED_ALREADY,
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.major or ''}".strip()

    def clean(self) -> None:
        """Say at the field which part is more than its whole."""
        errors = {
            part: PART_OF
            for part, whole in PARTS_OF_WHOLES
            if getattr(self, part) is not None
            and getattr(self, whole) is not None
            and getattr(self, part) > getattr(self, whole)
        }
        if errors:
            raise ValidationError(errors)

    @property
    def counted(self) -> Curriculum:
        """The numbers, for reckoning."""
        return Curriculum(
            self.courses,
            self.core,
            self.imported,
            self.imported_core,
            self.core_by_partner,
            self.hours,
            self.hours_by_partner,
        )


class CommitteeMeeting(SchoolingPart):
    """A meeting of the joint management committee; the minutes hang on it as a file."""

    schooling = models.ForeignKey(
        CooperativeSchooling, models.CASCADE, related_name="meetings", editable=False
    )
    held_on = models.DateField(_("held on"))
    attendees = models.PositiveSmallIntegerField(
        _("persons present"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    place = models.CharField(pgettext_lazy("of a meeting", "place"), max_length=200, blank=True)
    decided = models.TextField(_("what was decided"), blank=True, max_length=4000)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of the joint committee")
        verbose_name_plural = _("meetings of the joint committee")
        ordering = ("schooling_id", "-held_on", "-pk")

    def __str__(self) -> str:
        return self.held_on.isoformat()


class YearlyReport(SchoolingPart):
    """The yearly report to the approving authority; the report hangs on it as a file."""

    schooling = models.ForeignKey(
        CooperativeSchooling, models.CASCADE, related_name="reports", editable=False
    )
    year = _year(_("year of the report"))
    submitted_on = models.DateField(_("submitted on"))
    admitted = models.PositiveIntegerField(
        _("students admitted in the year"), null=True, blank=True
    )
    enrolled = models.PositiveIntegerField(_("students in all"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ("schooling_id", "-year")
        constraints = (
            models.UniqueConstraint(
                fields=("schooling", "year"),
                name="yearly_report_once",
                violation_error_message=_("The report of this year is entered already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    def clean(self) -> None:
        """Refuse a report that was submitted before its year began."""
        day: Any = self.submitted_on
        if day and self.year and day.year < self.year:
            raise ValidationError({"submitted_on": _("It lies before the year of the report.")})


class SchoolingEvaluation(SchoolingPart):
    """An evaluation by an authority or an agency; its report hangs on it as a file."""

    schooling = models.ForeignKey(
        CooperativeSchooling, models.CASCADE, related_name="evaluations", editable=False
    )
    evaluated_on = models.DateField(_("evaluated on"))
    evaluated_by = models.CharField(_("evaluated by"), max_length=200, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=EvaluationResult.choices)
    next_due = models.DateField(_("next evaluation due"), null=True, blank=True)
    remarks = models.TextField(_("remarks"), blank=True, max_length=4000)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation of a cooperative programme")
        verbose_name_plural = _("evaluations of cooperative programmes")
        ordering = ("schooling_id", "-evaluated_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="evaluation_next_is_later",
                condition=Q(next_due__isnull=True) | Q(next_due__gt=F("evaluated_on")),
                violation_error_message=NEXT_EARLIER,
            ),
        )

    def __str__(self) -> str:
        return f"{self.evaluated_on} {self.get_result_display()}"

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        day: Any = self.evaluated_on
        if day and self.next_due and self.next_due <= day:
            raise ValidationError({"next_due": NEXT_EARLIER})

    @property
    def mark(self) -> str:
        """The mark with which the result is shown."""
        return RESULT_MARKS.get(EvaluationResult(self.result), "")


# --- What a page asks -----------------------------------------------------------------------------


def reports_missing(schooling: CooperativeSchooling, before: int) -> list[int]:
    """List the years before a year of which the report is asked and is not there."""
    if not schooling.approval_number or schooling.first_year is None:
        return []
    last = schooling.ended_on.year + 1 if schooling.ended_on else before
    there = set(schooling.reports.values_list("year", flat=True))
    return [year for year in range(schooling.first_year, min(last, before)) if year not in there]


def files_of_parts(parts: list[Any], officer: Any) -> dict[tuple[type[Any], int], list[Attachment]]:
    """Give the files of meetings, reports and evaluations that a person may read: one query."""
    if not parts:
        return {}
    kinds = ContentType.objects.get_for_models(*{type(part) for part in parts})
    asked = Q()
    for model, kind in kinds.items():
        asked |= Q(record_type=kind, record_id__in=[it.pk for it in parts if type(it) is model])
    by_kind = {kind.pk: model for model, kind in kinds.items()}
    found: dict[tuple[type[Any], int], list[Attachment]] = {}
    cleared = officer.may("kit.view_confidential_file", parts[0].schooling)
    for file in Attachment.objects.filter(asked).order_by("pk"):
        if file.confidential and not cleared and file.uploaded_by_id != officer.pk:
            continue
        found.setdefault((by_kind[file.record_type_id], file.record_id), []).append(file)
    return found


def last_asked(on: datetime.date, due_day: Any) -> int:
    """Give the last year whose report is due by a day: reports are due in the year after."""
    return on.year - 1 if due_day.in_year(on.year) <= on else on.year - 2
