"""Why something cannot be read as a credential, or does not hold."""

from __future__ import annotations


class UnreadableError(ValueError):
    """It is no credential that this program can read."""


class AlteredError(ValueError):
    """It is not what was signed."""
