"""What is typed about tallies and figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.figures.enums import (
    CHANGE,
    CHANGE_REPORTS,
    CHANGE_TALLIES,
    CHANGE_TEXTS,
    Comparator,
    OverWord,
    PeriodKind,
    Style,
    TextKind,
)
from entente.figures.enums import Step as Rounding
from entente.figures.models.texts import LONGEST_TEXT
from entente.kit.fields import choice_of, day
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.measures import UNIT_LABELS, Dimension, Measure
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field

ONLY = "only_"


def offer_units(form: DeskForm, permission: str) -> None:
    """Put the choice of a unit first: those in which the person may do it."""
    form.fields["unit"] = unit_field(form.officer, permission)
    form.order_fields(["unit"])


class CountedForm(VersionedForm):
    """A form about a measure: it offers a choice for each dimension of it."""

    permission = ""

    def __init__(self, *args: Any, measure: Measure, new: bool, **kwargs: Any) -> None:
        self.measure, self.new = measure, new
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the person's units and the values of the measure's dimensions."""
        if self.new:
            offer_units(self, self.permission)
        for dimension in self.measure.dimensions:
            if not dimension.is_year:
                self.fields[f"{ONLY}{dimension.name}"] = self._choice(dimension)
        filters = self.initial.get("filters") or {}
        for name, value in filters.items():
            self.initial[f"{ONLY}{name}"] = value

    def _choice(self, dimension: Dimension) -> forms.Field:
        label = _("Only this %(dimension)s") % {"dimension": dimension.label}
        if dimension.record:
            model = apps.get_model(dimension.record)
            rows = model._default_manager.visible_to(self.officer)
            return RemoteChoiceField(rows, label=label, required=False)
        offered = dimension.choices() if dimension.choices else []
        return forms.ChoiceField(label=label, required=False, choices=[("", _("all")), *offered])

    def clean(self) -> dict[str, Any]:
        """Gather the filters."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        filters = {}
        for name in [name for name in values if name.startswith(ONLY)]:
            if value := values.pop(name):
                filters[name.removeprefix(ONLY)] = str(getattr(value, "pk", value))
        return values | {"filters": filters}

    def narrowing(self) -> tuple[str, ...]:
        """Name the fields that narrow what is counted."""
        return tuple(name for name in self.fields if name.startswith(ONLY))

    def grouped(self) -> list[tuple[Any, list[Any]]]:
        """Put what narrows under a title of its own."""
        groups = super().grouped()
        narrowing = [block for block in groups[0][1] if block[0].name.startswith(ONLY)]
        plain = [block for block in groups[0][1] if not block[0].name.startswith(ONLY)]
        narrowed = [(_("Narrowed to"), narrowing)] if narrowing else []
        return [("", plain), *narrowed, *groups[1:]] if plain else [*narrowed, *groups[1:]]


class TallyForm(CountedForm):
    """A total that a document states."""

    permission = CHANGE_TALLIES
    pairs = (("starts_on", "ends_on"), ("low", "high"))
    sections = (
        (_("What the source says"), ("words", "source", "comparator", "low", "high", "counted_in")),
        (_("Of which time"), ("starts_on", "ends_on", "per_year")),
        (_("Further"), ("beside_records", "notes")),
    )

    words = forms.CharField(
        label=_("Exact words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The sentence that carries the number."),
    )
    source = forms.CharField(
        label=_("Source document"),
        max_length=300,
        help_text=_("Its name, its date, where it is kept. Attach it on the next page."),
    )
    comparator = forms.ChoiceField(label=_("The source says"), choices=Comparator.choices)
    low = forms.IntegerField(
        label=pgettext_lazy("how many", "Number"), min_value=0, max_value=10**15
    )
    high = forms.IntegerField(
        label=_("Up to"),
        min_value=0,
        max_value=10**15,
        required=False,
        help_text=_("Only for “from … to …”."),
    )
    counted_in = forms.ChoiceField(
        label=_("Counted in"),
        choices=[(unit.value, label) for unit, label in UNIT_LABELS.items()],
        help_text=_("As the source counts: persons, person-times and groups are not the same."),
    )
    starts_on = PartialDateFormField(label=_("From"), required=False)
    ends_on = PartialDateFormField(
        label=_("To"),
        required=False,
        help_text=_("Leave both empty where the source gives no date: it then enters no period."),
    )
    per_year = forms.BooleanField(
        label=_("Stated of every year"), required=False, help_text=_("20 to 40 every year")
    )
    beside_records = forms.BooleanField(
        label=_("None of it has a record of its own"),
        required=False,
        help_text=_(
            "For the rest of a total of which some are records: take those off the number and say"
            " so in the notes. The rest is then added to the records."
        ),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FigureForm(CountedForm):
    """A figure: period, sentences, wording."""

    permission = CHANGE
    pairs = (("period_from", "period_to"), ("period_year", "period_count"), ("style", "step"))
    sections = (
        (
            _("Period"),
            (
                *("period_kind", "period_year", "period_count"),
                *("period_from", "period_to", "fixed_on", "per_year"),
            ),
        ),
        (
            _("Sentences in both languages"),
            ("sentence_zh", "sentence_en", "style", "step", "over_word"),
        ),
        (_("Further"), ("grows_old_after", "notes")),
    )

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    period_kind = forms.ChoiceField(
        label=_("Period"), choices=[("", "–"), *PeriodKind.choices], required=True
    )
    period_year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1800,
        max_value=2200,
        help_text=_("An academic year is named by the year in which it begins."),
    )
    period_count = forms.IntegerField(
        label=_("How many years"), required=False, min_value=1, max_value=100
    )
    period_from = PartialDateFormField(label=_("From"), required=False)
    period_to = PartialDateFormField(label=_("To"), required=False)
    fixed_on = day(
        _("Fixed to the day"),
        required=False,
        help_text=_("Empty: the period slides and always ends today."),
    )
    per_year = forms.BooleanField(
        label=_("Of every year"),
        required=False,
        help_text=_("The number of each year, from the lowest to the highest: 20 to 40 a year."),
    )
    sentence_zh = forms.CharField(
        label=_("Sentence in Chinese"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("{number} stands for the number; {period} and {day} may stand for the time."),
    )
    sentence_en = forms.CharField(
        label=_("Sentence in English"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The same number; what follows it names what is counted."),
    )
    style = forms.ChoiceField(label=_("Number in words"), choices=Style.choices, initial="auto")
    step = forms.TypedChoiceField(
        label=_("Rounded to"), choices=Rounding.choices, coerce=int, initial=0
    )
    over_word = forms.ChoiceField(
        label=_("“Over” in Chinese"), choices=OverWord.choices, initial="余"
    )
    grows_old_after = forms.IntegerField(
        label=_("Grows old after months"), min_value=1, max_value=120, initial=12
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReleaseForm(VersionedForm):
    """The number that the person had before them."""

    low = forms.IntegerField(widget=forms.HiddenInput)
    high = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TextForm(VersionedForm):
    """A text to be kept and checked, in one language or both."""

    pairs = (("kind", "as_of"),)
    sections = (
        (_("The text"), ("body_zh", "body_en")),
        (_("Further"), ("notes",)),
    )
    new = True

    title = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Whose text"), choices=TextKind.choices)
    as_of = PartialDateFormField(
        label=_("Date of the text"),
        required=False,
        help_text=_("“In the last five years” ends on it."),
    )
    address = forms.URLField(
        label=_("Address"), required=False, max_length=500, assume_scheme="https"
    )
    body_zh = forms.CharField(
        label=_("Chinese text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "zh-CN"}),
    )
    body_en = forms.CharField(
        label=_("English text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "en"}),
    )
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        """Offer the person's units for a new text."""
        if self.new:
            offer_units(self, CHANGE_TEXTS)

    def clean(self) -> dict[str, Any]:
        """Ask for a text in at least one language."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        wrong = {"body_zh", "body_en"} & self.errors.keys()
        if not wrong and not (values.get("body_zh") or values.get("body_en")):
            self.add_error("body_zh", gettext("Give the text in one language or in both."))
        return values


class ChangeTextForm(TextForm):
    """A text that is kept already; it stays with its unit."""

    new = False


class ReportForm(VersionedForm):
    """What a yearly report says itself; its numbers come from the releases."""

    sections = ((_("Foreword"), ("opening_zh", "opening_en")),)
    new = True

    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    opening_zh = forms.CharField(
        label=_("Foreword in Chinese"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    opening_en = forms.CharField(
        label=_("Foreword in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def prepare(self) -> None:
        """Offer the person's units for a new report; the year of another stays."""
        if self.new:
            offer_units(self, CHANGE_REPORTS)
        else:
            del self.fields["year"]


class ChangeReportForm(ReportForm):
    """A report that is made already."""

    new = False


class TieForm(DeskForm):
    """The published figure that a claim is held against."""

    def __init__(self, *args: Any, figures: Any, **kwargs: Any) -> None:
        self.figures = figures
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the published figures that the person sees."""
        messages = {"required": _("Choose one.")}
        self.fields["figure"] = choice_of(self.figures, label=_("Figure"), error_messages=messages)


def named(measure: Measure) -> str:
    """Name a measure at the start of a line."""
    return capfirst(str(measure.label))
