"""Why a wish was refused, where quotas were cut off, and what became of all wishes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from entente.mobility.placement.instance import Instance, lottery
from entente.mobility.placement.solving import NOWHERE, Placement


@dataclass(frozen=True)
class NodeFacts:
    """A quota after a run: places, holders, the lowest score that holds one.

    `lottery_cut` is the number in the lottery of the last who got a place with that score, where
    somebody with the same score did not; None where no lottery decided.
    """

    name: str
    cap: int
    placed: int
    cutoff: int | None
    lottery_cut: str | None = None


@dataclass
class Facts:
    """What became of all: how many got which wish, how many none, by level and field."""

    ranks: dict[int, int] = field(default_factory=dict)
    unplaced: int = 0
    by_level: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_field: dict[str, tuple[int, int]] = field(default_factory=dict)
    could_trade: int = 0


def held_scores(instance: Instance, placement: Placement) -> Iterator[tuple[int, int, int]]:
    """Give who holds a place that was won by a score: applicant, option, score."""
    start, options, scores = instance.start, instance.options, instance.scores
    for at, option in enumerate(placement.held):
        if option != NOWHERE and at not in instance.settled:
            yield at, option, scores[options.index(option, start[at], start[at + 1])]


def cutoffs(instance: Instance, placement: Placement) -> list[int | None]:
    """Give the lowest score that holds a place in each quota.

    Fixed places were not won by a score and set no cut-off.
    """
    lowest: list[int | None] = [None] * len(instance.nodes)
    for _at, option, score in held_scores(instance, placement):
        for node in instance.chains[option]:
            known = lowest[node]
            if known is None or score < known:
                lowest[node] = score
    return lowest


def refused(instance: Instance, placement: Placement) -> Iterator[tuple[int, int, int]]:
    """Give each wish ranked above the outcome: applicant, place in the columns, option.

    They come in the order of ids and wishes. Who has a fixed place did not compete.
    """
    options, start, settled = instance.options, instance.start, instance.settled
    for at in sorted(range(len(instance.people)), key=instance.people.__getitem__):
        outcome = placement.held[at]
        if at not in settled:
            for wish in range(start[at], start[at + 1]):
                option = options[wish]
                if option == outcome:
                    break
                yield at, wish, option


def refusals(instance: Instance, placement: Placement) -> list[dict[str, Any]]:
    """Explain each refused wish once, in the order of ids and wishes."""
    people, names, barred = instance.people, instance.nodes, placement.barred
    passed = list(refused(instance, placement))
    waiting = _positions(instance, placement, passed)
    told = _binding_cutoffs(instance, placement)
    scores = instance.scores
    found: list[dict[str, Any]] = []
    for at, wish, option in passed:
        said: dict[str, Any]
        if rules := barred.get(wish):
            said = {
                "applicant": people[at],
                "option": names[option],
                "reason": "ineligible",
                "rules": rules,
            }
        else:
            node, cutoff = told[option]
            if cutoff is None:
                said = {
                    "applicant": people[at],
                    "option": names[option],
                    "reason": "no_places",
                    "node": node,
                    "waitlist": waiting[wish],
                }
            else:
                said = {
                    "applicant": people[at],
                    "option": names[option],
                    "reason": "score" if scores[wish] < cutoff else "lottery",
                    "node": node,
                    "cutoff": cutoff,
                    "waitlist": waiting[wish],
                }
        found.append(said)
    return found


def _binding_cutoffs(instance: Instance, placement: Placement) -> dict[int, tuple[str, int | None]]:
    """Give for each option the name of the quota that binds and its cut-off."""
    lowest = cutoffs(instance, placement)
    return {
        option: (instance.nodes[node], lowest[node])
        for option, node in _binding(instance, placement).items()
    }


def _binding(instance: Instance, placement: Placement) -> dict[int, int]:
    """Give for each option the smallest full quota on the way up, itself where none is full."""
    return {
        option: next(
            (node for node in chain if placement.counts[node] >= instance.caps[node]), option
        )
        for option, chain in instance.chains.items()
    }


def _positions(
    instance: Instance, placement: Placement, passed: list[tuple[int, int, int]]
) -> dict[int, int]:
    """Give each wish that was refused and is eligible its position in the waiting list."""
    lists: dict[int, list[tuple[int, int]]] = {}
    scores, order, barred = instance.scores, instance.order, placement.barred
    people = len(order)
    for at, wish, option in passed:
        if wish not in barred:
            lists.setdefault(option, []).append((order[at] - scores[wish] * people, wish))
    return {
        wish: position
        for waiting in lists.values()
        for position, (_claim, wish) in enumerate(sorted(waiting), 1)
    }


def node_facts(instance: Instance, placement: Placement) -> list[NodeFacts]:
    """Say of each quota how many places it has, how many hold one, and where it was cut off."""
    lowest = cutoffs(instance, placement)
    cuts = _lottery_cuts(instance, placement, lowest)
    return [
        NodeFacts(name, instance.caps[node], placement.counts[node], lowest[node], cuts.get(node))
        for node, name in enumerate(instance.nodes)
    ]


def _lottery_cuts(
    instance: Instance, placement: Placement, lowest: list[int | None]
) -> dict[int, str]:
    binding = _binding(instance, placement)
    drawn = {
        binding[option]
        for _at, wish, option in refused(instance, placement)
        if wish not in placement.barred and instance.scores[wish] == lowest[binding[option]]
    }
    last: dict[int, int] = {}
    for at, option, score in held_scores(instance, placement):
        for node in instance.chains[option]:
            if node in drawn and score == lowest[node]:
                known = last.get(node)
                if known is None or instance.order[at] > instance.order[known]:
                    last[node] = at
    return {node: lottery(instance.seed, instance.people[at]) for node, at in last.items()}


def facts(instance: Instance, placement: Placement) -> Facts:
    """Count what became of all applicants."""
    found = Facts()
    ranks: Counter[int] = Counter()
    levels: dict[str, list[int]] = {}
    fields: dict[str, list[int]] = {}
    for at, outcome in enumerate(placement.held):
        options = [instance.options[wish] for wish in instance.wishes(at)]
        if outcome == NOWHERE:
            found.unplaced += 1
        elif outcome in options:
            ranks[options.index(outcome) + 1] += 1
        for groups, name in ((levels, "level"), (fields, "field")):
            group = groups.setdefault(instance.rows[at].get(name) or "", [0, 0])
            group[0] += 1
            group[1] += outcome != NOWHERE
    found.ranks = dict(sorted(ranks.items()))
    found.by_level = {name: (all_, placed) for name, (all_, placed) in sorted(levels.items())}
    found.by_field = {name: (all_, placed) for name, (all_, placed) in sorted(fields.items())}
    found.could_trade = could_trade(instance, placement)
    return found


def could_trade(instance: Instance, placement: Placement) -> int:
    """Count the applicants who could all gain by trading places in a ring.

    The rings are found among options: one leads to another where somebody placed in the first
    would rather have the second and is eligible for it.
    """
    edges: dict[int, dict[int, list[int]]] = {}
    for at, wish, option in refused(instance, placement):
        outcome = placement.held[at]
        if outcome != NOWHERE and wish not in placement.barred:
            edges.setdefault(outcome, {}).setdefault(option, []).append(at)
    group = _rings({option: set(targets) for option, targets in edges.items()})
    return len(
        {
            at
            for option, targets in edges.items()
            for target, who in targets.items()
            if option in group and group[option] == group.get(target)
            for at in who
        }
    )


def _rings(edges: dict[int, set[int]]) -> dict[int, int]:
    """Number the strongly connected options (two walks, without recursion)."""
    back: dict[int, set[int]] = {}
    for node, targets in edges.items():
        for target in targets:
            back.setdefault(target, set()).add(node)
    group: dict[int, int] = {}
    for root in reversed(_in_order_of_leaving(edges)):
        waiting = [root] if root not in group else []
        while waiting:
            node = waiting.pop()
            if node not in group:
                group[node] = root
                waiting += [it for it in back.get(node, ()) if it not in group]
    return group


def _in_order_of_leaving(edges: dict[int, set[int]]) -> list[int]:
    """Walk along all edges and list the options in the order in which they are left."""
    done: list[int] = []
    seen: set[int] = set()
    for start in edges:
        stack = [(start, iter(edges.get(start, ())))] if start not in seen else []
        seen.add(start)
        while stack:
            node, targets = stack[-1]
            target = next((it for it in targets if it not in seen), None)
            if target is None:
                stack.pop()
                done.append(node)
            else:
                seen.add(target)
                stack.append((target, iter(edges.get(target, ()))))
    return done
