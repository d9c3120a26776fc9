"""Countries and regions in both languages; Hong Kong, Macao and Taiwan are regions of China."""

from __future__ import annotations

from functools import lru_cache

import pycountry
from babel import Locale
from django.utils.functional import lazy

from entente.kit.bilingual import current_language
from entente.organisations.enums import Region

# How the three regions are named: never as countries.
REGIONS = {
    "HK": {"zh": "中国香港", "en": "Hong Kong, China"},
    "MO": {"zh": "中国澳门", "en": "Macao, China"},
    "TW": {"zh": "中国台湾", "en": "Taiwan, China"},
}
LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
CODES = frozenset(country.alpha_2 for country in pycountry.countries)


@lru_cache(maxsize=2)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(LOCALES[language]).territories
    names = {code: territories.get(code, code) for code in CODES}
    return names | {code: texts[language] for code, texts in REGIONS.items()}


def place_name(code: str, language: str = "") -> str:
    """Name a country or region in a language (`zh`, `en`), by default the reader's."""
    if not code:
        return ""
    return _names(language or current_language()).get(code, code)


place_name_lazy = lazy(place_name, str)


def choices() -> list[tuple[str, str]]:
    """List every country and region, ordered by its name in the reader's language."""
    return sorted(_names(current_language()).items(), key=lambda pair: pair[1])


def region_of(code: str) -> Region | None:
    """Say what a country code means to the rules; None where the place is not known."""
    if not code:
        return None
    if code in REGIONS:
        return Region(code)
    return Region.MAINLAND if code == "CN" else Region.FOREIGN


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    names = {
        name.casefold(): code for language in LOCALES for code, name in _names(language).items()
    }
    bare = {"香港": "HK", "澳门": "MO", "台湾": "TW", "hong kong": "HK", "macao": "MO"}
    bare |= {"macau": "MO", "taiwan": "TW", "usa": "US", "uk": "GB", "south korea": "KR"}
    return names | bare | {code.casefold(): code for code in CODES}


def find(text: str, limit: int = 12) -> list[str]:
    """Give the codes of countries and regions that a name or code may mean, the exact one alone."""
    asked = text.strip().casefold()
    if not asked:
        return []
    names = _codes_by_name()
    if asked in names:
        return [names[asked]]
    found = [code for name, code in names.items() if len(name) > 2 and name.startswith(asked)]
    found += [code for name, code in names.items() if len(name) > 2 and asked in name]
    return list(dict.fromkeys(found))[:limit]
