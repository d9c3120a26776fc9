"""What people say of a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, VersionedForm
from entente.kit.models.files import AttachmentKind, DocumentLanguage, Visibility


class DescriptionForm(DeskForm):
    """What a file is, who may read it, where the paper lies."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AttachmentKind.choices)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=300, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=[("", ""), *DocumentLanguage.choices],
        required=False,
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it"), choices=Visibility.choices, initial=Visibility.STAFF
    )
    paper_original = forms.CharField(
        label=_("Paper original"),
        max_length=200,
        required=False,
        help_text=_("Who holds it: an archive, an office, a person."),
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)


class UploadForm(DescriptionForm):
    """A file and what it is."""

    file = UploadField(label=_("File"))
    field_order = ("file",)


class ChangeDescriptionForm(VersionedForm, DescriptionForm):
    """The description of a file that is there already."""
