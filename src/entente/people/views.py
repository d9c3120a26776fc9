"""Pages about people."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError
from entente.kit.forms import DeskForm
from entente.kit.models import Attachment
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    View,
)
from entente.kit.parts import person_data
from entente.office.acting import signed_in
from entente.office.rules import rule_value
from entente.organisations.models import Organisation
from entente.people import services
from entente.people.forms import (
    AffiliationForm,
    ConsentForm,
    ContactForm,
    EraseForm,
    NewContactForm,
    NewPersonForm,
    NewTransferForm,
    PersonForm,
    TransferForm,
    WithdrawForm,
)
from entente.people.models import SEALED, Affiliation, Consent, Contact, DataTransfer, Person
from entente.people.tables import PersonColumns, PersonFilter, TransferColumns, TransferFilter

HIDDEN = "••••"


class PersonListPage(ListPage):
    """All persons in one's scope."""

    model = Person
    title = _("Persons")
    columns = PersonColumns
    filterset_class = PersonFilter
    permission_required = "people.view_person"
    default_sort = "family_name"
    views = (
        View(_("With a login"), {"login": "yes"}),
        View(_("Without mail address"), {"gap": "email"}),
    )
    create_label = _("Add person")
    create_permission = "people.add_person"
    empty_text = _("No person is in the register yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new person."""
        return reverse("people:add")


class PersonPage(RecordPage):
    """One person: names and numbers, consent, and all that we do together."""

    model = Person
    template_name = "people/person.html"
    permission_required = "people.view_person"
    change_url = "people:change"
    change_permission = "people.change_person"

    def context(self) -> dict[str, Any]:
        """Add what this person may do and read here."""
        person, may = self.object, self.officer.may
        reads_sealed = may("people.read_sealed_person", person)
        context = super().context()
        if not reads_sealed:
            hide_sealed(context["history"])
        if person.erased_at:
            context["change_url"] = ""
        return context | {
            "sealed": [
                (capfirst(_label(name)), getattr(person, name) if reads_sealed else HIDDEN)
                for name in ("birth_date", "passport_number", "national_id")
                if getattr(person, name)
            ],
            "contacts": [it for it in person.contacts.all() if may("people.view_contact", it)],
            "may_change": may("people.change_person", person) and not person.erased_at,
            "may_export": may("people.export_person", person) and not person.erased_at,
            "may_erase": may("people.erase_person", person) and not person.erased_at,
        }


def hide_sealed(history: list[Any]) -> None:
    """Cover encrypted values in a history for those who may not read them."""
    labels = {capfirst(_label(name)) for name in SEALED}
    for happening in history:
        for line in happening.lines:
            if line.label in labels:
                line.old, line.new = line.old and HIDDEN, line.new and HIDDEN


def _label(name: str) -> str:
    column: Any = Person._meta.get_field(name)
    return str(column.verbose_name)


class AddPersonPage(CreatePage):
    """Add a person to the register."""

    model = Person
    form_class = NewPersonForm
    title = _("Add person")
    permission_required = "people.add_person"
    done = _("The person is in the register now.")

    def save(self, values: Mapping[str, Any]) -> Person:
        """Add the person."""
        given = {name: value for name, value in values.items() if name != "version"}
        return services.add_person(by=signed_in(self), **given)


class ChangePersonPage(ChangePage):
    """Change what we know of a person."""

    model = Person
    form_class = PersonForm
    title = _("Edit person")
    permission_required = "people.change_person"
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its unit too."""
        return super().initial() | {"unit": self.object.unit_id}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Leave out what is kept encrypted from those who may not read it of this person."""
        form = super().form(data, files)
        if not self.officer.may("people.read_sealed_person", self.object):
            for name in SEALED:
                form.fields.pop(name, None)
        return form

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the person."""
        services.change_person(self.object, by=signed_in(self), seen=seen, **values)


# --- Consent --------------------------------------------------------------------------------------


class GiveConsentPage(ActionPage):
    """Note what a person agreed to."""

    model = Person
    form_class = ConsentForm
    title = _("Note a consent")
    submit_label = _("Note consent")
    permission_required = "people.change_person"

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"on": timezone.localdate()}

    def act(self, values: Mapping[str, Any]) -> None:
        """Note the consent."""
        services.give_consent(self.object, by=signed_in(self), **values)


class WithdrawConsentPage(ActionPage):
    """Note that a person no longer agrees."""

    model = Consent
    form_class = WithdrawForm
    title = _("Withdraw a consent")
    submit_label = _("Note withdrawal")
    explanation = _(
        "From that day on, data of this person are no longer used for this purpose. The consent"
        " stays in the record as the ground for what was done before."
    )
    permission_required = "people.change_person"

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"on": timezone.localdate()}

    def act(self, values: Mapping[str, Any]) -> None:
        """Note the withdrawal."""
        services.withdraw_consent(self.object, by=signed_in(self), **values)


# --- Where a person belongs, and contacts ---------------------------------------------------------


class AddAffiliationPage(ActionPage):
    """Note where a person belongs."""

    model = Person
    form_class = AffiliationForm
    title = _("Add affiliation")
    permission_required = "people.change_person"

    def act(self, values: Mapping[str, Any]) -> None:
        """Add the affiliation."""
        given = {name: value for name, value in values.items() if name != "version"}
        services.add_affiliation(self.object, by=signed_in(self), **given)


class ChangeAffiliationPage(ChangePage):
    """Correct or end an affiliation."""

    model = Affiliation
    form_class = AffiliationForm
    title = _("Edit affiliation")
    permission_required = "people.change_person"

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its unit too."""
        return super().initial() | {"at_unit": self.object.at_unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the affiliation."""
        services.change_affiliation(self.object, by=signed_in(self), seen=seen, **values)


class RemoveAffiliationPage(ActionPage):
    """Take away an affiliation that was a mistake."""

    model = Affiliation
    title = _("Remove affiliation")
    explanation = _("Remove it only if it was a mistake; what has ended gets a last day instead.")
    permission_required = "people.change_person"
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the affiliation."""
        services.remove_affiliation(self.object, by=signed_in(self))


class AddContactPage(ActionPage):
    """Note whom we write to at an organisation."""

    model = Organisation
    form_class = NewContactForm
    title = _("Add contact")
    permission_required = "people.add_contact"

    def act(self, values: Mapping[str, Any]) -> None:
        """Add the contact, and the person where new."""
        given = {name: value for name, value in values.items() if name != "version"}
        services.add_contact(organisation=self.object, by=signed_in(self), **given)


class ChangeContactPage(ChangePage):
    """Correct or end a contact."""

    model = Contact
    form_class = ContactForm
    title = _("Edit contact")
    permission_required = "people.change_contact"

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change the contact."""
        services.change_contact(self.object, by=signed_in(self), seen=seen, **values)


class RemoveContactPage(ActionPage):
    """Take away a contact that was a mistake."""

    model = Contact
    title = _("Remove contact")
    explanation = _("Remove it only if it was a mistake; what has ended gets a last day instead.")
    permission_required = "people.change_contact"
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove the contact."""
        services.remove_contact(self.object, by=signed_in(self))


# --- A person's own rights ------------------------------------------------------------------------


class ExportPersonPage(ActionPage):
    """Show everything that the house holds about a person, and hand it out as a file."""

    model = Person
    title = _("All data of this person")
    submit_label = _("Download as a file")
    template_name = "people/export.html"
    permission_required = "people.export_person"

    def context(self, form: Any) -> dict[str, Any]:
        """Add the data."""
        return super().context(form) | {"parts": person_data(self.object)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand the file out; that it was handed out is remembered."""
        self.prepare()
        try:
            told = services.export_person(self.object, by=signed_in(self))
        except DomainError as refusal:
            # Erased since the page was opened: there is nothing to hand out any more.
            raise Http404 from refusal
        return HttpResponse(
            json.dumps(told, ensure_ascii=False, indent=2),
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="person-{self.object.pk}.json"'},
        )

    def act(self, values: Mapping[str, Any]) -> None:
        """Nothing else happens."""


class ErasePersonPage(ActionPage):
    """Erase a person's data for good."""

    model = Person
    form_class = EraseForm
    title = _("Erase this person's data")
    submit_label = _("Erase for good")
    template_name = "people/erase.html"
    permission_required = "people.erase_person"
    done = _("The data were erased. The trail of changes can still be verified.")
    danger = True

    def context(self, form: Any) -> dict[str, Any]:
        """Add the files that have to be dealt with by hand."""
        files = Attachment.objects.of(self.object)
        return super().context(form) | {"files": files, "name": self.object.name}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer the lines elsewhere that may be about the person."""
        form: Any = super().form(data, files)
        form.offer(services.namesakes(self.object, self.officer))
        made: DeskForm = form
        return made

    def act(self, values: Mapping[str, Any]) -> None:
        """Erase the data."""
        also = values.get("also", ())
        services.erase_person(self.object, by=signed_in(self), reason=values["reason"], also=also)


# --- Data sent abroad -----------------------------------------------------------------------------

VIEW_TRANSFER, CHANGE_TRANSFER = "people.view_datatransfer", "people.change_datatransfer"


class TransferListPage(ListPage):
    """What of persons was sent abroad, the newest first, with the count of the year."""

    model = DataTransfer
    template_name = "people/transfers.html"
    title = _("Personal data sent abroad")
    columns = TransferColumns
    filterset_class = TransferFilter
    permission_required = VIEW_TRANSFER
    default_sort = "-sent_on"
    create_label = _("Enter a transfer")
    create_permission = CHANGE_TRANSFER
    empty_text = _("No transfer is entered yet. Enter each list of names that leaves the country.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form."""
        return reverse("people:add_transfer")

    def context(self, *given: Any, **named: Any) -> dict[str, Any]:
        """Add how many persons it was this year, against the number of the rule."""
        today = timezone.localdate()
        rows = DataTransfer.objects.visible_to(self.officer, VIEW_TRANSFER).of_year(today.year)
        limit = rule_value("people.transfer_limit", on=today, unit=self.officer.unit)
        plain = rows.filter(sensitive=False).persons()
        return super().context(*given, **named) | {
            "year": today.year,
            "persons": plain,
            "sensitive": rows.filter(sensitive=True).persons(),
            "limit": limit,
            "over": plain >= limit.typed,
        }


class TransferPage(RecordPage):
    """One transfer: to whom, which data, on which ground."""

    model = DataTransfer
    template_name = "people/transfer.html"
    permission_required = VIEW_TRANSFER
    change_url = "people:change_transfer"
    change_permission = CHANGE_TRANSFER


class AddTransferPage(CreatePage):
    """Enter that data were sent."""

    model = DataTransfer
    form_class = NewTransferForm
    title = _("Enter a transfer")
    permission_required = CHANGE_TRANSFER
    done = _("The transfer is entered.")

    def save(self, values: Mapping[str, Any]) -> DataTransfer:
        """Enter it."""
        return services.enter_transfer(by=signed_in(self), on=timezone.localdate(), **values)

    def back(self) -> str:
        """Go back to the list."""
        return reverse("people:transfers")


class ChangeTransferPage(ChangePage):
    """Change what is said of a transfer."""

    model = DataTransfer
    form_class = TransferForm
    title = _("Edit the transfer")
    permission_required = CHANGE_TRANSFER
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, the institution too."""
        return super().initial() | {"recipient": self.object.recipient_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_transfer(
            self.object, by=signed_in(self), on=timezone.localdate(), seen=seen, **values
        )
