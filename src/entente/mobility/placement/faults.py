"""Collecting what is wrong with plain data, each fault in a sentence that names its row."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

MOST_FAULTS = 20


class Faults:
    """Plain data that are read, and the faults found so far. Rows are counted from one."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.faults: list[str] = []

    def fault(self, sentence: str, **words: Any) -> None:
        """Note a fault; so many that nobody reads them end the reading."""
        self.faults.append(sentence % words if words else sentence)
        if len(self.faults) >= MOST_FAULTS:
            self.stop()

    def stop(self) -> None:
        """Refuse the instance if there is any fault."""
        if self.faults:
            raise DomainError([DomainError(sentence) for sentence in self.faults])

    def rows(self, name: str, *, optional: bool = False) -> list[Any]:
        """Give a list of objects; refuse what is none."""
        rows = self.data.get(name)
        if rows is None and optional:
            return []
        if not isinstance(rows, list):
            self.fault(_("“%(name)s” is missing, or is no list."), name=name)
            return []
        for at, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                self.fault(_("“%(name)s”, row %(row)s: this is no object."), name=name, row=at)
            elif not (isinstance(row.get("id"), str) and row["id"]):
                words = {"name": name, "row": at}
                self.fault(_("“%(name)s”, row %(row)s: the id is missing, or is no text."), **words)
        self.stop()
        return rows


def is_whole(value: Any) -> bool:
    """Say whether a value is a whole number; true and false are none, nor is 87.0."""
    return type(value) is int
