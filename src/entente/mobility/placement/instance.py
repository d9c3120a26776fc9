"""What a placement is given: nested quotas, applicants with ranked wishes, fixed places, funds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

FORMAT = "placement-instance/1"
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


@dataclass
class Instance:
    """An instance that was read: nodes by number, options among them, applicants in given order.

    Wishes stand in columns, one applicant behind the other, the dearest first: those of applicant
    `at` from `start[at]` up to `start[at + 1]`, each an option and the score for it. `chains` gives
    for each option the nodes from itself up to its root. `order` gives for each applicant the place
    in the lottery, 0 first; equal numbers go by id. `fixed` leads from an id to an option,
    `settled` from an applicant's number to the same; `taken` counts the fixed places in each node.
    `asking` gives for an applicant the funds, the dearest first, and the score for them.
    """

    seed: str
    nodes: list[str]
    caps: list[int]
    parents: list[int]
    rules: dict[int, Mapping[str, Any]]
    chains: dict[int, list[int]]
    people: list[str]
    rows: list[Mapping[str, Any]]
    start: list[int]
    options: list[int]
    scores: list[int]
    asking: dict[int, tuple[list[int], int]]
    fixed: dict[str, int]
    settled: dict[int, int]
    taken: list[int]
    fund_names: list[str]
    fund_caps: list[int]
    order: list[int]
    digest: str

    def wishes(self, at: int) -> range:
        """Give where the wishes of an applicant stand in the columns."""
        return range(self.start[at], self.start[at + 1])


def lottery(seed: str, applicant: str) -> str:
    """Give the lottery number of an applicant, in hex; the smallest is the luckiest."""
    return hashlib.sha256(f"{seed}|{applicant}".encode()).hexdigest()


def instance_hash(data: Any) -> str:
    """Give the hash by which a result names its instance."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise DomainError(_("A text in it is broken: it holds half a character.")) from None


def drawn(seed: str, names: Sequence[str]) -> list[int]:
    """Give each applicant's place in the lottery, 0 first."""
    begun = hashlib.sha256(f"{seed}|".encode())
    numbers = []
    for at, name in enumerate(names):
        drawing = begun.copy()
        drawing.update(name.encode())
        numbers.append((drawing.digest(), name, at))
    numbers.sort()
    order = [0] * len(names)
    for place, (_number, _name, at) in enumerate(numbers):
        order[at] = place
    return order
