"""Decisions about the register of organisations."""

from entente.organisations.services.lists import (
    import_list,
    join_entry,
    organisations_of,
    remove_list,
)
from entente.organisations.services.merging import merge_organisations, undo_merge
from entente.organisations.services.register import (
    add_name,
    add_organisation,
    change_due_diligence,
    change_name,
    change_organisation,
    mark_as_ours,
    note_due_diligence,
    remove_identifier,
    remove_name,
    rename,
    set_identifier,
)

__all__ = [
    "add_name",
    "add_organisation",
    "change_due_diligence",
    "change_name",
    "change_organisation",
    "import_list",
    "join_entry",
    "mark_as_ours",
    "merge_organisations",
    "note_due_diligence",
    "organisations_of",
    "remove_identifier",
    "remove_list",
    "remove_name",
    "rename",
    "set_identifier",
    "undo_merge",
]
