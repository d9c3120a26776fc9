"""Forms of cooperative programmes and institutions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, day, line
from entente.kit.files.uploads import UploadField
from entente.kit.forms import VersionedForm, style
from entente.kit.periods import PartialDateFormField
from entente.partnerships.models import (
    CommitteeMeeting,
    SchoolingEvaluation,
    SchoolingMajor,
    StudyPlan,
    YearlyReport,
)
from entente.partnerships.schooling import (
    LEVELS,
    Currency,
    EvaluationResult,
    PartnerSide,
    SchoolingKind,
)


def number(label: Any, least: int = 0, **options: Any) -> forms.IntegerField:
    """Make a field for a number that is counted."""
    return forms.IntegerField(label=label, min_value=least, max_value=1_000_000, **options)


class SchoolingForm(VersionedForm):
    """What is said of a programme or institution."""

    sections = (
        (
            _("Approval"),
            ("approval_number", "authority", "approved_on", "valid_from", "valid_until"),
        ),
        (_("End"), ("stopped_on", "ended_on")),
    )
    pairs = (
        ("approval_number", "authority"),
        ("valid_from", "valid_until"),
        ("stopped_on", "ended_on"),
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=SchoolingKind.choices)
    side = forms.ChoiceField(label=_("With whom"), choices=PartnerSide.choices)
    title_zh = line(_("Name in Chinese"), 300)
    title_en = line(_("Name in English"), 300)
    approval_number = line(
        _("Approval number"), 100, help_text=_("Left empty while it is not approved yet.")
    )
    authority = line(_("Approving authority"), 200)
    approved_on = PartialDateFormField(label=_("Approved on"), required=False)
    valid_from = PartialDateFormField(label=_("Approval holds from"), required=False)
    valid_until = PartialDateFormField(label=_("Approval holds until"), required=False)
    stopped_on = PartialDateFormField(label=_("No new intake since"), required=False)
    ended_on = PartialDateFormField(label=_("Ended on"), required=False)
    notes = area(_("Notes"), 4000)


class PartForm(VersionedForm):
    """A form of something that hangs on a programme; `schooling` says on which."""

    model: Any = None

    def __init__(self, *args: Any, schooling: Any, **kwargs: Any) -> None:
        self.schooling = schooling
        super().__init__(*args, **kwargs)


class MajorForm(PartForm):
    """A major."""

    model = SchoolingMajor
    pairs = (("level", "code"), ("fee", "currency"))

    name_zh = line(_("Major in Chinese"), 200)
    name_en = line(_("Major in English"), 200)
    level = forms.ChoiceField(label=_("Level"), choices=LEVELS)
    code = line(_("Code of the major"), 20)
    intake = number(_("Intake in a year"), 1, required=False)
    fee = forms.DecimalField(
        label=_("Fee of an academic year"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)


class PlanForm(PartForm):
    """What is counted in a plan of studies."""

    model = StudyPlan
    pairs = (
        ("courses", "core"),
        ("imported", "imported_core"),
        ("hours", "hours_by_partner"),
    )

    year = number(_("Year of the plan"), 1979)
    courses = number(_("All courses"), 1)
    core = number(_("Core courses"), 1)
    imported = number(_("Imported courses"))
    imported_core = number(_("Imported core courses"))
    core_by_partner = number(_("Core courses taught by the partner"))
    hours = number(_("All hours"), 1)
    hours_by_partner = number(_("Hours taught by the partner"))
    source = line(_("Source"), 300, help_text=_("The plan from which this is counted."))

    def prepare(self) -> None:
        """Offer the majors of this programme."""
        majors = SchoolingMajor.objects.filter(schooling=self.schooling)
        field = forms.ModelChoiceField(
            majors, label=_("Major"), required=False, empty_label=str(_("All majors"))
        )
        style(field)
        self.fields = {"major": field, **self.fields}


class MeetingForm(PartForm):
    """A meeting of the joint committee."""

    model = CommitteeMeeting
    pairs = (("held_on", "attendees"),)

    held_on = day(_("Held on"))
    attendees = number(_("Persons present"), 1, required=False)
    place = line(_("Place of the meeting"), 200)
    decided = area(_("What was decided"), 4000)
    file = UploadField(label=_("Minutes"), required=False)


class ReportForm(PartForm):
    """A yearly report."""

    model = YearlyReport
    pairs = (("year", "submitted_on"), ("admitted", "enrolled"))

    year = number(_("Year of the report"), 1979)
    submitted_on = day(_("Submitted on"))
    admitted = number(_("Students admitted in the year"), required=False)
    enrolled = number(_("Students in all"), required=False)
    file = UploadField(label=_("The report"), required=False)


class EvaluationForm(PartForm):
    """An evaluation."""

    model = SchoolingEvaluation
    pairs = (("evaluated_on", "next_due"),)

    evaluated_on = day(_("Evaluated on"))
    next_due = day(_("Next evaluation due"), required=False)
    evaluated_by = line(_("Evaluated by"), 200)
    result = forms.ChoiceField(label=_("Result"), choices=EvaluationResult.choices)
    remarks = area(_("Remarks"), 4000)
    file = UploadField(label=_("Report of the evaluation"), required=False)
