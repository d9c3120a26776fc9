"""What is typed about people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.parts import Namesake
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.office.models import Unit
from entente.organisations.fields import PlaceField
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.people.enums import ConsentPurpose, ContactRole, Direction, Sex, TransferGround
from entente.people.identity import normalise_orcid
from entente.people.models import SEALED, Person
from entente.people.models.persons import NEEDS_A_NAME
from entente.people.models.ties import ONE_PLACE
from entente.people.nationality import find_nationality


class NationalityField(forms.CharField):
    """A country or region, typed as a name or a code in either language."""

    def prepare_value(self, value: Any) -> Any:
        """Show the name."""
        return place_name(value) if value else value

    def to_python(self, value: Any) -> str:
        """Give the code."""
        return find_nationality(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare codes."""
        try:
            return bool((initial or "") != self.to_python(data))
        except forms.ValidationError:
            return True


class PersonForm(VersionedForm):
    """A person: names, identity, ways to reach, and what is kept encrypted."""

    sections = (
        (_("Name"), ("name_zh", "family_name", "given_name", "family_first", "name_native")),
        (
            _("Identity"),
            ("sex", "nationality", "orcid", "staff_number", "student_number"),
        ),
        (_("To be reached at"), ("email", "phone")),
        (
            _("Kept encrypted, shown only to officers and heads of office"),
            ("birth_date", "passport_number", "national_id"),
        ),
        (_("Record"), ("unit", "source")),
    )

    name_zh = forms.CharField(
        label=_("Name in Chinese characters"),
        max_length=100,
        required=False,
        help_text=_("A foreigner's too, where there is a customary one."),
    )
    family_name = forms.CharField(
        label=_("Family name, in Latin letters"), max_length=100, required=False
    )
    given_name = forms.CharField(
        label=_("Given names, in Latin letters"), max_length=100, required=False
    )
    family_first = forms.BooleanField(
        label=_("The family name comes first, as in Wang Yanxin"), required=False
    )
    name_native = forms.CharField(
        label=_("Name in its own script"),
        max_length=200,
        required=False,
        help_text=_("Where it is neither Chinese nor Latin, for example Иванова Мария."),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), choices=[("", _("not stated")), *Sex.choices], required=False
    )
    nationality = NationalityField(
        label=_("Nationality or region"),
        max_length=80,
        required=False,
        help_text=_("A name or a code: 德国, Germany, DE."),
    )
    orcid = forms.CharField(label=_("ORCID"), max_length=60, required=False)
    staff_number = forms.CharField(label=_("Staff number"), max_length=40, required=False)
    student_number = forms.CharField(label=_("Student number"), max_length=40, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    birth_date = day(_("Date of birth"), required=False)
    passport_number = forms.CharField(label=_("Passport number"), max_length=20, required=False)
    national_id = forms.CharField(label=_("Identity card number"), max_length=30, required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        required=False,
        help_text=_("Where these facts come from, for example a letter or a web page."),
    )

    permission = "people.change_person"

    def prepare(self) -> None:
        """Offer the units of this person; leave out what they may not read."""
        self.fields["unit"] = unit_field(self.officer, self.permission)
        if not self.officer.may("people.read_sealed_person"):
            for name in SEALED:
                del self.fields[name]

    def clean_orcid(self) -> str:
        """Give the ORCID its usual form."""
        return normalise_orcid(self.cleaned_data["orcid"])

    def clean_birth_date(self) -> str:
        """Give the day as text; one that has not come yet is a slip."""
        day = self.cleaned_data["birth_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(gettext("The date of birth lies in the future."))
        return day.isoformat() if day else ""

    def clean(self) -> dict[str, Any]:
        """Ask for a name in some script."""
        values = super().clean() or {}
        if not any(values.get(name) for name in ("name_zh", "family_name", "name_native")):
            self.add_error("name_zh", NEEDS_A_NAME)
        return values


class NewPersonForm(PersonForm):
    """A person who is new to the register."""

    permission = "people.add_person"


class ConsentForm(DeskForm):
    """What a person agreed to."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=ConsentPurpose.choices)
    on = day(_("Given on"))
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where it can be seen: a signed form, a letter, an application."),
    )
    wording = forms.CharField(
        label=_("Wording"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text=_("The words that were agreed to."),
    )

    def clean_on(self) -> Any:
        """Refuse a day that has not come yet."""
        return _not_in_future(self.cleaned_data["on"])


class WithdrawForm(DeskForm):
    """The day on which a consent was withdrawn."""

    on = day(_("Withdrawn on"))

    def clean_on(self) -> Any:
        """Refuse a day that has not come yet."""
        return _not_in_future(self.cleaned_data["on"])


class EraseForm(DeskForm):
    """Why a person's data are erased; confirmed twice, because there is no way back."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("It stays in the trail: write no name and nothing personal."),
    )
    also = forms.MultipleChoiceField(
        label=_("Lines that name somebody of this name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing says whether it is this person. Tick those that are."),
    )
    sure = forms.BooleanField(
        label=pgettext_lazy(
            "erase", "Nothing obliges us to keep these data, and they may be erased for good"
        ),
        error_messages={"required": _("Tick this when you have made sure of it.")},
    )

    def offer(self, namesakes: Collection[Namesake]) -> None:
        """Offer the lines that may be about the person."""
        if namesakes:
            self.fields["also"].choices = [(it.key, it.title) for it in namesakes]  # type: ignore[attr-defined]
        else:
            del self.fields["also"]


class AffiliationForm(VersionedForm):
    """Where a person belongs, as what, from when until when."""

    organisation = RemoteChoiceField(Organisation, label=_("Organisation"), required=False)
    at_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("or a unit of ours"),
        required=False,
    )
    role_zh = forms.CharField(label=_("Position in Chinese"), max_length=200, required=False)
    role_en = forms.CharField(label=_("Position in English"), max_length=200, required=False)
    starts_on = PartialDateFormField(label=pgettext_lazy("date", "From"), required=False)
    ends_on = PartialDateFormField(label=pgettext_lazy("date", "Until"), required=False)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)

    def prepare(self) -> None:
        """Offer the units of this person."""
        units = unit_field(self.officer, "people.change_person")
        units.label, units.required, units.initial = _("or a unit of ours"), False, None
        if isinstance(units.widget, forms.Select):
            units.empty_label = "–"
        self.fields["at_unit"] = units
        self.order_fields(["organisation", "at_unit", "role_zh", "role_en"])

    def clean(self) -> dict[str, Any]:
        """Ask for one place, and for dates in order."""
        values = super().clean() or {}
        if bool(values.get("organisation")) == bool(values.get("at_unit")):
            self.add_error("organisation", ONE_PLACE)
        return _in_order(self, values)


