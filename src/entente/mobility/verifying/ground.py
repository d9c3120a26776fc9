"""What a check stands on, worked out from an instance's plain data: quotas, wishes, priorities."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

CEFR = ["A1", "A2", "B1", "B2", "C1", "C2"]


class Ground:
    """An instance as a check sees it.

    `way[option]` lists the quotas from the option outwards, `room[node]` how many places are left
    beside the fixed ones. Only those without a fixed place compete: `who` are their ids, and their
    wishes stand one person behind the other, those of number `at` from `start[at]` up to
    `start[at + 1]`. `standing` sorts wishes, the better claim first: score, ticket, id; `refusing`
    gives for a wish the rules that forbid it.
    """

    def __init__(self, instance: dict[str, Any]) -> None:
        self.instance = instance
        nodes = instance["nodes"]
        self.above = {node["id"]: node.get("parent") for node in nodes}
        self.cap = {node["id"]: node["cap"] for node in nodes}
        self.rules = {
            node["id"]: node.get("rules") or {} for node in nodes if node.get("option") is True
        }
        self.ruled = {option for option, rules in self.rules.items() if rules}
        self.way = {option: self.outwards(option) for option in self.rules}
        self.people = {row["id"]: row for row in instance["applicants"]}
        self.fixed: dict[str, str] = instance.get("fixed") or {}
        self.room = dict(self.cap)
        for option in self.fixed.values():
            for node in self.way[option]:
                self.room[node] -= 1
        self.turn = self.tickets()
        self.who = [who for who in self.people if who not in self.fixed]
        self.option: list[str] = []
        self.score: list[int] = []
        self.start = [0]
        self.refusing: dict[int, list[str]] = {}
        for who in self.who:
            self.read(self.people[who])
        self.standing = self.standings()

    def read(self, person: dict[str, Any]) -> None:
        """Read the wishes of somebody who competes."""
        prefs = person.get("prefs") or ()
        options = [wish["option"] for wish in prefs]
        if not self.ruled.isdisjoint(options):
            for wish, option in enumerate(options, len(self.option)):
                if option in self.ruled and (names := broken(self.rules[option], person)):
                    self.refusing[wish] = names
        self.option += options
        self.score += [wish["score"] for wish in prefs]
        self.start.append(len(self.option))

    def tickets(self) -> dict[str, int]:
        """Draw the lottery: whose turn comes first."""
        seed = self.instance["seed"]
        drawn = sorted(
            (hashlib.sha256((seed + "|" + who).encode("utf-8")).hexdigest(), who)
            for who in self.people
        )
        return {who: place for place, (_ticket, who) in enumerate(drawn)}

    def standings(self) -> NDArray[np.int64]:
        """Give each wish a number, the smaller, the better the claim."""
        level = {score: at for at, score in enumerate(sorted(set(self.score), reverse=True))}
        levels = np.fromiter(map(level.__getitem__, self.score), np.int64, len(self.score))
        turns = np.fromiter(map(self.turn.__getitem__, self.who), np.int64, len(self.who))
        return levels * max(len(self.people), 1) + np.repeat(turns, np.diff(self.start))

    def outwards(self, node: str | None) -> list[str]:
        """List a quota and all in which it lies."""
        way = []
        while node is not None:
            way.append(node)
            node = self.above[node]
        return way


def broken(rules: dict[str, Any], person: dict[str, Any]) -> list[str]:
    """Name the rules that a person does not fulfil."""
    names = []
    if rules.get("min_gpa") is not None:
        grade = person.get("gpa")
        if grade is None or grade < rules["min_gpa"]:
            names.append("min_gpa")
    spoken = person.get("languages") or {}
    for language, level in (rules.get("languages") or {}).items():
        if language not in spoken or CEFR.index(spoken[language]) < CEFR.index(level):
            names.append("languages")
            break
    if rules.get("levels") and person.get("level") not in rules["levels"]:
        names.append("levels")
    if rules.get("fields") and person.get("field") not in rules["fields"]:
        names.append("fields")
    return names


def fingerprint(instance: dict[str, Any]) -> str:
    """Give the hash by which a result names its instance."""
    text = json.dumps(instance, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
