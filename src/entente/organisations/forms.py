"""What people type about organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entente.kit.fields import day
from entente.kit.files.kinds import SHEETS
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.grids import Table
from entente.kit.imports import read_table
from entente.kit.periods import PartialDateFormField
from entente.office.models import Unit
from entente.organisations import identifiers
from entente.organisations.enums import Grade, ListKind, NameKind, OrganisationKind
from entente.organisations.fields import DomainsField, PlaceField, PositionField
from entente.organisations.models import Organisation
from entente.organisations.models.names import LANGUAGES


class FactsForm(VersionedForm):
    """The facts of an organisation but for its names and identifiers."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OrganisationKind.choices)
    parent = RemoteChoiceField(
        Organisation.objects.standing(),
        label=gettext_lazy("Part of"),
        required=False,
        help_text=gettext_lazy("For a faculty or laboratory: the university it belongs to."),
    )
    country = PlaceField(required=False)
    city_zh = forms.CharField(label=gettext_lazy("City in Chinese"), required=False, max_length=100)
    city_en = forms.CharField(label=gettext_lazy("City in English"), required=False, max_length=100)
    latitude = forms.FloatField(label=gettext_lazy("Latitude"), required=False)
    longitude = forms.FloatField(label=gettext_lazy("Longitude"), required=False)
    website = forms.URLField(label=gettext_lazy("Web site"), required=False, assume_scheme="https")
    domains = DomainsField(required=False)
    founded_on = PartialDateFormField(label=gettext_lazy("Founded"), required=False)
    closed_on = PartialDateFormField(label=gettext_lazy("Closed"), required=False)
    successor = RemoteChoiceField(
        Organisation.objects.standing(), label=gettext_lazy("Continued by"), required=False
    )
    provisional = forms.BooleanField(
        label=gettext_lazy("Somebody still has to confirm which institution this is"),
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    sections = (
        (gettext_lazy("Place"), ("country", "city_zh", "city_en", "latitude", "longitude")),
        (
            gettext_lazy("Further facts"),
            ("website", "domains", "founded_on", "closed_on", "successor", "provisional", "source"),
        ),
    )


class NewOrganisationForm(FactsForm):
    """A new organisation: its names first; what exists already is proposed."""

    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), required=False, max_length=300)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), required=False, max_length=300)
    other_language = forms.ChoiceField(
        label=gettext_lazy("Language of a further name"), choices=LANGUAGES[2:], required=False
    )
    other_name = forms.CharField(
        label=gettext_lazy("Name in its own language"), required=False, max_length=300
    )

    field_order = ("name_zh", "name_en", "other_name", "other_language", "kind", "parent")

    def names(self) -> list[dict[str, Any]]:
        """Give the names that were typed, for the service."""
        values = self.cleaned_data
        source = {"source": values.get("source", "")}
        typed = [
            {"text": values.get("name_zh", ""), "language": "zh"},
            {"text": values.get("name_en", ""), "language": "en"},
            {"text": values.get("other_name", ""), "language": values.get("other_language")},
        ]
        return [name | source for name in typed if name["text"]]

    def facts(self) -> dict[str, Any]:
        """Give the other columns, for the service."""
        return {name: self.cleaned_data.get(name) for name in FactsForm.base_fields}


