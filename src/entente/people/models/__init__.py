"""Persons, what they agreed to, where they belong, for whom they are a contact."""

from entente.people.models.consents import Consent
from entente.people.models.persons import SEALED, Person
from entente.people.models.ties import Affiliation, Contact

__all__ = ["SEALED", "Affiliation", "Consent", "Contact", "Person"]
