"""What is typed about imports and about documents."""

from entente.intake.forms.documents import CORRECTIONS, ReadForm
from entente.intake.forms.imports import ColumnsForm, UploadSheetForm, initial_columns

__all__ = ["CORRECTIONS", "ColumnsForm", "ReadForm", "UploadSheetForm", "initial_columns"]
