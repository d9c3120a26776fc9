"""Names and numbers of persons: how a name is put together, when an ORCID holds."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

ORCID = re.compile(r"(?:https?://)?(?:www\.)?(?:orcid\.org/)?(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx])/?")


def latin_name(given: str, family: str, *, family_first: bool) -> str:
    """Put a Latin name together: Maria Weber, or Wang Yanxin where the family name comes first."""
    parts = (family, given) if family_first else (given, family)
    return " ".join(part for part in parts if part)


def orcid_check_digit(digits: str) -> str:
    """Work out the last character of an ORCID from the fifteen before it (ISO 7064, 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


def normalise_orcid(text: str) -> str:
    """Give an ORCID its usual form, with or without its address; refuse a wrong one."""
    written = "".join(unicodedata.normalize("NFKC", text).split())
    if not written:
        return ""
    found = ORCID.fullmatch(written)
    if found is None:
        raise DomainError(
            _("“%(text)s” is not an ORCID. It has sixteen digits: 0000-0002-1825-0097."),
            code="not_an_orcid",
            params={"text": text[:60]},
        )
    digits = found[1].replace("-", "").upper()
    if orcid_check_digit(digits[:15]) != digits[15]:
        raise DomainError(
            _("This ORCID has a slip in it: the last character does not fit the others."),
            code="wrong_check_digit",
        )
    return "-".join(digits[place : place + 4] for place in range(0, 16, 4))
