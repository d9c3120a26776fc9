"""Decisions about the register of organisations."""

from entente.organisations.services.lists import (
    import_list,
    join_entry,
    organisations_of,
    remove_list,
)
from entente.organisations.services.many import ListedOrganisation, add_organisations
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
from entente.organisations.services.registry import (
    Loaded,
    PartnerNews,
    add_from_registry,
    load_registry,
)
from entente.organisations.services.resolving import Known, known, likely

__all__ = [
    "Known",
    "ListedOrganisation",
    "Loaded",
    "PartnerNews",
    "add_from_registry",
    "add_name",
    "add_organisation",
    "add_organisations",
    "change_due_diligence",
    "change_name",
    "change_organisation",
    "import_list",
    "join_entry",
    "known",
    "likely",
    "load_registry",
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
