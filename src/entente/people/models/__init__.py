"""Persons: consent, where they belong, for whom they are a contact; data sent abroad."""

from entente.people.models.consents import Consent
from entente.people.models.persons import SEALED, Person
from entente.people.models.ties import Affiliation, Contact
from entente.people.models.transfers import DataTransfer

__all__ = ["SEALED", "Affiliation", "Consent", "Contact", "DataTransfer", "Person"]
