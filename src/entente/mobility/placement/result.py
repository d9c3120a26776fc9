"""The result of a run in the exchange format: places, reasons, grants, and the instance's hash."""

from __future__ import annotations

import json
from typing import Any

from entente.mobility.placement.explaining import refusals
from entente.mobility.placement.instance import Instance
from entente.mobility.placement.solving import NOWHERE, Placement, deferred_acceptance

FORMAT = "placement-result/1"


def run(instance: Instance, placement: Placement | None = None) -> dict[str, Any]:
    """Place the applicants and explain it; the same instance gives the same result.

    Names stand in the order of ids, so that the order of rows shows nowhere but in the hash.
    """
    placement = placement or deferred_acceptance(instance)
    names = instance.nodes
    outcome = {
        name: None if option == NOWHERE else names[option]
        for name, option in zip(instance.people, placement.held, strict=True)
    }
    return {
        "format": FORMAT,
        "instance_sha256": instance.digest,
        "assignment": dict(sorted(outcome.items())),
        "refusals": refusals(instance, placement),
        "funded": funded(instance, placement),
    }


def funded(instance: Instance, placement: Placement) -> dict[str, list[str]]:
    """Give grants to those who have a place, by fund score, then lottery, then id.

    Everybody gets at most one: the first of the funds named that has one left.
    """
    left = list(instance.fund_caps)
    given: list[list[str]] = [[] for _fund in left]
    asking = [
        (-score, instance.order[at], instance.people[at], funds)
        for at, (funds, score) in instance.asking.items()
        if placement.held[at] != NOWHERE
    ]
    for _score, _order, name, funds in sorted(asking):
        for fund in funds:
            if left[fund]:
                left[fund] -= 1
                given[fund].append(name)
                break
    return dict(zip(instance.fund_names, given, strict=True))


def written(result: dict[str, Any]) -> str:
    """Write a result; a replay writes the same bytes."""
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"
