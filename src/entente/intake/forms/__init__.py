"""What is typed about imports and about documents."""

from entente.intake.forms.documents import CORRECTIONS, ReadForm
from entente.intake.forms.imports import ColumnsForm, UploadSheetForm, initial_columns
from entente.intake.forms.stays import SheetOfStaysForm

__all__ = [
    "CORRECTIONS",
    "ColumnsForm",
    "ReadForm",
    "SheetOfStaysForm",
    "UploadSheetForm",
    "initial_columns",
]
