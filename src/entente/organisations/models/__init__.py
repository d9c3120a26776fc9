"""Organisations, their names and identifiers; notes on them; lists of countries and rankings."""

from entente.organisations.models.lists import DatedList, ListEntry
from entente.organisations.models.merging import Merge
from entente.organisations.models.names import Identifier, NameKey, OrganisationName
from entente.organisations.models.notes import DueDiligence
from entente.organisations.models.register import Organisation
from entente.organisations.models.registry import RegistryEntry, RegistryName, RegistryRelease

__all__ = [
    "DatedList",
    "DueDiligence",
    "Identifier",
    "ListEntry",
    "Merge",
    "NameKey",
    "Organisation",
    "OrganisationName",
    "RegistryEntry",
    "RegistryName",
    "RegistryRelease",
]
