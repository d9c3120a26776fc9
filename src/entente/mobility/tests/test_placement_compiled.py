"""The compiled way of placing gives what the plain one gives, and the plain one stands in."""

import random
import subprocess
import sys

import pytest

from entente.mobility import placement
from entente.mobility.placement import compiled, solving
from entente.mobility.placement.result import written
from entente.mobility.tests.placement_cases import at_random, branch, person

HUGE = 10**30


def many(seed, applicants):
    """Make an instance that is larger than those that can be tried out."""
    rng = random.Random(seed)  # noqa: S311
    nodes = [node for top in range(12) for node in branch(rng, f"P{top}", None, 9)]
    inner = {node["parent"] for node in nodes}
    leaves = [node | {"option": True} for node in nodes if node["id"] not in inner]
    for leaf in leaves[::3]:
        leaf["rules"] = {"min_gpa": 2}
    return {
        "format": "placement-instance/1",
        "seed": str(seed),
        "nodes": [*leaves, *(node for node in nodes if node["id"] in inner)],
        "applicants": [person(rng, number, leaves) for number in range(applicants)],
        "funds": [{"id": "F", "cap": 2}],
    }


def both(data):
    read = placement.read(data)
    closed = solving.barred(read)
    return solving.plainly(read, closed), compiled.held(read, closed), read


@pytest.mark.parametrize("block", range(4))
def test_small_instances_are_placed_alike_by_both_ways(block):
    for seed in range(block * 200, block * 200 + 200):
        plain, held, read = both(at_random(seed, most=12))
        assert solving.counted(read, held) == plain, seed


@pytest.mark.parametrize("seed", range(30))
def test_larger_instances_are_placed_alike_by_both_ways(seed):
    plain, held, read = both(many(seed, 40 + 37 * seed))

    assert solving.counted(read, held) == plain


def test_both_ways_write_the_same_bytes(monkeypatch):
    read = placement.read(many(1, 300))
    monkeypatch.setattr(solving, "WHEN_LOADED", 0)
    quick = written(placement.run(read))
    monkeypatch.setattr(solving, "_compiled", lambda _wishes: None)

    assert written(placement.run(read)) == quick


@pytest.mark.parametrize("score", [HUGE, 2**40])
def test_numbers_that_are_too_large_for_the_machine_are_placed_plainly(monkeypatch, score):
    data = many(2, 50)
    wishing = next(row for row in data["applicants"] if row["prefs"])
    wishing["prefs"][0]["score"] = score
    data["nodes"][0]["cap"] = HUGE
    plain, held, read = both(data)
    monkeypatch.setattr(solving, "WHEN_LOADED", 0)

    assert held is None
    assert solving.deferred_acceptance(read) == plain


def test_a_small_placement_loads_no_compiler():
    code = (
        "import django; django.setup(); import sys; from entente.mobility import placement;"
        "placement.run(placement.read({'format': 'placement-instance/1', 'seed': '', 'nodes': [],"
        "'applicants': []})); sys.exit('numba' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0  # noqa: S603
