"""Agreements: what is stored, and how it is read."""

from entente.partnerships.models.agreements import (
    TEXT_KINDS,
    Agreement,
    AgreementQuerySet,
    covers,
)
from entente.partnerships.models.archive import (
    ArchiveItem,
    ArchiveList,
    archived,
    not_handed_over,
    of_year,
    to_hand_over,
)
from entente.partnerships.models.archive_lines import FACTS, differences
from entente.partnerships.models.authorisations import Authorisation, AuthorisationQuerySet
from entente.partnerships.models.balance import AgreementYear, PartnerYear
from entente.partnerships.models.chains import ChainLink, chain_of
from entente.partnerships.models.checks import Check, CheckQuerySet, fingerprint
from entente.partnerships.models.parties import AgreementParty, AgreementPartyQuerySet
from entente.partnerships.models.places import Places, PlacesQuerySet
from entente.partnerships.models.reviews import AgreementReview, PlacesAmendment
from entente.partnerships.models.schooling import CooperativeSchooling, SchoolingMajor
from entente.partnerships.models.schooling_life import (
    CommitteeMeeting,
    SchoolingEvaluation,
    StudyPlan,
    YearlyReport,
    files_of_parts,
    last_asked,
    reports_missing,
)
from entente.partnerships.models.signatures import (
    PartyStanding,
    Signature,
    SignatureQuerySet,
    not_signed,
    standings,
)
from entente.partnerships.models.terminations import Termination, TerminationQuerySet
from entente.partnerships.models.texts import AgreementText, TextComparison, TextFinding

__all__ = [
    "FACTS",
    "TEXT_KINDS",
    "Agreement",
    "AgreementParty",
    "AgreementPartyQuerySet",
    "AgreementQuerySet",
    "AgreementReview",
    "AgreementText",
    "AgreementYear",
    "ArchiveItem",
    "ArchiveList",
    "Authorisation",
    "AuthorisationQuerySet",
    "ChainLink",
    "Check",
    "CheckQuerySet",
    "CommitteeMeeting",
    "CooperativeSchooling",
    "PartnerYear",
    "PartyStanding",
    "Places",
    "PlacesAmendment",
    "PlacesQuerySet",
    "SchoolingEvaluation",
    "SchoolingMajor",
    "Signature",
    "SignatureQuerySet",
    "StudyPlan",
    "Termination",
    "TerminationQuerySet",
    "TextComparison",
    "TextFinding",
    "YearlyReport",
    "archived",
    "chain_of",
    "covers",
    "differences",
    "files_of_parts",
    "fingerprint",
    "last_asked",
    "not_handed_over",
    "not_signed",
    "of_year",
    "reports_missing",
    "standings",
    "to_hand_over",
]
