"""Decisions about imports, and about documents that are read."""

from entente.intake.services.documents import accept, read_document, reject, reopen
from entente.intake.services.names import (
    ask_again,
    confirm_partner,
    join_partner,
    join_with_registry,
)
from entente.intake.services.stays import enter_line, name_of
from entente.intake.services.undoing import obstacles, undo_import
from entente.intake.services.writing import (
    carry_out,
    discard_import,
    enter_partners,
    hold,
    keep_look,
    keep_mapping,
    name_columns,
    note_work,
    start_import,
)

__all__ = [
    "accept",
    "ask_again",
    "carry_out",
    "confirm_partner",
    "discard_import",
    "enter_line",
    "enter_partners",
    "hold",
    "join_partner",
    "join_with_registry",
    "keep_look",
    "keep_mapping",
    "name_columns",
    "name_of",
    "note_work",
    "obstacles",
    "read_document",
    "reject",
    "reopen",
    "start_import",
    "undo_import",
]
