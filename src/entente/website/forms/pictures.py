"""What is said of a picture."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.files.uploads import UploadField
from entente.kit.forms import VersionedForm
from entente.website import pictures


class DescribePictureForm(VersionedForm):
    """What a picture shows, and who made it."""

    alt_zh = forms.CharField(
        label=_("What it shows, in Chinese"),
        max_length=300,
        help_text=_("In words, for whoever cannot see it."),
    )
    alt_en = forms.CharField(label=_("What it shows, in English"), max_length=300)
    credit = forms.CharField(
        label=_("Credit"),
        max_length=200,
        help_text=_("Who made it, and on which ground it may be shown; it stands below it."),
    )


class PictureForm(DescribePictureForm):
    """A picture with what is said of it."""

    field_order = ("upload",)
    upload = UploadField(
        label=_("Picture file"),
        allowed=pictures.ALLOWED,
        help_text=_(
            "JPEG, PNG or WebP, at least 400 points across. What a camera writes into it, such as"
            " the place, does not reach the public."
        ),
    )
