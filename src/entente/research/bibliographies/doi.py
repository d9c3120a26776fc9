"""Digital object identifiers: written in one way, and what is wrong with one."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

_BEFORE = re.compile(
    r"^(?:doi\s*[:：]?\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/+|info:doi/)+", re.IGNORECASE
)
_WHOLE = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_LETTERS_FOR_FIGURES = re.compile(r"^[1lI][0oO]\.[\doOlI]")
LONGEST = 200


def plain_doi(text: str) -> str:
    """Write a DOI as it is compared: without an address before it, in small letters.

    Letters of a DOI mean the same large and small; a full stop or comma behind it belongs to the
    sentence it was copied from.
    """
    bare = _BEFORE.sub("", text.strip())
    if bare != text.strip() and "%" in bare:
        bare = unquote(bare)
    return bare.rstrip(".,;").lower()


def doi_fault(doi: str) -> str:
    """Say what is wrong with a DOI in the plain form; empty where nothing is."""
    if len(doi) > LONGEST:
        return _("This DOI is longer than %(most)s characters.") % {"most": LONGEST}
    if _WHOLE.fullmatch(doi):
        return ""
    told = {"doi": doi}
    if re.search(r"\s", doi):
        return _("“%(doi)s” is no DOI: there is a blank in it.") % told
    if _LETTERS_FOR_FIGURES.match(doi) and not doi.startswith("10."):
        return _("“%(doi)s” is no DOI: it begins with letters where figures belong (10.).") % told
    if not doi.startswith("10."):
        return _("“%(doi)s” is no DOI: a DOI begins with “10.”, for example 10.1000/182.") % told
    if "/" not in doi:
        return _("“%(doi)s” is no DOI: the slash is missing, as in 10.1000/182.") % told
    return (
        _(
            "“%(doi)s” is no DOI: between “10.” and the slash stand at least four figures, and"
            " something follows the slash, as in 10.1000/182."
        )
        % told
    )
