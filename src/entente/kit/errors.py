"""Refusals written for the person who reads them."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class DomainError(ValidationError):
    """What was asked is not possible now; the message says why, in the reader's language."""


class ChangedMeanwhileError(DomainError):
    """Somebody else changed the record since this person opened it."""
