"""A sheet of stays: what holds for all of its lines, and what one line says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entente.intake import values
from entente.intake.enums import Namesakes, UnknownInstitutions
from entente.kit.fields import line
from entente.kit.files.kinds import SHEETS
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm
from entente.kit.periods import PartialDate, PartialDateFormField
from entente.mobility.enums import CHANGE_STAY, Kind, StayState
from entente.office.fields import unit_field
from entente.organisations.fields import PlaceField
from entente.partnerships.enums import Direction, StudyLevel
from entente.people.nationality import find_nationality

UNKNOWN_LEVEL = ("", pgettext_lazy("level of study", "Student, level not known"))


class SheetOfStaysForm(DeskForm):
    """The sheet, and what holds for every line that does not say otherwise."""

    field_order = ("file", "unit")
    sections = (
        (
            gettext_lazy("For all lines that do not say otherwise"),
            ("direction", "kind", "level", "source"),
        ),
        (gettext_lazy("What is not known yet"), ("institutions", "namesakes")),
    )

    file = UploadField(
        label=gettext_lazy("Sheet"),
        allowed=SHEETS,
        help_text=gettext_lazy(
            "One line for each stay, headings above: name, student or staff number, institution,"
            " country, first and last day, and whatever differs from line to line."
        ),
    )
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Direction.choices)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[UNKNOWN_LEVEL, *StudyLevel.choices], required=False
    )
    source = line(gettext_lazy("Source"), 300)
    institutions = forms.ChoiceField(
        label=gettext_lazy("Lines with an institution that is not in the register"),
        choices=UnknownInstitutions.choices,
    )
    namesakes = forms.ChoiceField(
        label=gettext_lazy("A line without number and mail address, whose name is known, means"),
        choices=Namesakes.choices,
    )

    def prepare(self) -> None:
        """Offer the units for which this person keeps stays."""
        self.fields["unit"] = unit_field(
            self.officer,
            CHANGE_STAY,
            help_text=gettext_lazy("It owns the stays of lines that name no other unit."),
        )
        self.order_fields(self.field_order)


class WordField(forms.CharField):
    """A cell that says one of a few things in words; `read` refuses what is none of them."""

    def __init__(self, read: Callable[[str], str], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.read = read

    def clean(self, value: Any) -> str:
        """Read the words."""
        text = super().clean(value)
        return self.read(text) if text else ""


class DayField(PartialDateFormField):
    """A day as sheets write it."""

    def to_python(self, value: Any) -> PartialDate | None:
        """Read it; one that can be read in two ways is refused."""
        return values.day(value) if isinstance(value, str) and value.strip() else None


class StayLine(forms.Form):
    """One line: who, where, when."""

    name_zh = line(gettext_lazy("Name in Chinese characters"), 100)
    name_en = line(gettext_lazy("Name in Latin letters"), 200)
    family_name = line(gettext_lazy("Family name, in Latin letters"), 100)
    given_name = line(gettext_lazy("Given names, in Latin letters"), 100)
    student_number = line(gettext_lazy("Student number"), 40)
    staff_number = line(gettext_lazy("Staff number"), 40)
    email = forms.EmailField(label=gettext_lazy("Mail address"), required=False)
    sex = WordField(values.sex, label=gettext_lazy("Sex"))
    nationality = WordField(find_nationality, label=gettext_lazy("Nationality or region"))
    unit = line(gettext_lazy("Unit of ours"), 200)
    direction = WordField(values.direction, label=gettext_lazy("Direction"))
    kind = WordField(values.stay_kind, label=gettext_lazy("Kind"))
    level = WordField(values.level, label=gettext_lazy("Level"))
    field = line(gettext_lazy("Field of study"), 10)
    institution = line(gettext_lazy("Institution"), 300)
    country = PlaceField(required=False)
    programme = line(gettext_lazy("Programme"), 200)
    agreement = line(gettext_lazy("Number of the agreement"), 40)
    starts_on = DayField(label=gettext_lazy("First day"), required=False)
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)
    state = WordField(values.stay_state, label=gettext_lazy("State"))
    reason = line(gettext_lazy("Why it ended early or was not taken up"), 500)
    source = line(gettext_lazy("Source"), 300)
    notes = line(gettext_lazy("Notes"), 4000)

    def clean(self) -> dict[str, Any]:
        """Ask for a name, a place and a state that fits the days."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("name_zh", "name_en", "family_name", "given_name")
        if not any(said.get(name) for name in names) and not set(names) & set(self.errors):
            self.add_error("name_zh", _("Write the name in at least one language."))
        if not (said.get("institution") or said.get("country") or "country" in self.errors):
            message = _("Name the institution, or at least the country or region.")
            self.add_error("institution", message)
        start, end = said.get("starts_on"), said.get("ends_on")
        if start and end and end.latest < start.earliest:
            self.add_error("ends_on", _("The end lies before the beginning."))
        if said.get("state") in (StayState.BROKEN_OFF, StayState.NOT_TAKEN) and not said["reason"]:
            self.add_error("reason", _("Say why it ended early or was not taken up."))
        return said
