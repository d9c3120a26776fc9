"""What agreements show in other pages."""

from entente.partnerships.parts import (
    agreements,
    approving,
    archive,
    briefs,
    checks,
    letters,
    places,
    schooling,
    texts,
)

__all__ = [
    "agreements",
    "approving",
    "archive",
    "briefs",
    "checks",
    "letters",
    "places",
    "schooling",
    "texts",
]
