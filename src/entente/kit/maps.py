"""Points on land without borders, drawn on the server."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 960.0, 412.0
# Equal Earth (Šavrič, Patterson and Jenny, 2018), with 150° E in the middle: the Pacific is whole.
MIDDLE = 150.0
RADIUS = 177.33
EQUATOR = 228.3
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
CLOSEST = 260.0
NAMED = 8


@dataclass(frozen=True)
class Point:
    """A place to draw: degrees north and east, its name; `home` is one of our own."""

    latitude: float
    longitude: float
    name: Any
    url: str = ""
    home: bool = False


@dataclass(frozen=True)
class Drawn:
    """A point where it stands on the drawing, and where its name stands."""

    point: Point
    x: float
    y: float
    radius: float
    text_y: float


@dataclass(frozen=True)
class Map:
    """A drawing: the part of the world that it shows, its points."""

    box: str
    points: list[Drawn]
    named: bool
    size: float


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Give the place on the drawing of a place on earth, in degrees."""
    east = (longitude - MIDDLE + 180) % 360 - 180
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    width = 3 * (9 * A4 * t**8 + 7 * A3 * t**6 + 3 * A2 * t**2 + A1)
    x = 2 * math.sqrt(3) * math.radians(east) * math.cos(t) / width
    y = A4 * t**9 + A3 * t**7 + A2 * t**3 + A1 * t
    return WIDTH / 2 + RADIUS * x, EQUATOR - RADIUS * y


def draw(points: Iterable[Point], *, near: bool = False) -> Map | None:
    """Draw points on the world, or (`near`) on the part of it that holds them; None without any."""
    placed = [(point, *project(point.latitude, point.longitude)) for point in points]
    if not placed:
        return None
    left, top, width, height = (
        _frame([(x, y) for _point, x, y in placed])
        if near
        else (
            0.0,
            0.0,
            WIDTH,
            HEIGHT,
        )
    )
    size = width / 68
    drawn = [
        Drawn(point, round(x, 1), round(y, 1), round(size, 1), round(y - size * 1.8, 1))
        for point, x, y in sorted(placed, key=lambda place: place[0].home)
    ]
    box = f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}"
    return Map(box, drawn, len(drawn) <= NAMED and near, round(size * 2.6, 1))


def _frame(places: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Give the part of the drawing around some places, twice as wide as high."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    width = max(CLOSEST, (max(xs) - min(xs)) * 1.5, (max(ys) - min(ys)) * 3)
    width = min(width, HEIGHT * 2)
    height = width / 2
    left = min(max(0.0, (max(xs) + min(xs) - width) / 2), WIDTH - width)
    top = min(max(0.0, (max(ys) + min(ys) - height) / 2), max(0.0, HEIGHT - height))
    return left, top, width, height