class NameForm(VersionedForm):
    """One name."""

    text = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=NameKind.choices)
    is_main = forms.BooleanField(
        label=gettext_lazy("Main name in this language: lists and letters use it"), required=False
    )
    since = PartialDateFormField(label=gettext_lazy("From"), required=False)
    until = PartialDateFormField(label=gettext_lazy("Until"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RenameForm(DeskForm):
    """A new official name; the one until now stays as a former name."""

    text = forms.CharField(label=gettext_lazy("New official name"), max_length=300)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    since = PartialDateFormField(label=gettext_lazy("From"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class IdentifierForm(DeskForm):
    """The number under which a register knows the organisation."""

    scheme = forms.ChoiceField(label=gettext_lazy("Register"), choices=identifiers.choices)
    value = forms.CharField(
        label=gettext_lazy("Identifier"),
        max_length=200,
        help_text=gettext_lazy("The address of the register's page will do as well."),
    )


class MergeForm(DeskForm):
    """Which other row is the same institution."""

    other = RemoteChoiceField(
        Organisation.objects.standing(),
        label=gettext_lazy("The same institution as"),
        help_text=gettext_lazy("Its names and everything that hangs on it come over here."),
    )


class DueDiligenceForm(VersionedForm):
    """What a unit found out about an organisation."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"))
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), choices=Grade.choices)
    noted_on = day(gettext_lazy("Noted on"))
    text_zh = forms.CharField(
        label=gettext_lazy("Text in Chinese"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def prepare(self) -> None:
        """Offer the units for which this person may note it."""
        units: Any = self.fields["unit"]
        units.queryset = Unit.objects.open().visible_to(
            self.officer, "organisations.change_duediligence"
        )


# --- Dated lists ----------------------------------------------------------------------------------

SHEET_SALT = "organisations.sheet"


class ImportListForm(DeskForm):
    """A sheet with a group of countries or a ranking, and from which day it holds.

    Once it has been looked through, the sheet travels with the page, signed, so that nobody has
    to choose the file twice.
    """

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=ListKind.choices)
    name = forms.CharField(
        label=gettext_lazy("Name of the list"),
        max_length=60,
        help_text=gettext_lazy("The same name each time, for example QS or ASEAN."),
    )
    valid_from = day(
        gettext_lazy("Holds from"),
        help_text=gettext_lazy("It holds until the next one of the same name."),
    )
    file = UploadField(
        label=gettext_lazy("Sheet"),
        allowed=SHEETS,
        help_text=gettext_lazy(
            "A group needs a column “Country or region”; a ranking needs “Place” and"
            " “Institution”, and may have “Country or region” and “ROR”."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    sheet = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Ask for the file only as long as no sheet travels with the page."""
        self.fields["file"].required = not self.data.get("sheet")

    def clean(self) -> dict[str, Any]:
        """Read the file, or the sheet that travelled with the page."""
        values = super().clean() or {}
        values["table"] = None
        try:
            values["table"] = self._table(values)
        except ValidationError as refusal:
            self.add_error("file", refusal)
        return values

    def _table(self, values: dict[str, Any]) -> Table | None:
        if upload := values.get("file"):
            return read_table(upload, upload.name)
        if "file" in self.errors:
            return None
        if sheet := values.get("sheet"):
            try:
                table: Table = signing.loads(sheet, salt=SHEET_SALT)
            except signing.BadSignature:
                table = []
            if table:
                return table
        raise ValidationError(_("Choose the file."), code="required")


def packed(table: Table) -> str:
    """Pack a sheet so that it can travel with a page unchanged."""
    return signing.dumps(table, salt=SHEET_SALT, compress=True)


class JoinEntryForm(DeskForm):
    """Which organisation of the register a line of a ranking is."""

    organisation = RemoteChoiceField(
        Organisation.objects.standing(),
        label=gettext_lazy("Organisation of the register"),
        required=False,
        help_text=gettext_lazy("Leave it empty if the register does not hold it."),
    )


class GroupRowForm(forms.Form):
    """One line of a group of countries and regions."""

    country = PlaceField()


class RankingRowForm(forms.Form):
    """One line of a ranking."""

    position = PositionField(label=pgettext_lazy("in a ranking", "Place"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Institution"), max_length=300)
    country = PlaceField(required=False)
    ror = forms.CharField(label="ROR", required=False, max_length=100)

    def clean_ror(self) -> str:
        """Bring the identifier into its normal form."""
        text: str = self.cleaned_data["ror"]
        return identifiers.normalise("ror", text) if text else ""
