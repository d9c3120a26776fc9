"""Small placements: made at random, and solved by trying everything."""

import itertools
import random

from entente.mobility.placement.eligibility import failed
from entente.mobility.placement.instance import lottery

LEVELS = ["A1", "A2", "B1", "B2", "C1", "C2"]


def instance(applicants, nodes, **more):
    """Write an instance: nodes as (id, cap, parent), applicants as {id: [(option, score), …]}."""
    inner = {parent for _id, _cap, parent in nodes}
    return {
        "format": "placement-instance/1",
        "seed": "seed",
        "nodes": [
            {"id": name, "cap": cap, "parent": parent} | ({} if name in inner else {"option": True})
            for name, cap, parent in nodes
        ],
        "applicants": [
            {"id": who, "prefs": [{"option": option, "score": score} for option, score in wishes]}
            for who, wishes in applicants.items()
        ],
    } | more


def at_random(seed, most=5):
    """Make an instance with up to three levels of quotas, rules, ties, fixed places and funds."""
    rng = random.Random(seed)  # noqa: S311 nothing here is secret
    nodes = [node for top in range(rng.randint(1, 3)) for node in branch(rng, f"P{top}", None, 4)]
    inner = {node["parent"] for node in nodes}
    leaves = [node for node in nodes if node["id"] not in inner]
    for leaf in leaves:
        leaf["option"] = True
        if rng.random() < 0.3:
            leaf["rules"] = rng.choice(
                [{"min_gpa": 2}, {"languages": {"de": "B2"}}, {"levels": ["BA"], "min_gpa": 1}]
            )
    rng.shuffle(nodes)
    data = {
        "format": "placement-instance/1",
        "seed": str(seed),
        "nodes": nodes,
        "applicants": [person(rng, number, leaves) for number in range(rng.randint(1, most))],
        "funds": [{"id": "F", "cap": rng.randint(0, 2)}],
    }
    fixed = {rng.choice(["A0", "Z9"]): rng.choice(leaves)["id"]}
    if rng.random() < 0.3 and within_caps(data | {"fixed": fixed}, {}):
        data["fixed"] = fixed
    return data


def branch(rng, name, parent, most):
    """Make a quota and, now and then, its parts."""
    parts = rng.choice([0, 1, 2]) if most > 2 or parent is None else 0
    below = [
        node for part in range(parts) for node in branch(rng, f"{name}/{part}", name, most - 1)
    ]
    return [{"id": name, "cap": rng.randint(0, most), "parent": parent}, *below]


def person(rng, number, leaves):
    """Make an applicant with up to four wishes."""
    wished = rng.sample(leaves, rng.randint(0, min(4, len(leaves))))
    asks = {"fund": ["F"], "fund_score": rng.randint(0, 2)} if rng.random() < 0.5 else {}
    return asks | {
        "id": f"A{number}",
        "gpa": rng.choice([None, 1, 2, 3]),
        "languages": {"de": rng.choice(LEVELS)} if rng.random() < 0.8 else {},
        "level": rng.choice(["BA", "MA"]),
        "prefs": [{"option": it["id"], "score": rng.randint(-1, 3)} for it in wished],
    }


def ways(data):
    above = {node["id"]: node["parent"] for node in data["nodes"]}

    def way(node):
        return [] if node is None else [node, *way(above[node])]

    return {node["id"]: way(node["id"]) for node in data["nodes"]}


def within_caps(data, outcome):
    way, caps = ways(data), {node["id"]: node["cap"] for node in data["nodes"]}
    held = [*outcome.values(), *data.get("fixed", {}).values()]
    return all(
        sum(node in way[option] for option in held if option) <= cap for node, cap in caps.items()
    )


def stable_outcomes(data):
    """Try every assignment and keep the stable ones, with the wishes that are eligible.

    A claim to a wish above the outcome is just unless some quota on its way is full of holders
    with more priority.
    """
    rules = {node["id"]: node.get("rules", {}) for node in data["nodes"]}
    wishes = {
        row["id"]: [
            (wish["option"], wish["score"])
            for wish in row["prefs"]
            if not failed(rules[wish["option"]], row)
        ]
        for row in data["applicants"]
        if row["id"] not in data.get("fixed", {})
    }
    choices = [[None, *(option for option, _score in wishes[who])] for who in wishes]
    outcomes = (dict(zip(wishes, options, strict=True)) for options in itertools.product(*choices))
    return [
        outcome
        for outcome in outcomes
        if within_caps(data, outcome) and is_stable(data, wishes, outcome)
    ], wishes


def is_stable(data, wishes, outcome):
    way = ways(data)
    caps = {node["id"]: node["cap"] for node in data["nodes"]}
    fixed = data.get("fixed", {}).values()

    def priority(who, option):
        return (-dict(wishes[who])[option], lottery(data["seed"], who), who)

    held = {who: priority(who, option) for who, option in outcome.items() if option}

    def full_of_better(node, claim):
        inside = [held[who] for who in held if node in way[outcome[who]]]
        taken = sum(node in way[option] for option in fixed)
        return len(inside) + taken >= caps[node] and all(one < claim for one in inside)

    return all(
        any(full_of_better(node, priority(who, option)) for node in way[option])
        for who, wished in wishes.items()
        for option, _score in wished[: rank(wished, outcome[who])]
    )


def rank(wishes, option):
    options = [wish for wish, _score in wishes]
    return options.index(option) if option else len(options)
