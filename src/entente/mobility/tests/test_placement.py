"""Placement: the best stable outcome, its reasons, its verifier, and what is refused."""

import copy
import hashlib
import json
import random

import pytest
from django.utils import translation

from entente.kit.errors import DomainError
from entente.mobility import placement
from entente.mobility.placement.explaining import facts, node_facts
from entente.mobility.placement.result import written
from entente.mobility.placement.solving import deferred_acceptance, serial_dictatorship
from entente.mobility.tests.placement_cases import at_random, instance, rank, stable_outcomes
from entente.mobility.verifying import verify

NESTED = [("T", 1, None), ("T/a", 1, "T"), ("T/s", 1, "T"), ("U", 1, None)]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def place(data):
    return placement.run(placement.read(data))


def faults(data):
    with pytest.raises(DomainError) as refusal:
        placement.read(data)
    return refusal.value.messages


# --- The outcome ----------------------------------------------------------------------------------


@pytest.mark.parametrize("block", range(8))
def test_the_outcome_is_stable_and_nobody_could_do_better_in_a_stable_one(block):
    for seed in range(block * 50, block * 50 + 50):
        data = at_random(seed)

        result = place(data)

        stable, wishes = stable_outcomes(data)
        ours = {who: result["assignment"][who] for who in wishes}
        assert ours in stable, seed
        for other in stable:
            for who, wished in wishes.items():
                assert rank(wished, ours[who]) <= rank(wished, other[who]), (seed, who)
        assert verify(data, result) == [], seed


def test_nobody_gains_by_wishing_otherwise_than_truly():
    for seed in range(60):
        data = at_random(seed, most=4)
        honest = place(data)["assignment"]
        for at, row in enumerate(data["applicants"]):
            if row["id"] in data.get("fixed", {}):
                continue
            true = [wish["option"] for wish in row["prefs"]]
            lying = copy.deepcopy(data)
            random.Random(seed).shuffle(lying["applicants"][at]["prefs"])  # noqa: S311
            got = place(lying)["assignment"][row["id"]]
            place_of = {option: number for number, option in enumerate(true)} | {None: len(true)}
            assert place_of[honest[row["id"]]] <= place_of.get(got, len(true)), seed


def test_the_order_of_rows_changes_nothing():
    for seed in range(30):
        data = at_random(seed)
        turned = copy.deepcopy(data)
        turned["applicants"].reverse()
        turned["nodes"].reverse()

        one, other = place(data), place(turned)

        assert one | {"instance_sha256": ""} == other | {"instance_sha256": ""}
        assert written(place(data)) == written(one)


def test_a_place_more_in_a_quota_and_all_above_it_hurts_nobody():
    for seed in range(60):
        data = at_random(seed)
        result = place(data)["assignment"]
        for node in [node["id"] for node in data["nodes"] if node.get("option")]:
            wider = copy.deepcopy(data)
            above = {it["id"]: it for it in wider["nodes"]}
            at = node
            while at:
                above[at]["cap"] += 1
                at = above[at]["parent"]
            more = place(wider)["assignment"]
            for row in data["applicants"]:
                wishes = [(wish["option"], 0) for wish in row["prefs"]]
                if row["id"] not in data.get("fixed", {}):
                    before, after = result[row["id"]], more[row["id"]]
                    assert rank(wishes, after) <= rank(wishes, before), seed


def test_an_inner_quota_and_an_outer_one_each_displace_the_worst_below_them():
    data = instance(
        {"A": [("T/a", 5)], "B": [("T/s", 7)], "C": [("T/a", 6), ("U", 1)]},
        NESTED,
    )

    result = place(data)

    assert result["assignment"] == {"A": None, "B": "T/s", "C": "U"}
    assert [
        (it["applicant"], it["option"], it["reason"], it["node"], it["cutoff"], it["waitlist"])
        for it in result["refusals"]
    ] == [("A", "T/a", "score", "T", 7, 2), ("C", "T/a", "score", "T", 7, 1)]


# --- Reasons --------------------------------------------------------------------------------------


def test_each_reason_is_told_with_its_quota():
    data = instance(
        {
            "A": [("T/a", 9)],
            "B": [("T/a", 9)],
            "C": [("N", 9), ("T/a", 1)],
            "D": [("R", 1)],
        },
        [("T", 3, None), ("T/a", 1, "T"), ("N", 0, None), ("R", 1, None)],
    )
    data["nodes"][3]["rules"] = {"min_gpa": 3, "languages": {"de": "B2"}, "fields": ["0714"]}
    data["applicants"][3] |= {"gpa": 2, "languages": {"de": "C1"}}
    first, second = sorted("AB", key=lambda who: placement.lottery("seed", who))

    result = place(data)

    assert result["assignment"][first] == "T/a"
    told = {"node": "T/a", "cutoff": 9}
    assert result["refusals"] == [
        {"applicant": second, "option": "T/a", "reason": "lottery", **told, "waitlist": 1},
        {"applicant": "C", "option": "N", "reason": "no_places", "node": "N", "waitlist": 1},
        {"applicant": "C", "option": "T/a", "reason": "score", **told, "waitlist": 2},
        {
            "applicant": "D",
            "option": "R",
            "reason": "ineligible",
            "rules": ["min_gpa", "fields"],
        },
    ]