class ContactForm(VersionedForm):
    """Whom we write to at an organisation, about what."""

    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=Direction.choices, initial=Direction.BOTH
    )
    email = forms.EmailField(
        label=_("Mail address there"),
        required=False,
        help_text=_("Empty: the person's own address is used."),
    )
    phone = forms.CharField(label=_("Telephone there"), max_length=40, required=False)
    starts_on = PartialDateFormField(label=pgettext_lazy("date", "From"), required=False)
    ends_on = PartialDateFormField(label=pgettext_lazy("date", "Until"), required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for dates in order."""
        return _in_order(self, super().clean() or {})


class NewContactForm(ContactForm):
    """A contact who stands in the register, or a new person."""

    person = RemoteChoiceField(Person, label=_("Person of the register"), required=False)
    name_zh = forms.CharField(
        label=_("or a new person: name in Chinese characters"), max_length=100, required=False
    )
    family_name = forms.CharField(
        label=_("Family name, in Latin letters"), max_length=100, required=False
    )
    given_name = forms.CharField(
        label=_("Given names, in Latin letters"), max_length=100, required=False
    )

    def prepare(self) -> None:
        """Offer the persons and units of this person; ask who before what."""
        persons: Any = self.fields["person"]
        persons.queryset = Person.objects.visible_to(self.officer).present()
        self.fields["unit"] = unit_field(self.officer, "people.add_contact")
        self.order_fields(["person", "name_zh", "family_name", "given_name"])

    def clean(self) -> dict[str, Any]:
        """Ask for a person or for a name, and keep the two apart."""
        values = super().clean() or {}
        new = {name: values.pop(name, "") for name in ("name_zh", "family_name", "given_name")}
        if "person" not in self.errors and bool(values.get("person")) == any(new.values()):
            self.add_error(
                "person", gettext("Choose a person of the register, or give a new person's name.")
            )
        values["new_person"] = None if values.get("person") else new
        return values


def _in_order(form: forms.Form, values: dict[str, Any]) -> dict[str, Any]:
    start, end = values.get("starts_on"), values.get("ends_on")
    if start and end and end.latest < start.earliest:
        form.add_error("ends_on", gettext("The end lies before the beginning."))
    return values


def _not_in_future(day: Any) -> Any:
    if day > timezone.localdate():
        raise forms.ValidationError(gettext("This day has not come yet."))
    return day


class TransferForm(VersionedForm):
    """That data of persons were sent abroad."""

    pairs = (("sent_on", "persons"), ("recipient", "received_by"), ("country", "source"))
    field_order = ("unit",)

    sent_on = day(_("Sent on"))
    persons = forms.IntegerField(
        label=pgettext_lazy("data sent abroad", "Persons"), min_value=1, max_value=10_000_000
    )
    recipient = RemoteChoiceField(Organisation, label=_("Receiving institution"), required=False)
    received_by = line(_("or received by"), 200, help_text=_("An embassy, an insurer."))
    country = PlaceField(
        label=_("Country or region"),
        required=False,
        help_text=_("Needed only where no institution is named."),
    )
    source = line(_("Source"), 300)
    what = line(
        _("Which data"),
        500,
        required=True,
        help_text=_("Kinds of data, such as names, passports, marks; nobody is named here."),
    )
    sensitive = forms.BooleanField(
        label=_("With sensitive data"),
        required=False,
        help_text=_("Health, religion, biometrics, bank accounts, or of children under 14."),
    )
    purpose = line(pgettext_lazy("data sent abroad", "What for"), 300, required=True)
    ground = forms.ChoiceField(label=_("Ground"), choices=TransferGround.choices)

    def prepare(self) -> None:
        """Offer the units in which this person keeps the register."""
        self.initial.setdefault("sent_on", timezone.localdate())


class NewTransferForm(TransferForm):
    """The same with the unit that sent them."""

    def prepare(self) -> None:
        """Offer the units of this person."""
        super().prepare()
        self.fields["unit"] = unit_field(self.officer, "people.change_datatransfer")
        self.order_fields(self.field_order)
