"""What is typed about visa papers and lodgings."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.arrivals.enums import PaperKind
from entente.arrivals.models import SERIAL
from entente.kit.fields import day, line
from entente.kit.forms import DeskForm, VersionedForm


class IssueForm(DeskForm):
    """A form that was issued, with the number that is printed on it."""

    pairs = (("kind", "serial"), ("issued_on", "valid_until"))

    kind = forms.ChoiceField(label=_("Form"), choices=PaperKind.choices, initial=PaperKind.JW202)
    serial = forms.CharField(label=_("Printed number"), max_length=30)
    issued_on = day(_("Issued on"), initial=timezone.localdate)
    valid_until = day(_("To be used until"), required=False)

    def clean_serial(self) -> str:
        """Read the number as it is printed."""
        serial: str = self.cleaned_data["serial"].strip().upper()
        SERIAL(serial)
        return serial


class PostForm(DeskForm):
    """When a form was posted, and how it can be followed."""

    posted_on = day(_("Posted on"), initial=timezone.localdate)
    tracking = line(_("Carrier and tracking number"), 100)


class VoidForm(DeskForm):
    """Why a form is void."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class LodgingForm(VersionedForm):
    """Where a guest lodges."""

    pairs = (("from_on", "until_on"),)

    address = forms.CharField(label=_("Address of the lodging"), max_length=300)
    from_on = day(_("Lodges there from"), initial=timezone.localdate)
    until_on = day(_("Lodges there until"), required=False)


class RegisteredForm(DeskForm):
    """When the police registered a lodging."""

    registered_on = day(_("Registered on"), initial=timezone.localdate)
    number = line(_("Number of the registration form"), 60)
