"""Name badges and table cards on paper: a long name is set smaller, then in two lines."""

from __future__ import annotations

import datetime
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import segno

from entente.kit import typeset

TEMPLATE = "kit/typst/cards.typ"
MOST = 1000  # cards of one file
POINT = 0.3528  # millimetres
BADGE, BESIDE_CODE, TABLE = 80, 57, 186  # millimetres that a name may be wide


@dataclass(frozen=True)
class Card:
    """Who somebody is: a name, the same name in other letters, where they come from.

    `code` is an address that is drawn as a code beside the name on a badge.
    """

    name: str
    second: str = ""
    origin: str = ""
    code: str = ""


def badges(cards: Iterable[Card], *, heading: str, on: datetime.date) -> bytes:
    """Draw name badges of 90 by 54 millimetres, ten on a sheet of A4; `heading` stands on each."""
    return _drawn("badges", list(cards), heading, on)


def table_cards(cards: Iterable[Card], *, heading: str, on: datetime.date) -> bytes:
    """Draw table cards, one on a sheet of A4: folded into a roof, the name is on both sides."""
    return _drawn("table", list(cards), heading, on)


def _drawn(kind: str, cards: Sequence[Card], heading: str, on: datetime.date) -> bytes:
    data = {"kind": kind, "cards": [_said(card, heading) for card in cards[:MOST]]}
    return typeset.pdf(TEMPLATE, data, title=heading, on=on)


def _said(card: Card, heading: str) -> dict[str, Any]:
    wide = BESIDE_CODE if card.code else BADGE
    return {
        "name": card.name,
        "second": card.second,
        "from": card.origin,
        "heading": heading,
        "code": _code(card.code) if card.code else "",
        "size": fitting(card.name, 22, wide, least=13),
        "size-second": fitting(card.second, 13, wide, least=9),
        "table-size": fitting(card.name, 84, TABLE),
        "table-second": fitting(card.second, 40, TABLE),
    }


def fitting(text: str, usual: float, wide: float, least: float = 0) -> float:
    """Give the size in points, at most the usual one, at which a text stands in one line.

    Below `least` nobody reads it; then it stands in two lines.
    """
    ems = sum(1.0 if unicodedata.east_asian_width(it) in "WF" else 0.56 for it in text)
    return round(max(min(usual, wide / POINT / ems), least), 1) if ems else usual


def _code(address: str) -> str:
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", border=1, xmldecl=False, svgns=True)
    return out.getvalue().decode()
