"""Charts drawn on the server: they work without scripts and in print; a table stands beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 640.0, 190.0
TOP, BOTTOM = 18.0, 24.0
WIDEST = 30.0


@dataclass(frozen=True)
class Series:
    """One row of numbers: its name, its class of colour (`f1` outbound, `f2` inbound)."""

    name: Any
    css: str
    values: Sequence[int]


@dataclass(frozen=True)
class Bar:
    """One bar where it stands on the drawing."""

    css: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    text_y: float
    value: int


@dataclass(frozen=True)
class Label:
    """A word below a group of bars, or above one of lying bars."""

    x: float
    text: str
    y: float = HEIGHT - 7


@dataclass(frozen=True)
class Bars:
    """A drawing of bars in groups, with what its table says."""

    bars: list[Bar]
    labels: list[Label]
    series: Sequence[Series]
    rows: list[tuple[str, list[int]]]
    box: str = f"0 0 {WIDTH:.0f} {HEIGHT:.0f}"
    base: float = HEIGHT - BOTTOM
    width: float = WIDTH
    label_y: float = HEIGHT - 7


def bars(names: Sequence[str], series: Sequence[Series]) -> Bars | None:
    """Draw numbers side by side, a group for each name; None where all are nothing."""
    largest = max((value for one in series for value in one.values), default=0)
    if not names or largest <= 0:
        return None
    group = WIDTH / len(names)
    width = min(WIDEST, group * 0.8 / len(series))
    room = HEIGHT - TOP - BOTTOM
    drawn, labels = [], []
    for at, name in enumerate(names):
        start = group * at + (group - width * len(series)) / 2
        labels.append(Label(round(group * (at + 0.5), 1), name))
        for place, one in enumerate(series):
            high = room * one.values[at] / largest
            x, y = start + width * place, HEIGHT - BOTTOM - high
            drawn.append(
                Bar(
                    one.css,
                    round(x + 1, 1),
                    round(y, 1),
                    round(width - 2, 1),
                    round(high, 1),
                    round(x + width / 2, 1),
                    round(y - 4, 1),
                    one.values[at],
                )
            )
    rows = [(name, [one.values[at] for one in series]) for at, name in enumerate(names)]
    return Bars(drawn, labels, series, rows)


LABEL_ROOM, BAR_ROOM, BETWEEN = 16.0, 14.0, 10.0
NUMBER_ROOM = 56.0


@dataclass(frozen=True)
class Row:
    """One lying bar: where it begins and ends, and its number behind it."""

    css: str
    y: float
    width: float
    height: float
    text_x: float
    text_y: float
    value: int


@dataclass(frozen=True)
class Rows:
    """A drawing of lying bars, each group below its name: names of any length stay readable."""

    bars: list[Row]
    labels: list[Label]
    series: Sequence[Series]
    rows: list[tuple[str, list[int]]]
    box: str
    height: float
    width: float = WIDTH


def rows(names: Sequence[str], series: Sequence[Series]) -> Rows | None:
    """Draw numbers below one another, a group for each name; None where all are nothing."""
    largest = max((value for one in series for value in one.values), default=0)
    if not names or largest <= 0:
        return None
    drawn, labels = [], []
    y = 0.0
    for at, name in enumerate(names):
        labels.append(Label(0, name, round(y + LABEL_ROOM - 4, 1)))
        y += LABEL_ROOM
        for one in series:
            long = (WIDTH - NUMBER_ROOM) * one.values[at] / largest
            drawn.append(
                Row(
                    one.css,
                    round(y, 1),
                    round(max(long, 1), 1),
                    BAR_ROOM - 2,
                    round(long + 6, 1),
                    round(y + BAR_ROOM - 4, 1),
                    one.values[at],
                )
            )
            y += BAR_ROOM
        y += BETWEEN
    told = [(name, [one.values[at] for one in series]) for at, name in enumerate(names)]
    return Rows(drawn, labels, series, told, f"0 0 {WIDTH:.0f} {y:.0f}", y)
