"""Synthetic applicants for the bench of the placement: drawn from a seed, no real person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WISHES, SEED = 10, 20260801
LEVELS = ("BA", "MA", "PHD")
CEFR = ("A2", "B1", "B2", "C1", "C2")
LANGUAGES = ("de", "en", "fr")


@dataclass(frozen=True)
class Drawn:
    """Ten wishes of everybody as columns: options by number, whole scores, the dearest first.

    Every destination has two options, autumn (even) and spring (odd); `caps` holds their places,
    `outer` those of the destinations.
    """

    options: NDArray[np.int64]
    scores: NDArray[np.int64]
    caps: NDArray[np.int64]
    outer: NDArray[np.int64]
    grades: NDArray[np.int64]


def draw(number: int) -> Drawn:
    """Draw applicants who want more than there is: three places for four of them.

    Some destinations are much dearer than others; better students score better everywhere.
    """
    random = np.random.default_rng(SEED + number)
    destinations = max(number // 10, 20)
    caps = random.integers(1, 9, size=2 * destinations)
    outer = np.maximum((caps[::2] + caps[1::2]) * 83 // 100, 1)
    weights = 1.0 / (np.arange(2 * destinations) + destinations / 5) ** 0.8
    weights = np.cumsum(weights[random.permutation(2 * destinations)])
    options = _chosen(random, (number, WISHES), weights / weights[-1])
    # A set may hold an option twice until it is drawn again.
    while (twice := _twice(options)).any():
        options[twice] = _chosen(random, (int(twice.sum()),), weights / weights[-1])
    able = random.normal(75, 10, size=number)
    scores = able[:, None] + random.normal(0, 5, size=options.shape)
    whole = np.clip(scores * 100, 0, 10_000).astype(np.int64)
    return Drawn(options, whole, caps, outer, np.clip(able * 5, 100, 500).astype(np.int64))


def _chosen(random: np.random.Generator, shape: Any, upto: NDArray[Any]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = np.searchsorted(upto, random.random(shape)).astype(np.int64)
    return found


def _twice(options: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the wishes that stand in a row a second time."""
    order = np.argsort(options, axis=1, kind="stable")
    sorted_ = np.take_along_axis(options, order, axis=1)
    same = np.zeros(options.shape, dtype=bool)
    same[:, 1:] = sorted_[:, 1:] == sorted_[:, :-1]
    found = np.zeros_like(same)
    np.put_along_axis(found, order, same, axis=1)
    return found


def instance(drawn: Drawn) -> dict[str, Any]:
    """Write what was drawn as an instance: every tenth option asks for a grade and a language."""
    names = [f"D{at // 2:06d}/{'spring' if at % 2 else 'autumn'}" for at in range(len(drawn.caps))]
    nodes: list[dict[str, Any]] = [
        {"id": f"D{at:06d}", "cap": cap, "parent": None}
        for at, cap in enumerate(drawn.outer.tolist())
    ]
    for at, cap in enumerate(drawn.caps.tolist()):
        node = {"id": names[at], "cap": cap, "parent": names[at][:7], "option": True}
        if at % 10 == 7:
            node["rules"] = {"min_gpa": 300, "languages": {LANGUAGES[at % 3]: "B2"}}
        nodes.append(node)
    columns = zip(drawn.options.tolist(), drawn.scores.tolist(), drawn.grades.tolist(), strict=True)
    applicants = [
        {
            "id": f"SAMPLE-{at:07d}",
            "gpa": grade,
            "languages": {LANGUAGES[at % 3]: CEFR[at % 5]},
            "level": LEVELS[at % 3],
            "prefs": [
                {"option": names[option], "score": score}
                for option, score in zip(options, scores, strict=True)
            ],
        }
        for at, (options, scores, grade) in enumerate(columns)
    ]
    return {
        "format": "placement-instance/1",
        "seed": "sample",
        "nodes": nodes,
        "applicants": applicants,
    }
