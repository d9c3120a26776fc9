"""Pages of imports and of documents that are read."""

from entente.intake.views.documents import (
    CorrectPage,
    DocumentListPage,
    DocumentPage,
    ReadPage,
)
from entente.intake.views.imports import (
    ApplyGoodPage,
    ApplyPage,
    ColumnsPage,
    DiscardPage,
    ImportListPage,
    ImportPage,
    NamesPage,
    RefusedRows,
    UndoPage,
    UploadPage,
)
from entente.intake.views.stays import SheetOfStaysPage

__all__ = [
    "ApplyGoodPage",
    "ApplyPage",
    "ColumnsPage",
    "CorrectPage",
    "DiscardPage",
    "DocumentListPage",
    "DocumentPage",
    "ImportListPage",
    "ImportPage",
    "NamesPage",
    "ReadPage",
    "RefusedRows",
    "SheetOfStaysPage",
    "UndoPage",
    "UploadPage",
]
