"""What is typed about rounds and into the sheets of units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.collecting.enums import CHANGE_ROUND, AnswerKind
from entente.collecting.numbers import read_number
from entente.figures.enums import Comparator
from entente.kit.fields import area, day, line
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, ReasonForm, VersionedForm
from entente.kit.measures import measures
from entente.office.fields import unit_field
from entente.office.models import Unit


class RoundForm(VersionedForm):
    """What is asked, of which time, of whom, until when."""

    pairs = (("starts_on", "cut_off_on"),)
    sections = (
        (_("What is asked"), ("starts_on", "cut_off_on", "measures")),
        (_("Who is asked"), ("units", "due_on", "note_zh", "note_en")),
    )
    new = True

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    starts_on = day(_("Counted from"))
    cut_off_on = day(
        _("Cut-off date"),
        help_text=_("What happens after it does not count; what holds on it is a stock."),
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units asked"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A unit answers for all that lies below it."),
    )
    due_on = day(_("Due on"))
    note_zh = area(_("Instructions in Chinese"), 2000)
    note_en = area(_("Instructions in English"), 2000)

    def prepare(self) -> None:
        """Offer the measures, and the units in which the person may ask."""
        self.fields["measures"].choices = [  # type: ignore[attr-defined]
            (measure.name, f"{measure.label} · {measure.unit.label}") for measure in measures()
        ]
        offered = Unit.objects.open().visible_to(self.officer, CHANGE_ROUND)
        self.fields["units"].queryset = offered  # type: ignore[attr-defined]
        if self.new:
            self.fields["unit"] = unit_field(
                self.officer, CHANGE_ROUND, label=_("The unit whose office asks")
            )
            self.order_fields(["unit"])

    def clean(self) -> dict[str, Any]:
        """Refuse a cut-off before the first day."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("cut_off_on")
        if first and last and last < first:
            self.add_error("cut_off_on", gettext("The cut-off date lies before the first day."))
        return values


class ChangeRoundForm(RoundForm):
    """A draft; it stays with its unit."""

    new = False


class MergeForm(DeskForm):
    """Whether to go on without those who have not signed."""

    without_missing = forms.BooleanField(
        label=_("Merge without the units that have not signed"),
        required=False,
        help_text=_("The result names them as missing."),
    )


class SendBackForm(ReasonForm):
    """Why a sheet goes back, and until when it is filled in again."""

    due_on = day(_("To be filled in again until"))


class AnswerForm(VersionedForm):
    """What a unit says of one measure."""

    pairs = (("low", "high"),)

    kind = forms.ChoiceField(
        label=_("The number is"), choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    comparator = forms.ChoiceField(
        label=_("Corrected: the source says"),
        choices=[("", "–"), *Comparator.choices],
        required=False,
    )
    low = forms.IntegerField(label=_("Corrected: number"), min_value=0, required=False)
    high = forms.IntegerField(
        label=_("up to"), min_value=0, required=False, help_text=_("Only for “from … to …”.")
    )
    source = line(_("Source of the corrected number"))
    reason = area(
        _("Reason"),
        1000,
        help_text=_("Why the records lack or exceed it. The records themselves stay as they are."),
    )

    def clean(self) -> dict[str, Any]:
        """A number that nobody chose to correct would be lost: ask."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("low") is not None and values.get("kind") != AnswerKind.CORRECTED:
            self.add_error("kind", gettext("You gave a number: choose “corrected”."))
        return values


class UploadSheetForm(DeskForm):
    """A sheet that was filled in elsewhere."""

    file = UploadField(
        label=_("The filled-in sheet"),
        help_text=_("The workbook that you downloaded here, with your numbers in it."),
    )


class SheetRowForm(forms.Form):
    """One line of a filled-in sheet; an empty number means that the records are right."""

    measure = forms.CharField(label=_("Code of the measure"), max_length=60)
    number = forms.CharField(
        label=pgettext_lazy("sheet", "Your number"), required=False, max_length=40
    )
    source = forms.CharField(
        label=_("Source of the corrected number"), required=False, max_length=300
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)

    def clean_number(self) -> tuple[str, int, int | None] | None:
        """Read the number as people write it."""
        text = self.cleaned_data["number"].strip()
        if not text:
            return None
        read = read_number(text)
        if read is None:
            raise forms.ValidationError(
                gettext("“%(text)s” is no number. Write 812, >800, ≥800, ~800 or 20–40.")
                % {"text": text}
            )
        return read
