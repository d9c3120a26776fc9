"""Forms of agreements, their parties and their steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, choice_of, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.models import Unit, User
from entente.organisations.models import Organisation
from entente.partnerships.enums import (
    CHANGE,
    AgreementKind,
    Content,
    NoticeUnit,
    PartyRole,
    Term,
    TextLanguage,
)

SOURCE_HELP = _("The document this is taken from, and its words.")


def units_of(officer: Any) -> Any:
    """Give the units for which a person may keep agreements."""
    return Unit.objects.open().visible_to(officer, CHANGE)


def colleagues(officer: Any) -> Any:
    """Give those who may own an agreement: the people of the same institution."""
    people = User.objects.filter(is_active=True, is_system=False).order_by("username")
    return people.filter(unit__top=officer.unit.top) if officer.unit else people


class AgreementForm(VersionedForm):
    """What an agreement says."""

    sections = (
        (_("Dates"), ("signed_on", "starts_on", "ends_on", "place_zh", "place_en")),
        (_("Term and notice"), ("term", "renews_every", "notice_length", "notice_unit")),
        (_("Texts and source"), ("languages", "contents", "source", "notes")),
    )

    title_zh = line(_("Title in Chinese"), 300)
    title_en = line(_("Title in English"), 300)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    programme = line(
        _("Programme"),
        60,
        help_text=_("What it runs under, as the office calls it: Erasmus+, CSC, SICUE."),
    )
    domestic = forms.BooleanField(
        label=_("Domestic"),
        required=False,
        help_text=_("Both sides are in one country; it does not count as international."),
    )
    signed_on = PartialDateFormField(label=_("Signed on"), required=False)
    starts_on = PartialDateFormField(label=_("In force from"), required=False)
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    term = forms.ChoiceField(
        label=_("Term"), choices=[("", _("Not stated")), *Term.choices], required=False
    )
    renews_every = forms.IntegerField(
        label=_("Goes on for how many months"),
        required=False,
        min_value=1,
        max_value=600,
        help_text=_("Where it renews by itself."),
    )
    notice_length = forms.IntegerField(
        label=_("Period of notice"), required=False, min_value=1, max_value=60
    )
    notice_unit = forms.ChoiceField(
        label=_("Notice measured in"),
        choices=[("", "–"), *NoticeUnit.choices],
        required=False,
        help_text=_(
            "Full academic years: notified by 1 September it ends with the following August,"
            " a day later it takes effect a year later."
        ),
    )
    place_zh = line(_("Place of signature in Chinese"), 200)
    place_en = line(_("Place of signature in English"), 200)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the text"),
        choices=TextLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contents = forms.MultipleChoiceField(
        label=_("Touches"),
        choices=Content.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It decides, with the kind, which departments check it."),
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
        help_text=_("The day of the last signature; left empty, it is taken from the signatures."),
    )
    place_zh = line(_("Place of signature in Chinese"), 200)
    place_en = line(_("Place of signature in English"), 200)
    source = area(_("Source"), help_text=SOURCE_HELP)


class RegisterForm(DeskForm):
    """A document that was signed earlier."""

    signed_on = PartialDateFormField(
        label=_("Signed on"),
        required=False,
        help_text=_("The day of the last signature. Where it is unknown, name the source."),
    )
    source = SignForm.base_fields["source"]


class HandOverForm(forms.Form):
    """Who owns the agreements from now on."""

    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True, is_system=False), label=_("New owner")
    )
