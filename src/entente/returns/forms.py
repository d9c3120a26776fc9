"""What is typed about returns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, VersionedForm
from entente.kit.measures import measures
from entente.kit.periods import Period
from entente.returns import values
from entente.returns.enums import Condition, Fill
from entente.returns.models import SEPARATORS, counts_stays


class LayoutForm(VersionedForm):
    """Which records stand in a return, and what it is called."""

    pairs = (("measure", "equals"), ("valid_from", "valid_until"), ("missing", "separator"))
    sections = (
        (_("Which records"), ("measure", "equals", "conditions", "by_group")),
        (_("The rule"), ("source", "link", "valid_from", "valid_until", "notes_zh", "notes_en")),
        (_("The file"), ("missing", "separator")),
    )

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    measure = forms.ChoiceField(label=_("Records of the measure"))
    equals = forms.ChoiceField(label=_("Must equal the measure"), required=False)
    conditions = forms.MultipleChoiceField(
        label=_("Only records of which"),
        choices=Condition.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    by_group = forms.BooleanField(
        label=_("One line for each group, with its number"), required=False
    )
    source = forms.CharField(label=_("Source of the rule"), max_length=300)
    link = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )
    valid_from = day(_("Valid from"), required=False)
    valid_until = day(_("Valid until"), required=False)
    notes_zh = area(_("Notes in Chinese"), 2000)
    notes_en = area(_("Notes in English"), 2000)
    missing = line(_("Written where a value is unknown"), 20)
    separator = forms.ChoiceField(label=_("Separator of the CSV file"), choices=SEPARATORS)

    def prepare(self) -> None:
        """Offer the measures of stays."""
        offered = [(it.name, it.label) for it in measures() if counts_stays(it)]
        self.fields["measure"].choices = offered  # type: ignore[attr-defined]
        self.fields["equals"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]


class NewLayoutForm(LayoutForm):
    """A return that is not there yet."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    field_order = ("code",)


class ColumnForm(VersionedForm):
    """One column: its headings, and what fills it."""

    position = forms.IntegerField(label=_("Position"), min_value=1, max_value=500)
    heading_zh = forms.CharField(label=_("Heading in Chinese"), max_length=200)
    heading_en = forms.CharField(label=_("Heading in English"), max_length=200)
    fill = forms.ChoiceField(label=_("Filled with"), choices=Fill.choices)
    field = forms.ChoiceField(label=_("Field"), required=False)
    constant = line(_("Constant"), 200)
    table = area(
        _("Code table"),
        10000,
        rows=5,
        help_text=_("One value a line: what the record has = what the return wants."),
    )

    def prepare(self) -> None:
        """Offer the fields; write the code table line by line."""
        self.fields["field"].choices = [("", "–"), *values.choices()]  # type: ignore[attr-defined]
        table = self.initial.get("table")
        if isinstance(table, dict):
            self.initial["table"] = "\n".join(f"{key} = {code}" for key, code in table.items())

    def clean_table(self) -> dict[str, str]:
        """Read the code table; a line that says no pair is named."""
        table: dict[str, str] = {}
        for number, text in enumerate(self.cleaned_data["table"].splitlines(), start=1):
            if not text.strip():
                continue
            key, sign, code = text.partition("=")
            if not sign or not key.strip():
                raise forms.ValidationError(
                    gettext("Line %(number)s is no pair: write value = code.") % {"number": number}
                )
            table[key.strip()] = code.strip()
        return table


class PeriodForm(DeskForm):
    """Of which time a return is drawn."""

    pairs = (("since", "until"),)

    since = day(_("From"))
    until = day(_("To"))

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("since"), said.get("until")
        if first and last and last < first:
            self.add_error("until", gettext("The last day lies before the first."))
        return said

    def period(self) -> Period:
        """Give the days."""
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])


def last_year() -> dict[str, str]:
    """Begin with the last whole year."""
    year = timezone.localdate().year - 1
    return {"since": f"{year}-01-01", "until": f"{year}-12-31"}
