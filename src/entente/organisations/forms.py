"""What people type about organisations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.models import Unit
from entente.organisations import identifiers, places
from entente.organisations.enums import Grade, NameKind, OrganisationKind
from entente.organisations.models import Organisation
from entente.organisations.models.names import LANGUAGES


class PlaceWidget(forms.TextInput):
    """A country or region by its code or its name in either language; names are offered."""

    template_name = "organisations/place_widget.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add the address that finds places."""
        context = super().get_context(name, value, attrs)
        context["widget"]["lookup"] = reverse_lazy("organisations:places")
        return context


class PlaceField(forms.CharField):
    """A country or region; what is typed becomes its ISO code."""

    widget = PlaceWidget

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Country or region"))
        options.setdefault("help_text", gettext_lazy("A name in Chinese or English, or the code."))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a code."""
        return places.place_name(value) if value in places.CODES else value

    def clean(self, value: Any) -> str:
        """Find the one place that is meant."""
        text = super().clean(value)
        if not text:
            return ""
        found = places.find(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("There is no country or region called “%(text)s”.") % {"text": text}
            )
        names = " · ".join(places.place_name(code) for code in found)
        raise ValidationError(_("Which one is meant: %(names)s?") % {"names": names})


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
            ("website", "founded_on", "closed_on", "successor", "provisional", "source"),
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
    none_of_these = forms.BooleanField(widget=forms.HiddenInput, required=False)

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
    noted_on = forms.DateField(
        label=gettext_lazy("Noted on"), widget=forms.DateInput(attrs={"type": "date"})
    )
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
