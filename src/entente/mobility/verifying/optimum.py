"""The best stable outcome for all applicants at once, found by rounds.

In each round everybody without a place asks the next option that may still take them; then each
quota that holds too many, from the innermost outwards, lets the worst below it go and takes nobody
so bad any more. Who is refused once is refused for good. All who ask in a round are looked at
together, as columns.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entente.mobility.verifying.ground import Ground

Numbers = NDArray[np.int64]


def best_outcome(ground: Ground) -> Numbers:
    """Give for each competing applicant the wish of the best stable outcome; -1 for none."""
    return _Rounds(ground).outcome()


class _Rounds:
    """The state between two rounds: who holds which wish, and what each quota takes no more."""

    def __init__(self, ground: Ground) -> None:
        number = {node: at for at, node in enumerate(ground.cap)}
        depth = max((len(way) for way in ground.way.values()), default=0)
        # Row by row the quotas of an option, the innermost first; the last one is nobody's.
        self.ways = np.full((len(number) + 1, depth), len(number), dtype=np.int64)
        for option, way in ground.way.items():
            self.ways[number[option], : len(way)] = [number[node] for node in way]
        places = [min(max(room, 0), len(ground.option)) for room in ground.room.values()]
        self.room = np.array([*places, len(ground.option)], dtype=np.int64)
        self.option = np.fromiter(
            map(number.__getitem__, ground.option), np.int64, len(ground.option)
        )
        self.standing = ground.standing
        self.start = np.array(ground.start, dtype=np.int64)
        self.asked = self.start[:-1].copy()
        worst = np.iinfo(np.int64).max
        self.limit = np.full(len(self.room), worst, dtype=np.int64)
        self.hopeless = np.zeros(len(ground.option) + 1, dtype=np.bool_)
        self.hopeless[list(ground.refusing)] = True
        self.count = np.zeros(len(self.room), dtype=np.int64)
        self.holds = np.zeros(len(self.asked), dtype=np.bool_)
        inner = {node for way in ground.way.values() for node in way[1:]}
        self.levels = self.by_depth(ground, number, inner)

    def by_depth(self, ground: Ground, number: dict[str, int], inner: set[str]) -> list[Numbers]:
        """Sort the quotas by how deep they lie, the deepest first."""
        levels: dict[int, list[int]] = {}
        for node in ground.cap:
            if node in inner or node in ground.way:
                levels.setdefault(len(ground.outwards(node)), []).append(number[node])
        return [np.array(levels[depth]) for depth in sorted(levels, reverse=True)]

    def outcome(self) -> Numbers:
        """Let rounds follow each other until nobody is sent away."""
        free = np.arange(len(self.asked))
        while len(free):
            asking = self.go_on(free)
            self.holds[asking] = True
            np.add.at(self.count, self.ways[self.option[self.asked[asking]]], 1)
            free = self.send_away()
        return np.where(self.holds, self.asked, -1)

    def go_on(self, free: Numbers) -> Numbers:
        """Let everybody without a place come to the next wish that is not hopeless."""
        found = []
        while len(free):
            free = free[self.asked[free] < self.start[free + 1]]
            wish = self.asked[free]
            limits = self.limit[self.ways[self.option[wish]]].min(axis=1, initial=1 << 62)
            refused = self.hopeless[wish] | (self.standing[wish] >= limits)
            found.append(free[~refused])
            free = free[refused]
            self.asked[free] += 1
        return np.concatenate(found) if found else free

    def send_away(self) -> Numbers:
        """Let quotas that hold too many keep the best; give those who have to go on."""
        gone = [np.zeros(0, dtype=np.int64)]
        for level in self.levels:
            over = level[self.count[level] > self.room[level]]
            if len(over):
                gone.append(self.keep_the_best(over))
        return np.concatenate(gone)

    def keep_the_best(self, over: Numbers) -> Numbers:
        """Let some quotas of one depth keep as many as they have room for."""
        marked = np.zeros(len(self.room), dtype=np.bool_)
        marked[over] = True
        holding = np.flatnonzero(self.holds)
        ways = self.ways[self.option[self.asked[holding]]]
        inside = marked[ways]
        below = inside.any(axis=1)
        holding = holding[below]
        node = ways[below, inside[below].argmax(axis=1)]
        standing = self.standing[self.asked[holding]]
        order = np.lexsort((standing, node))
        node, standing = node[order], standing[order]
        rank = np.arange(len(order)) - np.searchsorted(node, node)
        first = rank == self.room[node]
        self.limit[node[first]] = np.minimum(self.limit[node[first]], standing[first])
        gone = holding[order[rank >= self.room[node]]]
        np.subtract.at(self.count, self.ways[self.option[self.asked[gone]]], 1)
        self.asked[gone] += 1
        self.holds[gone] = False
        return gone
