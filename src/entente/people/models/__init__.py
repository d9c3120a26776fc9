"""Persons, and what they agreed to."""

from entente.people.models.consents import Consent
from entente.people.models.persons import SEALED, Person

__all__ = ["SEALED", "Consent", "Person"]
