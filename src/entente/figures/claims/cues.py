"""The words that tell statements apart, read from the package's own tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    """Read one of the package's tables of words."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Compile expressions, any of which may stand."""
    return re.compile("|".join(words), re.IGNORECASE)


def _by_language(words: Mapping[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {language: one_of(of) for language, of in words.items()}


_TABLE = table("checking")
PLANS = _by_language(_TABLE["plans"])
DONE = _by_language(_TABLE["done"])
TOTALS = _by_language(_TABLE["totals"])
YEARLY = _by_language(_TABLE["yearly"])
GO_ON = _by_language(_TABLE["go_on"])
_BELOW = _by_language(_TABLE["below"])
_PARTS = _by_language(_TABLE["parts"])
COMMON_WORDS: frozenset[str] = frozenset(_TABLE["names"]["common"])
EMPTY_WORDS: frozenset[str] = frozenset(_TABLE["notes"]["empty"])
SAME_NAMES: Mapping[str, str] = {
    name: names[0] for names in _TABLE["names"]["same"] for name in names
}


def below_cue(language: str, words: str) -> bool:
    """Say whether an "about" in these words is a "nearly"."""
    return bool(_BELOW[language].search(words))


def parts_cue(language: str, words: str) -> bool:
    """Say whether these words make a number a part of another."""
    return bool(_PARTS[language].search(words))
