"""The balance of exchange: how many went and came, in students and in semesters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Balance:
    """What went and came with one partner, or in one year; `key` says of what it is.

    `unknown` counts quotas of which nobody said how many were used, `unmeasured` students whose
    stay has no length: while they are not 0, the used places or the semesters are a lower bound.
    """

    key: Any
    out_places: int = 0
    out_used: int = 0
    out_semesters: int = 0
    in_places: int = 0
    in_used: int = 0
    in_semesters: int = 0
    unknown: int = 0
    unmeasured: int = 0

    @classmethod
    def read(cls, key: Any, line: Mapping[str, Any]) -> Balance:
        """Read it from sums of the database (`NAME_sum`)."""
        names = (
            "out_places",
            "out_used",
            "out_semesters",
            "in_places",
            "in_used",
            "in_semesters",
        )
        return cls(
            key,
            **{name: line[f"{name}_sum"] for name in names},
            unknown=line["out_unknown_sum"] + line["in_unknown_sum"],
            unmeasured=line["out_unmeasured_sum"] + line["in_unmeasured_sum"],
        )

    @property
    def students(self) -> int:
        """How many more came than went; negative where more went."""
        return self.in_used - self.out_used

    @property
    def semesters(self) -> int:
        """How many more semesters were spent here than there."""
        return self.in_semesters - self.out_semesters

    @property
    def one_sided(self) -> str:
        """Which single direction there is, in places or, without any, in use; empty for both."""
        out, back = self.out_places or self.out_used, self.in_places or self.in_used
        if bool(out) == bool(back):
            return ""
        return "outbound" if out else "inbound"


def together(balances: Iterable[Balance], key: Any = None) -> Balance:
    """Add balances up."""
    held = list(balances)
    names = [name for name in Balance.__dataclass_fields__ if name != "key"]
    return Balance(key, **{name: sum(getattr(it, name) for it in held) for name in names})
