"""What one entry of a bibliography says, or why it could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from entente.research.bibliographies.authors import Author

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?")


@dataclass(frozen=True)
class Place:
    """What a source says of an affiliation beside its text: country, number in the registry."""

    country: str = ""
    ror: str = ""


@dataclass(frozen=True)
class Entry:
    """A publication as a file tells it. `number` counts the entries, `line` is where it begins."""

    number: int
    line: int
    title: str
    title_other: str = ""
    doi: str = ""
    published: str = ""
    kind: str = "other"
    venue: str = ""
    authors: tuple[Author, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class Broken:
    """An entry that could not be read: where it stands, how it begins, and why."""

    number: int
    line: int
    begins: str
    why: str


def flat(text: Any) -> str:
    """Write a text on one line, without the marks of a web page that some sources carry."""
    return " ".join(_TAG.sub("", str(text or "")).split())


def day_of(text: Any) -> str:
    """Read a date as exact as it is written: 2020, 2020-06, 2020/06/12; empty if it is none."""
    found = _DATE.match(str(text or "").strip())
    return in_parts(found.groups()) if found else ""


def in_parts(parts: Iterable[Any]) -> str:
    """Write year, month and day, as many as are there and can be."""
    written: list[str] = []
    for part, (least, most, width) in zip(
        parts, ((1000, 9999, 4), (1, 12, 2), (1, 31, 2)), strict=False
    ):
        if not str(part or "").strip().isdigit() or not least <= int(part) <= most:
            break
        written.append(f"{int(part):0{width}d}")
    return "-".join(written)
