"""What is typed about places and about looking back on an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.fields import area, choice_of, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import FIRST_YEAR, LAST_YEAR, PartialDateFormField
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.partnerships.enums import (
    Direction,
    Judgement,
    PlacesBasis,
    Recommendation,
    StayKind,
    StudyLevel,
)
from entente.partnerships.models import Agreement, Places

MOST_YEARS = 20
NOT_NEGATIVE = {"min_value": _("A number of places cannot be negative.")}
AS_CORRECTION, FOR_THIS_YEAR, FROM_THIS_YEAR = "correction", "this_year", "from_now"


def count(label: Any, *, required: bool = True) -> forms.IntegerField:
    """Make a field for a number that is never negative."""
    return forms.IntegerField(
        label=label, min_value=0, max_value=100_000, required=required, error_messages=NOT_NEGATIVE
    )


def year_field(label: Any, **options: Any) -> forms.IntegerField:
    """Make a field for an academic year, by the calendar year in which it begins."""
    return forms.IntegerField(
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("The year in which it begins: 2026 for 2026–27."),
        **options,
    )


class PlacesFields(DeskForm):
    """How many, how long, from where it is known."""

    number = count(pgettext_lazy("places under an agreement", "Places"))
    months = forms.DecimalField(
        label=_("Months for each place"),
        required=False,
        min_value=0,
        max_value=120,
        max_digits=4,
        decimal_places=1,
        help_text=_("One semester up to 6 months, more are counted as two."),
    )
    used = count(_("Places used"), required=False)
    used_semesters = count(_("Semesters used"), required=False)
    source = line(_("Source"), 300)


class ChangePlacesForm(PlacesFields, VersionedForm):
    """What is said of places that stand."""

    pairs = (("number", "months"), ("used", "used_semesters"))


class AddPlacesForm(PlacesFields):
    """Places that are new."""

    pairs = (
        ("academic_year", "direction"),
        ("stay", "basis"),
        ("level", "for_unit"),
        ("field", "field_name"),
        ("language", "language_level"),
        ("number", "months"),
        ("used", "used_semesters"),
    )
    sections = (
        (
            _("What they are for"),
            (
                "level",
                "for_unit",
                "field",
                "field_name",
                "language",
                "language_level",
                "stay",
                "basis",
                "parent",
            ),
        ),
        (_("Use and source"), ("used", "used_semesters", "source")),
    )

    academic_year = year_field(_("Academic year"))
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    stay = forms.ChoiceField(label=_("Kind of stay"), choices=StayKind.choices)
    basis = forms.ChoiceField(label=_("Basis"), choices=PlacesBasis.choices)
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", pgettext_lazy("level of study", "Any")), *StudyLevel.choices],
    )
    field = line(_("Field (ISCED-F code)"), 10, help_text=_("For example 0533; empty for any."))
    field_name = line(_("Field in words"), 120)
    language = line(_("Language asked for"), 3, help_text=_("As a code: de, en, zh."))
    language_level = line(_("Level of the language"), 40)

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **options)

    def prepare(self) -> None:
        """Offer the units of the institution, and the quotas of the agreement to be part of."""
        units = Unit.objects.open().filter(top=self.agreement.top_unit_id)
        self.fields["for_unit"] = choice_of(units, label=_("For the unit"), required=False)
        rows = Places.objects.filter(agreement=self.agreement).select_related("for_unit")
        self.fields["parent"] = forms.ModelChoiceField(
            rows.order_by("-academic_year", "direction", "pk"),
            label=_("Part of"),
            required=False,
            help_text=_("Broader places of the same year and direction that these are taken from."),
        )
        order = ["academic_year", "direction", "number", "months"]
        self.order_fields([*order, *(name for name in self.fields if name not in order)])


class CopyYearForm(DeskForm):
    """Next year as this year."""

    pairs = (("year", "to"),)
    year = year_field(_("Take the places of"))
    to = year_field(_("For the academic year"))


class YearForm(DeskForm):
    """The numbers of all places of one year, side by side; and what kind of change it is."""

    kind = forms.ChoiceField(
        label=_("Changed numbers of places are"),
        widget=forms.RadioSelect,
        initial=AS_CORRECTION,
        choices=[
            (AS_CORRECTION, _("an entry or a correction")),
            (FOR_THIS_YEAR, _("an amendment for this year only")),
            (FROM_THIS_YEAR, _("an amendment from this year on")),
        ],
    )
    reason = area(_("Reason"), 2000, rows=2)
    agreed_on = PartialDateFormField(label=_("Agreed on"), required=False)
    document = line(_("Document"), 300, help_text=_("For example an exchange of letters."))
    pairs = (("agreed_on", "document"),)

    def __init__(self, *args: Any, rows: Sequence[Places], **options: Any) -> None:
        self.rows = rows
        super().__init__(*args, **options)

    def prepare(self) -> None:
        """Give every line its fields."""
        for row in self.rows:
            number, used = (
                count(pgettext_lazy("places under an agreement", "Places")),
                count(_("Places used"), required=False),
            )
            semesters = count(_("Semesters used"), required=False)
            number.initial, used.initial, semesters.initial = (
                row.number,
                row.used,
                row.used_semesters,
            )
            for name, field in {"number": number, "used": used, "semesters": semesters}.items():
                field.label = f"{field.label}: {row}"
                self.fields[f"{name}_{row.pk}"] = field
            seen = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)
            self.fields[f"version_{row.pk}"] = seen

    def clean(self) -> dict[str, Any]:
        """Demand a reason of an amendment."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") != AS_CORRECTION and not (values.get("reason") or "").strip():
            self.add_error("reason", _("Say why."))
        return values

    def about_the_change(self) -> list[Any]:
        """Give the fields that stand below the lines."""
        return [self[name] for name in ("kind", "reason", "agreed_on", "document")]


class BalanceForm(DeskForm):
    """Which years and partners the balance is about."""

    first = forms.IntegerField(
        label=_("From the academic year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    last = forms.IntegerField(
        label=_("To the academic year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    sides = forms.ChoiceField(
        label=_("Sides"),
        required=False,
        choices=[
            ("", _("All partners")),
            ("both", _("Exchanged both ways")),
            ("one", _("In one direction only")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("gap", _("Largest difference first")),
            ("more_out", _("More went, first")),
            ("more_in", _("More came, first")),
            ("used", _("Most students first")),
        ],
    )
    partner = RemoteChoiceField(Organisation, label=_("Partner"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse years in the wrong order, and more than can be drawn."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last year lies before the first."))
        elif first and last and last - first >= MOST_YEARS:
            self.add_error("first", _("Choose at most twenty years."))
        return values


class ReviewForm(DeskForm):
    """What was found on looking back."""

    pairs = (("first_year", "last_year"), ("judgement", "recommendation"))
    first_year = year_field(_("From the academic year"))
    last_year = year_field(_("To the academic year"))
    judgement = forms.ChoiceField(label=_("Judgement"), choices=Judgement.choices)
    recommendation = forms.ChoiceField(label=_("Recommendation"), choices=Recommendation.choices)
    text_zh = area(_("Findings in Chinese"), rows=5)
    text_en = area(_("Findings in English"), rows=5)
