"""Deferred acceptance over nested quotas, and the serial rule for what is not nested.

Applicants propose to their options in the order of their wishes. A quota that is full keeps those
of highest priority: score, then lottery, then id. Where quotas are nested, the only one whom a
newcomer can displace is the worst holder below the smallest full quota on the way up.

There is one result, whichever way it is found: small instances are solved here, large ones by
`compiled`, which is loaded only when it saves more time than loading it takes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from entente.mobility.placement.eligibility import failed
from entente.mobility.placement.instance import Instance

if TYPE_CHECKING:
    from types import ModuleType

NOWHERE = -1
# Wishes from which the compiled way is taken: where it is loaded already, and where it is not.
WHEN_LOADED, WORTH_LOADING = 5_000, 400_000
COMPILED = "entente.mobility.placement.compiled"


@dataclass
class Placement:
    """Who holds which option (-1: none), in the order of the applicants, and each quota's count.

    `barred` gives for a wish, by its place in the columns, the rules that fail.
    """

    held: list[int]
    counts: list[int]
    barred: dict[int, list[str]]


def barred(instance: Instance) -> dict[int, list[str]]:
    """Evaluate the rules of each wish; give those that are ineligible, with the failed rules."""
    rules, rows = instance.rules, instance.rows
    if not rules:
        return {}
    asked = [wish for wish, option in enumerate(instance.options) if option in rules]
    found, at, start = {}, 0, instance.start
    for wish in asked:
        while start[at + 1] <= wish:
            at += 1
        if names := failed(rules[instance.options[wish]], rows[at]):
            found[wish] = names
    return found


def deferred_acceptance(instance: Instance) -> Placement:
    """Give every applicant the best option that any stable placement gives."""
    closed = barred(instance)
    if fast := _compiled(len(instance.options)):
        held = fast.held(instance, closed)
        if held is not None:
            return counted(instance, held, closed)
    return plainly(instance, closed)


def plainly(instance: Instance, closed: dict[int, list[str]]) -> Placement:
    """Solve in plain Python; for small instances, and where nothing can be compiled."""
    return counted(instance, _Solver(instance, closed).solve(), closed)


def counted(
    instance: Instance, held: Sequence[int], closed: dict[int, list[str]] | None = None
) -> Placement:
    """Give fixed places to those who have them, and count what every quota holds."""
    given = list(held)
    for at, option in instance.settled.items():
        given[at] = option
    counts = list(instance.taken)
    for at, option in enumerate(given):
        if option != NOWHERE and at not in instance.settled:
            for node in instance.chains[option]:
                counts[node] += 1
    return Placement(given, counts, barred(instance) if closed is None else closed)


def _compiled(wishes: int) -> ModuleType | None:
    """Give the compiled way if it is worth while and can be had."""
    if wishes < (WHEN_LOADED if COMPILED in sys.modules else WORTH_LOADING):
        return None
    try:
        from entente.mobility.placement import compiled
    except (ImportError, RuntimeError, OSError):
        # It is not installed, does not know this Python, or has nowhere to keep its machine code.
        return None
    return compiled


class _Solver:
    """The state of one run.

    A proposal is one whole number: the higher, the better; its applicant and option can be read
    from it. Each quota keeps its holders in a heap, the worst on top; who was displaced elsewhere
    is thrown out of it when it comes to the top.
    """

    def __init__(self, instance: Instance, closed: dict[int, list[str]]) -> None:
        self.instance = instance
        self.barred = closed
        number, options = len(instance.people), len(instance.nodes)
        self.number, self.options = number, options
        self.by_order = [0] * number
        for at, place in enumerate(instance.order):
            self.by_order[number - 1 - place] = at
        self.heaps: list[list[int]] = [[] for _node in instance.nodes]
        self.counts = list(instance.taken)
        self.holding = [NOWHERE] * number
        self.values = [0] * number

    def proposals(self, at: int) -> list[int]:
        """Give the proposals of an applicant as numbers, the dearest wish last."""
        number, options = self.number, self.options
        luck = number - 1 - self.instance.order[at]
        wished, scores = self.instance.options, self.instance.scores
        return [
            (scores[wish] * number + luck) * options + wished[wish]
            for wish in reversed(self.instance.wishes(at))
            if wish not in self.barred
        ]

    def solve(self) -> list[int]:
        """Let one after the other propose; who is displaced goes on with the next wish."""
        settled = self.instance.settled
        waiting = [[] if at in settled else self.proposals(at) for at in range(self.number)]
        for first in range(self.number):
            at = first
            while at >= 0:
                at = self.propose(at, waiting[at])
        return self.holding

    def propose(self, at: int, waiting: list[int]) -> int:
        """Let an applicant propose until one option takes them; give who was displaced, or -1."""
        caps, counts, heaps = self.instance.caps, self.counts, self.heaps
        chains, options = self.instance.chains, self.options
        while waiting:
            value = waiting.pop()
            option = value % options
            chain = chains[option]
            displaced = NOWHERE
            for node in chain:
                if counts[node] < caps[node]:
                    continue
                worst = self.worst(node)
                if worst < 0 or self.values[worst] > value:
                    break
                displaced = worst
                heappop(heaps[node])
                self.release(worst)
                self.hold(at, option, value, chain)
                return displaced
            else:
                self.hold(at, option, value, chain)
                return NOWHERE
        return NOWHERE

    def worst(self, node: int) -> int:
        """Give the worst holder below a quota who can be displaced; -1 where there is none."""
        heap = self.heaps[node]
        while heap:
            value = heap[0]
            at = self.by_order[value // self.options % self.number]
            if self.holding[at] >= 0 and self.values[at] == value:
                return at
            heappop(heap)
        return NOWHERE

    def hold(self, at: int, option: int, value: int, chain: Sequence[int]) -> None:
        """Give an applicant a place."""
        self.holding[at], self.values[at] = option, value
        for node in chain:
            self.counts[node] += 1
            heappush(self.heaps[node], value)

    def release(self, at: int) -> None:
        """Take an applicant's place away."""
        for node in self.instance.chains[self.holding[at]]:
            self.counts[node] -= 1
        self.holding[at] = NOWHERE


def serial_dictatorship(instance: Instance, masters: Sequence[int]) -> Placement:
    """Let applicants choose one after the other by a master score, then lottery, then id.

    Everyone takes the dearest wish in which every quota still has room.
    """
    closed = barred(instance)
    counts = list(instance.taken)
    held = [instance.settled.get(at, NOWHERE) for at in range(len(instance.people))]
    turns = sorted(range(len(held)), key=lambda at: (-masters[at], instance.order[at]))
    for at in turns:
        if held[at] != NOWHERE:
            continue
        for wish in instance.wishes(at):
            chain = instance.chains[instance.options[wish]]
            if wish in closed or any(counts[node] >= instance.caps[node] for node in chain):
                continue
            held[at] = instance.options[wish]
            for node in chain:
                counts[node] += 1
            break
    return Placement(held, counts, closed)
