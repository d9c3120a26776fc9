"""What is typed about agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm, ReasonForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import CHANGE, AgreementKind, PartyRole, TextLanguage

FEW = 50
SOURCE_HELP = _("The document this is taken from, and its words.")


def choice_of(rows: Any, **options: Any) -> forms.ModelChoiceField[Any]:
    """Offer a list of few records, a lookup of many."""
    if rows[: FEW + 1].count() > FEW:
        return RemoteChoiceField(rows, **options)
    return forms.ModelChoiceField(rows, **options)


def units_of(officer: Any) -> Any:
    """Give the units for which a person may keep agreements."""
    return Unit.objects.open().visible_to(officer, CHANGE)


def colleagues(officer: Any) -> Any:
    """Give those who may own an agreement: the people of the same institution."""
    people = User.objects.filter(is_active=True, is_system=False).order_by("username")
    return people.filter(unit__top=officer.unit.top) if officer.unit else people


def area(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    """Make a field of several lines that may stay empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, widget=widget, **options)


def line(label: Any, length: int, **options: Any) -> forms.CharField:
    """Make a field of one line that may stay empty."""
    return forms.CharField(label=label, required=False, max_length=length, **options)


class AgreementForm(VersionedForm):
    """What an agreement says."""

    sections = (
        (_("Dates"), ("signed_on", "starts_on", "ends_on", "place_zh", "place_en")),
        (_("Texts and source"), ("languages", "source", "notes")),
    )

    title_zh = line(_("Title in Chinese"), 300)
    title_en = line(_("Title in English"), 300)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    signed_on = PartialDateFormField(label=_("Signed on"), required=False)
    starts_on = PartialDateFormField(label=_("In force from"), required=False)
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    place_zh = line(_("Place of signature in Chinese"), 200)
    place_en = line(_("Place of signature in English"), 200)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the text"),
        choices=TextLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    source = area(_("Source"), help_text=SOURCE_HELP)
    notes = area(_("Notes"))

    def prepare(self) -> None:
        """Offer the units and the people of this person's institution."""
        unit = choice_of(units_of(self.officer), label=_("Unit"))
        unit.initial = self.officer.unit_id
        owner = choice_of(colleagues(self.officer), label=_("Owner"), required=False)
        fields = {"title_zh", "title_en", "kind"}
        first = {name: field for name, field in self.fields.items() if name in fields}
        rest = {name: field for name, field in self.fields.items() if name not in fields}
        self.fields = {**first, "unit": unit, "owner": owner, **rest}


class NewAgreementForm(AgreementForm):
    """An agreement that is new here; further parties are added on its page."""

    partner = RemoteChoiceField(
        Organisation,
        label=_("Partner"),
        required=False,
        help_text=_("More parties can be added on the page of the agreement."),
    )

    def prepare(self) -> None:
        """Start with the person's own unit, and put the partner beside the title."""
        super().prepare()
        partner = self.fields.pop("partner")
        order = ["title_zh", "title_en", "kind", "partner"]
        fields = {"partner": partner, **self.fields}
        self.fields = {name: fields[name] for name in [*order, *fields]}
        self.fields["owner"].initial = self.officer.pk


class PartyFields(DeskForm):
    """What is said of a party."""

    role = forms.ChoiceField(label=_("Part in the agreement"), choices=PartyRole.choices)
    name_at_signing_zh = line(
        _("Name at signing, Chinese"),
        300,
        help_text=_("As it stands in the document; left empty, today's name is kept at signing."),
    )
    name_at_signing_en = line(_("Name at signing, English"), 300)
    contact = line(
        _("Contact"), 300, help_text=_("Who speaks for this party, and how to reach them.")
    )


class PartnerForm(PartyFields):
    """A partner that becomes a party."""

    field_order = ("organisation",)
    organisation = RemoteChoiceField(Organisation, label=_("Partner"))


class OurPartyForm(PartyFields):
    """A unit of ours that becomes a party."""

    field_order = ("unit",)

    def prepare(self) -> None:
        """Offer the units of the institution that keeps the agreement."""
        units = Unit.objects.open()
        if self.officer.unit:
            units = units.filter(top=self.officer.unit.top)
        self.fields["unit"] = choice_of(units, label=_("Unit of ours"))
        self.order_fields(self.field_order)


class ChangePartyForm(PartyFields, VersionedForm):
    """What is said of a party that stands there."""


class SignForm(DeskForm):
    """The signature, as it is recorded."""

    signed_on = PartialDateFormField(
        label=_("Signed on"),
        required=False,
        help_text=_("The day of the last signature. Where it is unknown, name the source."),
    )
    place_zh = line(_("Place of signature in Chinese"), 200)
    place_en = line(_("Place of signature in English"), 200)
    source = area(_("Source"), help_text=SOURCE_HELP)


class RegisterForm(DeskForm):
    """A document that was signed earlier."""

    signed_on = SignForm.base_fields["signed_on"]
    source = SignForm.base_fields["source"]


class EndForm(ReasonForm):
    """The end before its time."""

    field_order = ("ended_on", "reason")
    ended_on = PartialDateFormField(
        label=_("Last day"), help_text=_("The last day on which it binds.")
    )


class HandOverForm(forms.Form):
    """Who owns the agreements from now on."""

    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True, is_system=False), label=_("New owner")
    )
