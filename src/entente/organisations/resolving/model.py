"""A small learned judgement: weighted signs turned into a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("weights.json")
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Trees:
    """Small decision trees whose leaves add up; after each level a sign is compared once.

    Every tree asks the same question of all its nodes on one level, so that a leaf is a number in
    binary: fast without a library, and short to keep.
    """

    signs: Matrix
    bounds: Matrix
    leaves: Matrix
    start: float

    @classmethod
    def of(cls, kept: dict[str, list[list[float]] | float]) -> Self:
        """Read what `plain` gave."""
        return cls(
            np.array(kept["signs"], dtype=np.int64),
            np.array(kept["bounds"], dtype=np.float64),
            np.array(kept["leaves"], dtype=np.float64),
            float(kept["start"]),  # type: ignore[arg-type]
        )

    def plain(self) -> dict[str, list[list[float]] | float]:
        """Give the numbers for keeping."""
        return {
            "signs": self.signs.tolist(),
            "bounds": np.round(self.bounds, 4).tolist(),
            "leaves": np.round(self.leaves, 4).tolist(),
            "start": round(self.start, 4),
        }

    def judge(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Give the logarithm of the odds for each row of signs."""
        if not rows:
            return []
        given = np.asarray(rows, dtype=np.float64)
        asked = given[:, self.signs] > self.bounds
        leaf = asked @ (1 << np.arange(self.signs.shape[1]))
        found = self.leaves[np.arange(len(self.leaves)), leaf].sum(axis=1) + self.start
        return [float(it) for it in found]


def chance(odds: float) -> float:
    """Turn the logarithm of odds into a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def learned() -> dict[str, Trees]:
    """Give the judgements that were learned: `pair`, `best`, `han`, `han_best`."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: Trees.of(numbers) for name, numbers in kept.items()}


def learn(
    rows: Iterable[Sequence[float]],
    right: Iterable[bool],
    *,
    trees: int = 80,
    levels: int = 4,
    rate: float = 0.15,
    cuts: int = 24,
    firm: float = 4.0,
) -> Trees:
    """Learn from rows of signs and what was right, by boosting; the same rows give the same trees.

    Each level takes the sign and the bound that part all nodes of the level best (Newton's step).
    """
    given = np.asarray(list(rows), dtype=np.float64)
    goal = np.asarray(list(right), dtype=np.float64)
    bounds = [
        np.unique(np.quantile(given[:, sign], np.linspace(0.02, 0.98, cuts)))
        for sign in range(given.shape[1])
    ]
    binned = [np.searchsorted(bounds[s], given[:, s], side="left") for s in range(given.shape[1])]
    start = math.log((goal.mean() + 1e-6) / (1 - goal.mean() + 1e-6))
    odds = np.full(len(goal), start)
    signs, limits, leaves = [], [], []
    for _tree in range(trees):
        share = 1 / (1 + np.exp(-odds))
        pull, weight = goal - share, share * (1 - share)
        leaf = np.zeros(len(goal), dtype=np.int64)
        asked: list[int] = []
        parted: list[float] = []
        for level in range(levels):
            sign, cut = _best_cut(binned, bounds, leaf, 1 << level, pull, weight, firm)
            leaf += (binned[sign] > cut).astype(np.int64) << level
            asked.append(sign)
            parted.append(float(bounds[sign][cut]))
        size = 1 << levels
        gain = np.bincount(leaf, pull, size) / (np.bincount(leaf, weight, size) + firm)
        odds += rate * gain[leaf]
        signs.append(asked)
        limits.append(parted)
        leaves.append(rate * gain)
    return Trees(np.array(signs), np.array(limits), np.array(leaves), start)


def _best_cut(
    binned: Sequence[NDArray[np.int64]],
    bounds: Sequence[Matrix],
    leaf: NDArray[np.int64],
    nodes: int,
    pull: Matrix,
    weight: Matrix,
    firm: float,
) -> tuple[int, int]:
    best, found = -1.0, (0, 0)
    for sign, bins in enumerate(binned):
        width = len(bounds[sign]) + 1
        at = leaf * width + bins
        pulled = np.bincount(at, pull, nodes * width).reshape(nodes, width).cumsum(axis=1)
        weighed = np.bincount(at, weight, nodes * width).reshape(nodes, width).cumsum(axis=1)
        whole, all_weight = pulled[:, -1:], weighed[:, -1:]
        gain = (
            pulled**2 / (weighed + firm)
            + (whole - pulled) ** 2 / (all_weight - weighed + firm)
            - whole**2 / (all_weight + firm)
        ).sum(axis=0)[:-1]
        if len(gain) and gain.max() > best:
            best, found = float(gain.max()), (sign, int(gain.argmax()))
    return found
