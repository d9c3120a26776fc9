"""Identifiers of organisations: their normal form, their check digits, their addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError

Test = Callable[[str], bool]


@dataclass(frozen=True)
class Scheme:
    """A register that gives out identifiers.

    `fold` brings what people type or paste near the normal form, `form` is that form, `holds`
    proves the check digit; the two complaints say what is wrong in the reader's language.
    `address` is where the register shows the organisation, with `{}` for the identifier.
    """

    code: str
    name: str | Promise
    example: str
    fold: Callable[[str], str]
    form: re.Pattern[str]
    complaint: str | Promise
    holds: Test | None = None
    check_complaint: str | Promise = ""
    address: str = ""

    def normalise(self, text: str) -> str:
        """Give the normal form of what was typed, or refuse it with a sentence that says why."""
        value = self.fold(_plain(text))
        if not self.form.fullmatch(value):
            raise DomainError(
                str(self.complaint),
                code="identifier_form",
                params={"example": self.example, "value": text.strip()},
            )
        if self.holds and not self.holds(value):
            raise DomainError(
                str(self.check_complaint), code="identifier_check_digit", params={"value": value}
            )
        return value

    def link(self, value: str) -> str:
        """Give the address of the register's page; empty where a register has none."""
        return self.address.format(value.replace(" ", "")) if value else ""


def normalise(scheme: str, text: str) -> str:
    """Give the normal form of an identifier, or refuse it with a sentence that says why."""
    return SCHEMES[scheme].normalise(text)


def link(scheme: str, value: str) -> str:
    """Give the address of the page that the register keeps for the identifier, if any."""
    return SCHEMES[scheme].link(value)


def recognise(text: str) -> list[tuple[str, str]]:
    """List the identifiers that a pasted text can be: scheme and normal form, surest first."""
    found = []
    for scheme in SCHEMES.values():
        try:
            found.append((scheme.code, scheme.normalise(text)))
        except DomainError:
            continue
    return found


# --- Bringing near the normal form ----------------------------------------------------------------


