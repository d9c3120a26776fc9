"""State machines as tables: permissions, buttons, diagrams and tests are read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.scope import Officer


@dataclass(frozen=True)
class Step:
    """A way from some states to one: who may take it and what the button says.

    `danger` steps ask once more; `order` sorts the next steps, the first is the primary one. A
    step `by_itself` follows from something else and is offered to nobody.
    """

    sources: frozenset[str]
    target: str
    permission: str
    label: str | Promise
    hint: str | Promise = ""
    danger: bool = False
    order: int = 10
    by_itself: bool = False


class Flow:
    """The steps of one kind of record, by name, and the mark that each state is shown with.

    Marks: `ok` holds, `wait` waits for somebody, `stop` cannot go on, `new` look at this; a state
    without one is at rest.
    """

    def __init__(self, steps: Mapping[str, Step], marks: Mapping[str, str] | None = None) -> None:
        self._steps = dict(steps)
        self._marks = dict(marks or {})

    def mark(self, state: str) -> str:
        """Give the mark of a state."""
        return self._marks.get(state, "")

    def __getitem__(self, name: str) -> Step:
        return self._steps[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    @property
    def steps(self) -> Mapping[str, Step]:
        """All steps by name."""
        return self._steps

    def move(self, state: str, name: str) -> str:
        """Give the state after a step; refuse a step that the state does not allow."""
        step = self._steps[name]
        if state not in step.sources:
            raise DomainError(
                _("“%(step)s” is not possible now: the state has changed. Look at the history."),
                code="wrong_state",
                params={"step": step.label},
            )
        return step.target

    def open_to(self, officer: Officer, record: Any, state: str | None = None) -> dict[str, Step]:
        """Give the steps that this person may take on this record now, in order."""
        state = record.state if state is None else state
        return {
            name: step
            for name, step in sorted(self._steps.items(), key=lambda pair: pair[1].order)
            if state in step.sources and not step.by_itself and officer.may(step.permission, record)
        }

    def diagram(self) -> str:
        """Draw the machine as Mermaid text for the documentation."""
        lines = ["stateDiagram-v2"]
        for name, step in self._steps.items():
            lines += [f"    {source} --> {step.target}: {name}" for source in sorted(step.sources)]
        return "\n".join(lines) + "\n"
