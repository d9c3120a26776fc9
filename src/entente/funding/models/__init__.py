"""What is kept of funding."""

from entente.funding.models.grants import Gate, Grant, Instalment, Payment
from entente.funding.models.schemes import Budget, Scheme

__all__ = ["Budget", "Gate", "Grant", "Instalment", "Payment", "Scheme"]
