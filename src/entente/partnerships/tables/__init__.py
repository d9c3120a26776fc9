"""How agreements and places are listed and filtered."""

from entente.partnerships.tables.agreements import (
    AgreementColumns,
    AgreementFilter,
    AuthorisationColumns,
    CheckColumns,
    CheckFilter,
    PartnerColumn,
    TextsColumn,
    language_names,
    print_partners,
    print_standing,
)
from entente.partnerships.tables.places import (
    ExpiringColumns,
    ExpiringFilter,
    PlacesColumns,
    PlacesFilter,
)

__all__ = [
    "AgreementColumns",
    "AgreementFilter",
    "AuthorisationColumns",
    "CheckColumns",
    "CheckFilter",
    "ExpiringColumns",
    "ExpiringFilter",
    "PartnerColumn",
    "PlacesColumns",
    "PlacesFilter",
    "TextsColumn",
    "language_names",
    "print_partners",
    "print_standing",
]
