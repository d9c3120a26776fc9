"""What is typed about events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.certificates import forms as certificates
from entente.certificates.enums import CertificateKind
from entente.events.enums import CHANGE_EVENT, Discipline, EventKind, HostRole
from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.organisations.models import Organisation
from entente.organisations.places import choices


def people(label: Any, **options: Any) -> forms.IntegerField:
    """Make a field for how many people."""
    return forms.IntegerField(**{"label": label, "min_value": 0, "required": False} | options)


class EventForm(VersionedForm):
    """What is said of an event: the whole dossier."""

    pairs = (
        ("kind", "discipline"),
        ("title_zh", "title_en"),
        ("starts_on", "ends_on"),
        ("place_zh", "place_en"),
        ("topics_zh", "topics_en"),
        ("expected_total", "expected_foreign"),
    )
    sections = (
        (
            _("Dossier"),
            (
                "background",
                "topics_zh",
                "topics_en",
                "expected_total",
                "expected_foreign",
                "budget",
            ),
        ),
        (_("Record"), ("planned_on", "unit", "source")),
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    discipline = forms.ChoiceField(
        label=_("Sciences"),
        choices=[("", "–"), *Discipline.choices],
        required=False,
        help_text=_("By these the rule says above which size the State Council decides."),
    )
    title_zh = line(_("Title in Chinese"))
    title_en = line(_("Title in English"))
    starts_on = PartialDateFormField(label=_("First day"))
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    place_zh = line(_("Place in Chinese"), 200)
    place_en = line(_("Place in English"), 200)
    background = area(_("Background and purpose"), 8000, rows=5)
    topics_zh = area(_("Topics in Chinese"), 4000)
    topics_en = area(_("Topics in English"), 4000)
    expected_total = people(_("Expected in all"), min_value=1)
    expected_foreign = people(_("Expected from outside the mainland"))
    budget = area(_("Budget and where the money comes from"), 4000)
    planned_on = day(_("Entered into the yearly plan on"), required=False)
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the units of this person."""
        self.fields["unit"] = unit_field(self.officer, CHANGE_EVENT, label=_("Unit that holds it"))


class HostForm(VersionedForm):
    """A body that holds the event with us."""

    organisation = RemoteChoiceField(
        Organisation, label=pgettext_lazy("institution", "Institution"), required=False
    )
    name = line(_("Name, where it is in no register"))
    role = forms.ChoiceField(label=_("Role"), choices=HostRole.choices)
    foreign_ngo = forms.BooleanField(
        label=_("A non-governmental organisation from outside the mainland"),
        required=False,
        help_text=_("The dossier is then filed earlier; the rule says how much."),
    )


class CountryForm(VersionedForm):
    """From which country how many."""

    pairs = (("expected", "came"),)

    country = forms.ChoiceField(label=_("Country or region"), choices=choices)
    expected = people(_("How many are expected"))
    came = people(_("How many came"))


class ApproveForm(DeskForm):
    """By which decision."""

    approval_number = line(_("Number of the decision"), 100)


class HoldForm(DeskForm):
    """How many came, and what is reported."""

    pairs = (("came_total", "came_foreign"),)

    came_total = people(_("Came in all"), required=True)
    came_foreign = people(_("Came from outside the mainland"), required=True)
    report_zh = area(_("Report in Chinese"), 20000, rows=6)
    report_en = area(_("Report in English"), 20000, rows=6)


class WhyForm(DeskForm):
    """Why something does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class OpenRegistrationForm(VersionedForm):
    """Until when people register, and for how many there is room."""

    pairs = (("registers_until", "capacity"),)

    registers_until = day(_("Registration closes after"))
    capacity = people(
        _("Places"), min_value=1, help_text=_("Empty: no limit. Above it people wait, in order.")
    )


class RegistrationForm(VersionedForm):
    """Somebody who registers, as staff enters them."""

    pairs = (("name", "email"), ("country", "organisation"), ("fee", "fee_paid_on"))
    sections = ((_("Fee"), ("fee", "fee_paid_on", "fee_reference")),)

    name = line(_("Name"), 150, required=True)
    email = forms.EmailField(label=_("Mail address"), required=False)
    institution = line(_("Institution, as they wrote it"))
    country = forms.ChoiceField(label=_("Country or region"), choices=choices)
    organisation = RemoteChoiceField(
        Organisation, label=_("Institution of the register"), required=False
    )
    remark = line(_("Remark"), 500)
    fee = forms.DecimalField(
        label=_("Fee paid, in yuan"), min_value=0, max_digits=10, decimal_places=2, required=False
    )
    fee_paid_on = day(_("Paid on"), required=False)
    fee_reference = line(_("Reference of the payment"), 100)


class NewRegistrationForm(RegistrationForm):
    """Somebody whom staff registers."""

    told = forms.BooleanField(
        label=_("Tell them by mail, with the link of their registration"),
        required=False,
        initial=True,
    )


class PublicRegistrationForm(DeskForm):
    """Somebody who registers without an account."""

    name = line(_("Name"), 150, required=True)
    email = forms.EmailField(
        label=_("Mail address"),
        help_text=_("For messages about this event only. Your own link goes there."),
    )
    institution = line(_("University or institution"))
    country = forms.ChoiceField(label=_("Country or region"), choices=choices)
    remark = line(_("What the organisers should know"), 500)

    def prepare(self) -> None:
        """Ask for the country; none is chosen beforehand."""
        self.fields["country"].choices = [("", "–"), *choices()]  # type: ignore[attr-defined]


class CertifyForm(certificates.CertifyForm):
    """With which series and template those who were there receive certificates."""

    kinds = (CertificateKind.EVENT.value, CertificateKind.LECTURE.value)
