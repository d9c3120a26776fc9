"""The words by which the reader knows kinds of records, as patterns (`cues.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_suffix(".toml")


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _pattern(entry: Mapping[str, list[str]]) -> re.Pattern[str]:
    words = [f"(?i:{word})" for word in entry.get("en", ())] + entry.get("zh", [])
    return re.compile("|".join(words))


@cache
def cue(name: str) -> re.Pattern[str]:
    """Give the pattern of a kind of words, of both languages."""
    return _pattern(_table()[name])


@cache
def cues_of(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give the patterns of a family of words, each with what it stands for, in their order."""
    return tuple((kind, _pattern(entry)) for kind, entry in _table()[name].items())


@cache
def words_of(name: str, language: str) -> tuple[str, ...]:
    """Give the words of one language as they are written in the table."""
    return tuple(_table()[name][language])


def told(name: str, text: str) -> str:
    """Say which of a family of words stands in a text, the first of the table; "" where none."""
    return next((kind for kind, pattern in cues_of(name) if pattern.search(text)), "")
