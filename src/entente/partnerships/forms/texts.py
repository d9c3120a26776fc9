"""Forms of texts: a version, two to compare, what we say to a difference, which text prevails."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, day
from entente.kit.files.kinds import DOCX, PDF, TEXT
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, VersionedForm
from entente.kit.models import Attachment
from entente.kit.models.files import Visibility
from entente.partnerships.comparing import READABLE
from entente.partnerships.enums import TextLanguage, TextSide, Verdict
from entente.partnerships.models import AgreementText


class OfAgreement(DeskForm):
    """A form that offers what one agreement has."""

    def __init__(self, *args: Any, agreement: Any = None, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)


class TextForm(OfAgreement):
    """A new version of a text: pasted, uploaded, or a file of the agreement."""

    sections = ((_("The text"), ("words", "file", "attachment")),)

    language = forms.ChoiceField(label=_("Language"), choices=TextLanguage.choices)
    side = forms.ChoiceField(label=_("Whose version"), choices=TextSide.choices)
    received_on = day(_("Received or written on"))
    words = area(_("Paste the text"), rows=12)
    file = UploadField(
        label=_("Or upload it"),
        allowed=(DOCX, PDF, TEXT),
        required=False,
        help_text=_("Word, PDF with text, or plain text. It is kept in the files too."),
    )

    def prepare(self) -> None:
        """Offer the files of the agreement that hold words and are not confidential."""
        files = Attachment.objects.of(self.agreement).filter(file__kind__in=READABLE)
        self.fields["attachment"] = forms.ModelChoiceField(
            files.exclude(visibility=Visibility.CONFIDENTIAL),
            label=_("Or take it from a file of the agreement"),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """Demand a text."""
        values: dict[str, Any] = super().clean() or {}
        given = [values.get(name) for name in ("words", "file", "attachment")]
        if not any(given) and not self.errors:
            self.add_error("words", _("Paste the text, or name a file that holds it."))
        return values


class CompareForm(OfAgreement):
    """Two versions to compare."""

    def prepare(self) -> None:
        """Offer the versions of this agreement."""
        texts = AgreementText.objects.filter(agreement=self.agreement).newest_first()
        self.fields["first"] = forms.ModelChoiceField(texts, label=_("First version"))
        self.fields["second"] = forms.ModelChoiceField(texts, label=_("Second version"))


class VerdictForm(DeskForm):
    """What we say to a difference."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
    )
    note = area(_("Note"), help_text=_("Why it is accepted, or what the partner is to be asked."))


class AcceptRestForm(DeskForm):
    """Why all that stands open is accepted."""

    note = area(_("Note"))


class AuthenticForm(VersionedForm):
    """Which texts are authentic, and which prevails."""

    authentic = forms.MultipleChoiceField(
        label=_("Authentic texts"),
        choices=TextLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The languages in which the signed text binds."),
    )
    prevailing = forms.ChoiceField(
        label=_("Prevailing text"),
        choices=[("", _("None: all are equally authentic")), *TextLanguage.choices],
        required=False,
        help_text=_("The one that decides where the texts differ."),
    )


class ApproveForm(DeskForm):
    """The approval of a text whose differences are not all accepted."""

    confirmed = forms.BooleanField(
        label=_("I have seen these differences; the text is approved as it stands."),
        required=False,
    )