def test_a_fixed_place_is_never_displaced_and_sets_no_cut_off():
    data = instance({"A": [("U", 9)], "Z": [("T/a", 1)]}, NESTED, fixed={"Z": "U"})

    result = place(data)

    assert result["assignment"] == {"A": None, "Z": "U"}
    assert [it["reason"] for it in result["refusals"]] == ["no_places"]
    assert verify(data, result) == []


def test_the_lottery_is_one_number_for_each_applicant():
    number = hashlib.sha256(b"seed|A1").hexdigest()

    assert placement.lottery("seed", "A1") == number


def test_the_hash_is_that_of_the_sorted_compact_text():
    data = instance({"学生": [("U", 1)]}, NESTED)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert place(data)["instance_sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_grants_go_to_those_with_a_place_one_to_each():
    data = instance(
        {who: [("U", 1), ("T/a", 1), ("T/s", 1)] for who in "ABC"},
        [("U", 1, None), ("T/a", 1, None), ("T/s", 0, None)],
        funds=[{"id": "F", "cap": 1}, {"id": "G", "cap": 5}],
    )
    for row in data["applicants"]:
        row |= {"fund": ["F", "G"], "fund_score": {"A": 1, "B": 2, "C": 3}[row["id"]]}

    result = place(data)

    placed = sorted((who for who in "ABC" if result["assignment"][who]), reverse=True)
    assert result["funded"] == {"F": placed[:1], "G": placed[1:]}


def test_the_serial_rule_lets_the_best_choose_first():
    data = instance({"A": [("U", 9)], "B": [("U", 1), ("T/a", 1)]}, NESTED)
    read = placement.read(data)

    assert serial_dictatorship(read, [1, 2]).held == [-1, read.nodes.index("U")]
    assert serial_dictatorship(read, [2, 1]).held == [
        read.nodes.index("U"),
        read.nodes.index("T/a"),
    ]


def test_facts_count_ranks_the_unplaced_and_who_could_trade():
    data = instance(
        {"A": [("U", 1), ("T/a", 9)], "B": [("T/a", 1), ("U", 9)], "C": [("U", 0)]},
        [("U", 1, None), ("T/a", 1, None)],
    )
    read = placement.read(data)
    done = deferred_acceptance(read)

    found = facts(read, done)

    assert (found.ranks, found.unplaced, found.could_trade) == ({1: 2}, 1, 0)
    assert [(it.name, it.cap, it.placed, it.cutoff) for it in node_facts(read, done)] == [
        ("U", 1, 1, 1),
        ("T/a", 1, 1, 1),
    ]


def test_a_ring_of_those_who_could_trade_is_found():
    data = instance(
        {"A": [("U", 1), ("T/a", 9)], "B": [("T/a", 1), ("U", 9)], "C": [("U", 5)]},
        [("U", 1, None), ("T/a", 1, None)],
    )
    read = placement.read(data)
    done = deferred_acceptance(read)

    assert [read.nodes[option] if option >= 0 else None for option in done.held] == [
        *("T/a", "U", None),
    ]
    assert facts(read, done).could_trade == 2


# --- The verifier ---------------------------------------------------------------------------------


def test_any_other_assignment_is_told_apart():
    for seed in range(80):
        data = at_random(seed)
        result = place(data)
        rng = random.Random(seed)  # noqa: S311
        options = [node["id"] for node in data["nodes"] if node.get("option")]
        for who, held in result["assignment"].items():
            forged = copy.deepcopy(result)
            forged["assignment"][who] = rng.choice([it for it in [*options, None] if it != held])
            assert verify(data, forged), (seed, who)


def test_a_wasted_place_stays_one_however_the_refusal_calls_it():
    data = instance({"A": [("U", 1)], "B": [("T/a", 1)]}, NESTED)
    result = place(data)
    result["assignment"]["A"] = None
    refusal = {"applicant": "A", "option": "U", "reason": "wasted", "node": None, "waitlist": 1}

    assert verify(data, result | {"refusals": [refusal]}) == [
        "A place is wasted: A would rather have U, where one is free.",
        "The best stable outcome gives A U, not –.",
    ]


def test_untrue_reasons_are_told_apart():
    data = instance({"A": [("T/a", 9)], "B": [("T/a", 8), ("U", 1)], "C": [("T/a", 7)]}, NESTED)
    result = place(data)
    assert verify(data, result) == []

    for change in (
        {"cutoff": 8},
        {"node": "T/a" if result["refusals"][0]["node"] == "T" else "T"},
        {"reason": "lottery"},
        {"waitlist": 3},
        {"option": "U"},
    ):
        forged = copy.deepcopy(result)
        forged["refusals"][0] |= change
        assert verify(data, forged), change
    assert verify(data, result | {"refusals": result["refusals"][1:]})
    assert verify(data, result | {"refusals": [*result["refusals"], result["refusals"][0]]})
    assert verify(data, result | {"instance_sha256": "0" * 64})
    assert verify(data, result | {"funded": {"F": ["A"]}})
    assert verify(data, {"format": "placement-result/1"})


def test_a_changed_grade_shows_in_who_changed():
    data = instance({"A": [("U", 2)], "B": [("U", 1)]}, NESTED)
    before = place(data)["assignment"]
    data["applicants"][1]["prefs"][0]["score"] = 3

    after = place(data)["assignment"]

    assert {who: (before[who], after[who]) for who in before if before[who] != after[who]} == {
        "A": ("U", None),
        "B": (None, "U"),
    }


def test_the_verifier_shares_nothing_with_the_solver():
    from pathlib import Path

    from entente.mobility import verifying

    texts = [path.read_text() for path in Path(verifying.__file__).parent.glob("*.py")]

    assert len(texts) == 4
    assert not any("mobility.placement" in text for text in texts)


# --- What is refused ------------------------------------------------------------------------------


def wrong(**changes):
    return instance({"A": [("U", 1)], "B": [("U", 1)]}, NESTED) | changes


@pytest.mark.parametrize(
    ("prefs", "sentence"),
    [
        (
            [("U", 1), ("U", 2)],
            "Applicant A (row 1) wishes for U twice: wishes 1 and 2.",
        ),
        ([("X", 1)], "Applicant A (row 1), wish 1: there is no option X."),
        (
            [("T", 1)],
            "Applicant A (row 1), wish 1: T is a quota, not an option that can be wished for.",
        ),
        ([("U", 87.5)], "Applicant A (row 1), wish 1: the score 87.5 is no whole number."),
        ([("U", 87.0)], "Applicant A (row 1), wish 1: the score 87.0 is no whole number."),
        ([("U", True)], "Applicant A (row 1), wish 1: the score True is no whole number."),
        ([("U", "9")], "Applicant A (row 1), wish 1: the score 9 is no whole number."),
    ],
)
def test_a_wrong_wish_is_refused_with_its_row(prefs, sentence):
    assert faults(instance({"A": prefs}, NESTED)) == [sentence]


def node(name, cap=1, parent=None, **more):
    return {"id": name, "cap": cap, "parent": parent} | more


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        (
            [node("A"), node("B"), node("X", parent="A"), node("X", parent="B")],
            "Quotas A and B cross: both hold X (rows 3 and 4). Quotas lie within each other or"
            " apart.",
        ),
        (
            [node("A"), node("B"), node("X", parent=["A", "B"])],
            "Quotas A and B cross: both hold X (row 3). Quotas lie within each other or apart.",
        ),
        ([node("X"), node("X")], "Quota X stands there twice: rows 1 and 2."),
        ([node("X", parent="Y")], "Quota X (row 1) lies in Y, which is no quota here."),
        ([node("X", parent="Y"), node("Y", parent="X")], "Quotas X and Y lie within each other."),
        ([node("X", cap=-1)], "Quota X (row 1): the cap -1 is no whole number from 0 on."),
        ([node("X", cap=1.0)], "Quota X (row 1): the cap 1.0 is no whole number from 0 on."),
        (
            [node("X", option=True), node("Y", parent="X")],
            "Quota X (row 1) is an option and is divided further by Y: only what is not divided"
            " can be wished for.",
        ),
        (
            [node("X", option=True, rules={"min_age": 18})],
            "Quota X (row 1): there is no rule “min_age”.",
        ),
        (
            [node("X", option=True, rules={"languages": {"de": "B3"}})],
            "Quota X (row 1): the rule “languages” cannot be read.",
        ),
    ],
)
def test_wrong_quotas_are_refused_by_name(nodes, sentence):
    assert faults(wrong(nodes=nodes, applicants=[])) == [sentence]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"format": "x"},
            "This is no placement instance: its format is not “placement-instance/1”.",
        ),
        ({"seed": 7}, "The seed of the lottery is missing, or is no text."),
        ({"nodes": None}, "“nodes” is missing, or is no list."),
        ({"applicants": [{"id": ""}]}, "“applicants”, row 1: the id is missing, or is no text."),
        (
            {"applicants": [{"id": "A"}, {"id": "A"}]},
            "Applicant A stands there twice: rows 1 and 2.",
        ),
        ({"fixed": {"Z": "T"}}, "The fixed place of Z is no option: T."),
        ({"fixed": {"Y": "U", "Z": "U"}}, "2 places are fixed in quota U, which has 1."),
        (
            {"applicants": [{"id": "A", "fund": ["F"], "fund_score": 1}]},
            "Applicant A (row 1): there is no fund F.",
        ),
        (
            {"applicants": [{"id": "A", "gpa": 3.5}]},
            "Applicant A (row 1): the grade 3.5 is no whole number.",
        ),
    ],
)
def test_what_else_is_wrong_is_refused(changes, sentence):
    assert faults(wrong(**changes)) == [sentence]
