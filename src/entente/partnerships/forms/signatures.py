"""Forms of signatures: who signed, how, the seal, the papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import line
from entente.kit.files.kinds import PDF, PICTURES
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, VersionedForm
from entente.kit.models.files import AttachmentKind, DocumentLanguage
from entente.kit.periods import PartialDateFormField
from entente.partnerships.enums import SigningAuthority, SigningWay
from entente.partnerships.models import AgreementParty

SCANS = (PDF, *PICTURES)


class SignatureFields(DeskForm):
    """What is said of a signature."""

    sections = (
        (_("Who signed"), ("signer_zh", "signer_en", "post_zh", "post_en", "authority")),
        (_("When and how"), ("signed_on", "way", "place_zh", "place_en", "original_held_by")),
        (_("Papers"), ("signed_file", "letter")),
    )

    signer_zh = line(_("Name of who signed, Chinese"), 200)
    signer_en = line(_("Name of who signed, English"), 200)
    post_zh = line(_("Their office, Chinese"), 200)
    post_en = line(_("Their office, English"), 200)
    authority = forms.ChoiceField(label=_("Authority to sign"), choices=SigningAuthority.choices)
    signed_on = PartialDateFormField(label=_("Signed on"), required=False)
    way = forms.ChoiceField(label=_("Way of signing"), choices=SigningWay.choices)
    place_zh = line(_("Place of signature in Chinese"), 200)
    place_en = line(_("Place of signature in English"), 200)
    original_held_by = line(
        _("Who holds the original"),
        200,
        help_text=_("For paper: an archive, an office, a person."),
    )


class RecordSignatureForm(SignatureFields):
    """A signature that has just been made or has come in."""

    field_order = ("party",)
    signed_file = UploadField(label=_("Scan or signed file"), allowed=SCANS, required=False)
    letter = UploadField(
        label=_("Letter of delegation"),
        allowed=SCANS,
        required=False,
        help_text=_("Where a delegate signs."),
    )

    def __init__(self, *args: Any, agreement: Any = None, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the parties of this agreement."""
        parties = AgreementParty.objects.for_list().filter(agreement=self.agreement)
        self.fields["party"] = forms.ModelChoiceField(parties, label=_("Party"))
        self.order_fields(self.field_order)


class ChangeSignatureForm(SignatureFields, VersionedForm):
    """The correction of a signature."""


class SealForm(DeskForm):
    """The seal, on its own day."""

    sealed_on = PartialDateFormField(label=_("Sealed on"))
    seal = line(_("Which seal"), 200, help_text=_("For example the seal of the university."))


class SignatureFileForm(DeskForm):
    """A paper of a signature."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (AttachmentKind.SCAN, _("Scan or signed file")),
            (AttachmentKind.LETTER, _("Letter of delegation")),
        ],
    )
    file = UploadField(label=_("File"), allowed=SCANS)
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=[("", ""), *DocumentLanguage.choices],
        required=False,
    )
    paper_original = line(_("Who holds the original"), 200)
