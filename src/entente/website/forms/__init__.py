"""What people type about public pages."""

from entente.website.forms.kinds import FORMS, KINDS
from entente.website.forms.pictures import DescribePictureForm, PictureForm
from entente.website.forms.steps import BeginForm, MoveForm, PublishForm
from entente.website.forms.writing import WriteForm

__all__ = [
    "FORMS",
    "KINDS",
    "BeginForm",
    "DescribePictureForm",
    "MoveForm",
    "PictureForm",
    "PublishForm",
    "WriteForm",
]
