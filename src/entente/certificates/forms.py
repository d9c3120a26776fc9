"""What is typed about certificates."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.certificates import inks
from entente.certificates.enums import (
    CHANGE_SERIES,
    CHANGE_TEMPLATE,
    ISSUE,
    Cause,
    CertificateKind,
)
from entente.certificates.models import CertificateSeries, CertificateTemplate
from entente.kit.fields import area, choice_of, day, line
from entente.kit.files.kinds import SHEETS
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.office.models import Unit
from entente.people.models import Person


class TemplateForm(VersionedForm):
    """What certificates of a class say."""

    title_zh = line(_("Title in Chinese"), 60, required=True)
    title_en = line(_("Title in English"), 100, required=True)
    text_zh = area(_("Text in Chinese"), 1000, rows=5, required=True)
    text_en = area(_("Text in English"), 1500, rows=5, required=True)
    signer_zh = line(_("Who signs, in Chinese"), 100, help_text=_("Office and name, for example."))
    signer_en = line(_("Who signs, in English"), 150)
    seal_picture = UploadField(
        label=_("Picture of the seal"),
        allowed=inks.PICTURES,
        required=False,
        help_text=_(
            "A scan on white paper will do: the paper is taken away. Empty: as it is now; without"
            " one there is room for the stamp."
        ),
    )
    drop_seal = forms.BooleanField(label=_("Take the picture of the seal off"), required=False)
    signature_picture = UploadField(
        label=_("Picture of the signature"), allowed=inks.PICTURES, required=False
    )
    drop_signature = forms.BooleanField(
        label=_("Take the picture of the signature off"), required=False
    )

    def prepare(self) -> None:
        """Offer to take off only what is there."""
        for name in ("seal", "signature"):
            if not self.initial.get(name):
                del self.fields[f"drop_{name}"]


class NewTemplateForm(TemplateForm):
    """A template with its class and unit."""

    field_order = ("kind", "unit")
    kind = forms.ChoiceField(label=_("Class"), choices=CertificateKind.choices)

    def prepare(self) -> None:
        """Offer the units of this person."""
        super().prepare()
        units = Unit.objects.open().visible_to(self.officer, CHANGE_TEMPLATE)
        self.fields["unit"] = choice_of(units, label=_("Unit"), initial=self.officer.unit_id)
        self.order_fields(self.field_order)


class SeriesForm(DeskForm):
    """A series."""

    field_order = ("unit", "kind", "year", "code")
    kind = forms.ChoiceField(label=_("Class"), choices=CertificateKind.choices)
    year = forms.IntegerField(label=_("Year"), min_value=1950, max_value=2199)
    code = line(
        _("Issuer's code"),
        12,
        required=True,
        help_text=_("Stands first in the number, for example CUG."),
    )

    def prepare(self) -> None:
        """Offer the units of this person and this year."""
        units = Unit.objects.open().visible_to(self.officer, CHANGE_SERIES)
        self.fields["unit"] = choice_of(units, label=_("Unit"), initial=self.officer.unit_id)
        self.initial.setdefault("year", timezone.localdate().year)
        self.order_fields(self.field_order)

    def clean_code(self) -> str:
        """Accept small letters."""
        return str(self.cleaned_data["code"]).strip().upper()


class HolderFields(DeskForm):
    """Who holds a certificate, and about what it is."""

    name_zh = line(_("Holder's name in Chinese"), 60)
    name_en = line(_("Holder's name in Latin letters"), 100)
    reference = line(
        _("Holder's own number"),
        60,
        help_text=_(
            "Staff, student or learner number; tells people of one name apart. Not printed."
        ),
    )
    email = forms.EmailField(
        label=_("Holder's mail address"),
        required=False,
        help_text=_("To hand it out. Empty: that of the person. Not printed."),
    )
    subject_zh = line(
        _("About what, in Chinese"), 150, help_text=_("The course, event, lecture or stay.")
    )
    subject_en = line(_("About what, in English"), 250)
    detail_zh = line(_("Detail in Chinese"), 150)
    detail_en = line(_("Detail in English"), 250)
    starts_on = day(_("First day"), required=False)
    ends_on = day(_("Last day"), required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=10_000, required=False)
    project = forms.IntegerField(
        label=_("Project"),
        min_value=0,
        max_value=99,
        initial=0,
        required=False,
        help_text=_("Two digits that stand in the number; 0 for none."),
    )
    expires_on = day(_("Valid until"), required=False, help_text=_("Empty: for good."))


class IssueForm(HolderFields):
    """A certificate to be issued."""

    field_order = ("series", "template", "person")

    def prepare(self) -> None:
        """Offer open series, templates in use, persons of one's scope."""
        series = CertificateSeries.objects.open().visible_to(self.officer, ISSUE)
        templates = CertificateTemplate.objects.within_reach(self.officer).open()
        self.fields["series"] = choice_of(series, label=_("Series"))
        self.fields["template"] = choice_of(templates, label=_("Template"))
        self.fields["person"] = RemoteChoiceField(
            Person.objects.present().visible_to(self.officer),
            label=_("Holder, a person of the register"),
            required=False,
            help_text=_("Or leave this empty and write the name as it is to be printed."),
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for a holder."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not (values.get("person") or values.get("name_zh") or values.get("name_en")):
            self.add_error("name_zh", _("Write the holder's name in at least one language."))
        return values


class SheetForm(DeskForm):
    """Many certificates: the sheet of holders, and what holds for all of them."""

    field_order = ("series", "template", "file")
    sections = (
        (
            _("For all lines that do not say otherwise"),
            (
                *("subject_zh", "subject_en", "detail_zh", "detail_en", "starts_on", "ends_on"),
                *("hours", "project", "expires_on"),
            ),
        ),
    )
    file = UploadField(
        label=_("Sheet of holders"),
        allowed=SHEETS,
        help_text=_(
            "One line for each holder, headings above: the name in Chinese or in Latin letters,"
            " and whatever differs from line to line."
        ),
    )

    def prepare(self) -> None:
        """Offer open series and templates in use; take the other fields from the single form."""
        series = CertificateSeries.objects.open().visible_to(self.officer, ISSUE)
        templates = CertificateTemplate.objects.within_reach(self.officer).open()
        self.fields["series"] = choice_of(series, label=_("Series"))
        self.fields["template"] = choice_of(templates, label=_("Template"))
        for name, field in HolderFields().fields.items():
            if name not in {"name_zh", "name_en", "reference", "email"}:
                self.fields[name] = field
        self.order_fields(self.field_order)


class HandOutForm(DeskForm):
    """Where a certificate is sent."""

    email = forms.EmailField(label=_("Holder's mail address"))


class WhyForm(DeskForm):
    """Why a certificate ends."""

    reason = area(
        _("Reason"),
        2000,
        required=True,
        help_text=_("Stays in the register; not shown to the public."),
    )


class RevokeForm(WhyForm):
    """Why a certificate is revoked: the cause that everybody reads, the reason of the office."""

    field_order = ("cause", "reason")
    cause = forms.ChoiceField(
        label=_("Cause, as everybody reads it"),
        choices=[choice for choice in Cause.choices if choice[0] != Cause.SPOILED],
    )


class ReissueForm(RevokeForm, HolderFields):
    """The new certificate, beginning with what the old one says."""

    def prepare(self) -> None:
        """Offer the open series of this person."""
        series = CertificateSeries.objects.open().visible_to(self.officer, ISSUE)
        self.fields["series"] = choice_of(series, label=_("Series"))
        self.order_fields((*self.field_order, "series"))


class CertifyForm(DeskForm):
    """With which series and template the certificates of a class are issued."""

    kinds: ClassVar[tuple[str, ...]]

    def prepare(self) -> None:
        """Offer open series and templates of these classes."""
        series = CertificateSeries.objects.open().visible_to(self.officer, ISSUE)
        templates = CertificateTemplate.objects.within_reach(self.officer).open()
        kinds = self.kinds
        self.fields["series"] = choice_of(series.filter(kind__in=kinds), label=_("Series"))
        self.fields["template"] = choice_of(templates.filter(kind__in=kinds), label=_("Template"))