def _plain(text: str) -> str:
    """Take full-width digits as digits, and drop invisible characters and blanks around."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if c.isspace() else c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(" +", " ", text).strip()


def _last_part(text: str) -> str:
    """Take the identifier out of a pasted address."""
    return re.split(r"[/:]", text.rstrip("/ "))[-1].strip()


def _without_blanks(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def _fold_ror(text: str) -> str:
    # The register's alphabet has no i, l and o: who copies from paper means 1 and 0.
    return _last_part(text).lower().translate(str.maketrans("ilo", "110"))


def _fold_erasmus(text: str) -> str:
    text = text.upper()
    head, _blank, tail = text.partition(" ")
    if tail and head.isalpha() and len(head) <= 3:
        return f"{head:<3}{tail.replace(' ', '')}"
    return text


def _fold_domain(text: str) -> str:
    text = re.sub(r"^[a-z]+://", "", text.lower())
    text = text.rpartition("@")[2]
    domain = re.split(r"[/:?#]", text)[0].removeprefix("www.").rstrip(".")
    try:
        return domain if domain.isascii() else domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _fold_oid(text: str) -> str:
    return _without_blanks(text).upper()


def _fold_isni(text: str) -> str:
    digits = _without_blanks(_last_part(text).upper().removeprefix("ISNI"))
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


# --- Check digits ---------------------------------------------------------------------------------

_ROR_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-6]")
_ERASMUS_COUNTRIES = (
    "A AL B BA BG CH CY CZ D DK E EE F FL FO G GE GL HR HU I IRL IS KS LI LT LUX LV MD ME MK MT N"
    " NL P PL RO RS S SF SI SK SRB TR UA UK"
)
ERASMUS_COUNTRIES = frozenset(_ERASMUS_COUNTRIES.split())


def _ror_holds(value: str) -> bool:
    number = 0
    for letter in value[:-2]:
        number = number * 32 + _ROR_LETTERS.index(letter)
    return int(value[-2:]) == 98 - number * 100 % 97


def _erasmus_holds(value: str) -> bool:
    return value[:3].strip() in ERASMUS_COUNTRIES


def _ministry_holds(value: str) -> bool:
    return len(value) == 5 or bool(_PROVINCES.fullmatch(value[2:4]))


def _isni_holds(value: str) -> bool:
    total = 0
    digits = value.replace(" ", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]


# --- The registers --------------------------------------------------------------------------------

ROR = Scheme(
    "ror",
    "ROR",
    "04xfq0f34",
    _fold_ror,
    re.compile(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}"),
    _(
        "A ROR identifier is 0, six letters or digits and two digits, for example %(example)s;"
        " “%(value)s” is not one."
    ),
    _ror_holds,
    _("The last two digits of the ROR identifier %(value)s do not fit the rest: check for a typo."),
    "https://ror.org/{}",
)
ERASMUS = Scheme(
    "erasmus",
    _("Erasmus code"),
    "D  AACHEN01",
    _fold_erasmus,
    re.compile(r"[A-Z](?:  |[A-Z] |[A-Z]{2})[A-Z][A-Z.\-]{0,8}[0-9]{1,3}"),
    _(
        "An Erasmus code is a country, a place and a number, for example “%(example)s”;"
        " “%(value)s” is not one."
    ),
    _erasmus_holds,
    _("The Erasmus code “%(value)s” begins with letters that stand for no country."),
)
SCHAC = Scheme(
    "schac",
    _("SCHAC code"),
    "rwth-aachen.de",
    _fold_domain,
    re.compile(
        r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
        r"(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})"
    ),
    _(
        "A SCHAC code is the organisation's domain, for example %(example)s; “%(value)s” is not"
        " one."
    ),
)
PIC = Scheme(
    "pic",
    "PIC",
    "999983962",
    _without_blanks,
    re.compile(r"[0-9]{9}"),
    _("A PIC has nine digits, for example %(example)s; “%(value)s” does not."),
)
OID = Scheme(
    "oid",
    "OID",
    "E10208999",
    _fold_oid,
    re.compile(r"E[0-9]{8}"),
    _("An OID is the letter E and eight digits, for example %(example)s; “%(value)s” is not one."),
)
MINISTRY = Scheme(
    "ministry",
    _("Chinese ministry code"),
    "4111010001",
    _without_blanks,
    re.compile(r"[1-9][0-9]{9}|[1-9][0-9]{4}"),
    _(
        "The ministry's code has ten digits, or five in its short form, for example %(example)s;"
        " “%(value)s” does not."
    ),
    _ministry_holds,
    _("The third and fourth digit of the ministry's code %(value)s stand for no province."),
)
WIKIDATA = Scheme(
    "wikidata",
    "Wikidata",
    "Q165528",
    lambda text: _last_part(text).upper(),
    re.compile(r"Q[1-9][0-9]{0,11}"),
    _(
        "A Wikidata identifier is the letter Q and a number, for example %(example)s;"
        " “%(value)s” is not one."
    ),
    address="https://www.wikidata.org/wiki/{}",
)
ISNI = Scheme(
    "isni",
    "ISNI",
    "0000 0001 0728 696X",
    _fold_isni,
    re.compile(r"[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{3}[0-9X]"),
    _("An ISNI has sixteen digits, for example %(example)s; “%(value)s” does not."),
    _isni_holds,
    _("The last digit of the ISNI %(value)s does not fit the rest: check for a typo."),
    "https://isni.org/isni/{}",
)
GRID = Scheme(
    "grid",
    "GRID",
    "grid.1957.a",
    lambda text: _last_part(text).lower(),
    re.compile(r"grid\.[0-9]{3,6}\.[0-9a-f]{1,2}"),
    _(
        "A GRID identifier is three parts joined by points, for example %(example)s;"
        " “%(value)s” is not one."
    ),
)

SCHEMES: dict[str, Scheme] = {
    scheme.code: scheme
    for scheme in (ROR, WIKIDATA, OID, ISNI, GRID, ERASMUS, PIC, MINISTRY, SCHAC)
}


def choices() -> list[tuple[str, str | Promise]]:
    """List the schemes for a form: code and name."""
    return [(scheme.code, scheme.name) for scheme in SCHEMES.values()]
