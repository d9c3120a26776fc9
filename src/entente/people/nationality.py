"""Nationalities and regions as people type them, in both languages."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import pycountry
from babel import Locale
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.organisations.places import CODES, LOCALES, place_name


def find_nationality(text: str) -> str:
    """Give the code of a nationality that was typed as a code or a name; refuse an unknown one."""
    typed = _fold(text)
    if not typed:
        return ""
    if code := _spellings().get(typed):
        return code
    raise DomainError(
        _("“%(text)s” is not a country or region known here. Write its name or code: 德国, DE."),
        code="unknown_country",
        params={"text": text[:60]},
    )


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for language, locale in LOCALES.items():
        known = Locale.parse(locale).territories
        for code in CODES:
            names = (place_name(code, language), known.get(code, code))
            short = (names[0].removeprefix("中国").removesuffix(", China"), *names)
            spellings |= {_fold(name): code for name in short if name}
    for country in pycountry.countries:
        official = getattr(country, "official_name", country.name)
        written = (country.name, official, country.alpha_3, country.alpha_2)
        spellings |= {_fold(name): country.alpha_2 for name in written}
    return spellings


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
